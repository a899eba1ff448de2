"""From frozen values to rows and back."""
