"""A check of any .ics file for what makes calendars lie or leak: each pitfall a rule, each finding with its line."""

from refillplan.calendars.lint.checking import lint
from refillplan.calendars.lint.findings import Finding, LintRule

__all__ = ["Finding", "LintRule", "lint"]
