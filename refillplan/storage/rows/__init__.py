"""The tables, as classes of rows."""
