"""Visits for other eyes and programs: calendars, feeds, folders of CSV, FHIR."""
