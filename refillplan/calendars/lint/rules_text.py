"""Rules about lines and characters (RFC 5545, 3.1)."""

from collections.abc import Iterator

from refillplan.calendars.lint.findings import Finding, LintRule
from refillplan.calendars.lint.parsing import IcsFile
from refillplan.domain.messages import N_, message

_MOST_OCTETS = 75


def lines(file: IcsFile) -> Iterator[Finding]:
    """Find lines that are too long, badly ended, not UTF-8, or with control characters."""
    for line in file.lines:
        if len(line.octets) > _MOST_OCTETS:
            yield Finding(
                rule=LintRule.LONG_LINE,
                line=line.number,
                sentence=message(N_("the line has {count} octets: fold it at 75"), count=len(line.octets)),
            )
        if not line.ended:
            yield Finding(rule=LintRule.LINE_END, line=line.number, sentence=message(N_("the line does not end with CR LF")))
        if any((octet < 32 and octet != 9) or octet == 127 for octet in line.octets):
            yield Finding(
                rule=LintRule.CONTROL_CHARACTER, line=line.number, sentence=message(N_("the line has a control character"))
            )


def encoding(file: IcsFile) -> Iterator[Finding]:
    """Find properties that are not UTF-8, once unfolded."""
    for number, text in file.text:
        if "\ufffd" in text:
            yield Finding(rule=LintRule.ENCODING, line=number, sentence=message(N_("the text is not UTF-8")))


def structure(file: IcsFile) -> Iterator[Finding]:
    """Find lines that are no properties, halves of components, and a file that is no calendar."""
    for number in file.broken:
        yield Finding(
            rule=LintRule.BROKEN_LINE,
            line=number,
            sentence=message(N_("the line is no property: the line before it was broken without folding")),
        )
    for number in file.unpaired:
        yield Finding(
            rule=LintRule.STRUCTURE, line=number, sentence=message(N_("this stands outside a component, or has no other half"))
        )
    if not file.calendars or any(calendar.kind != "VCALENDAR" for calendar in file.calendars):
        yield Finding(rule=LintRule.STRUCTURE, line=1, sentence=message(N_("the file is not made of VCALENDAR")))
    for calendar in file.calendars:
        for name in ("PRODID", "VERSION"):
            if calendar.kind == "VCALENDAR" and calendar.first(name) is None:
                yield Finding(
                    rule=LintRule.STRUCTURE, line=calendar.line, sentence=message(N_("the calendar has no {name}"), name=name)
                )
