"""The feed server: read-only calendars for phones, each behind a secret link; everything else is a generic 404."""
