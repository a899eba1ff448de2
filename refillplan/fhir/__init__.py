"""FHIR (HL7, release R4): what a hospital's systems are given of a centre, and the busy times that they give back.

Codes only, by an allow-list as for calendars: no free text of the centre goes out. Every resource is checked by the
models of `fhir.resources` (R4B, which differs from R4 in none of the resources used here).
"""
