"""Translates visits into iCalendar, for phones and desks: codes only, identities that outlive replanning."""
