"""What is kept of a centre, read and written: one module for each kind."""
