"""What can be looked at, and what has to be done today."""
