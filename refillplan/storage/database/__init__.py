"""The database itself: its address, engines, schema and backups."""
