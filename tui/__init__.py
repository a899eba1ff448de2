"""The terminal program: the nurse's day on a screen; sees only the services and the domain."""
