"""What asks or answers one thing over a screen."""
