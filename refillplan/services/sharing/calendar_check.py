"""Checking calendars of any origin for what makes them lie or leak."""

from pathlib import Path

from refillplan.calendars.lint import Finding, LintRule, lint

__all__ = ["Finding", "LintRule", "check_calendar"]


def check_calendar(file: Path, before: Path | None = None, names: Path | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with an .ics file, by line.

    Parameters
    ----------
    before
        The same calendar as it was earlier.
    names
        A text file with one name in a line, none of which may stand in the calendar.

    Raises
    ------
    OSError
        If a file cannot be read.
    """
    listed = () if names is None else tuple(names.read_text(encoding="utf-8-sig", errors="replace").splitlines())
    return lint(file.read_bytes(), before=None if before is None else before.read_bytes(), names=listed)
