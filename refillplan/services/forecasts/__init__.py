"""The replacement forecast as tables, figures and files; decisions, theatre days and counters."""
