"""The audit: what is written, how it is chained, and how it is checked."""
