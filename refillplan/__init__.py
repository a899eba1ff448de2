"""Planning of implanted-pump refills against clinic capacity: a planning aid for staff."""
