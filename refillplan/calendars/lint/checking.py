"""All rules over one file."""

from collections.abc import Collection

from refillplan.calendars.lint import rules_events, rules_people, rules_text
from refillplan.calendars.lint.findings import Finding
from refillplan.calendars.lint.parsing import parse


def lint(content: bytes, *, before: bytes | None = None, names: Collection[str] = ()) -> tuple[Finding, ...]:
    """Return what is wrong with an .ics file, by line.

    Parameters
    ----------
    before
        An earlier state of the same calendar, for identities that change.
    names
        Names that must not stand in it.
    """
    file = parse(content)
    found = [
        *rules_text.lines(file),
        *rules_text.encoding(file),
        *rules_text.structure(file),
        *rules_events.method(file),
        *rules_events.identities(file),
        *rules_events.floating(file),
        *rules_events.zones(file),
        *rules_people.people(file),
        *rules_people.names(file, names),
    ]
    if before is not None:
        found += rules_events.revisions(parse(before), file)
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.rule)))
