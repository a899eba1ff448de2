"""Predicts: which pumps reach the end of their label life, how many replacements fall due, how many can be obtained.

Two layers, always shown apart. The label layer is arithmetic on dates that a physician can justify; the cohort layer
counts, from the label as a prior and the centre's records as data, how many pumps end in a period. Values in, values
out: no clock, no file, no database. Counts have intervals; no single pump gets a probability, and nobody is ordered
before anybody but by date and code.
"""
