"""Rules about people: a calendar holds codes only."""

import re
import unicodedata
from collections.abc import Collection, Iterator

from refillplan.calendars.lint.findings import Finding, LintRule
from refillplan.calendars.lint.parsing import IcsFile
from refillplan.domain.messages import N_, message

_E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+|mailto:", re.IGNORECASE)
_PEOPLE = ("ATTENDEE", "ORGANIZER", "CONTACT")


def people(file: IcsFile) -> Iterator[Finding]:
    """Find who is invited, and addresses; a UID may look like an address (RFC 5545, 3.8.4.7)."""
    for component in (part for calendar in file.calendars for part in calendar.walk()):
        for prop in component.properties:
            if prop.name in _PEOPLE:
                yield Finding(
                    rule=LintRule.PEOPLE,
                    line=prop.line,
                    sentence=message(N_("{name} names a person"), name=prop.name),
                )
            elif prop.name != "UID" and _E_MAIL.search(" ".join([prop.value, *prop.parameters.values()])):
                yield Finding(rule=LintRule.E_MAIL, line=prop.line, sentence=message(N_("the line has an e-mail address")))


def names(file: IcsFile, wanted: Collection[str]) -> Iterator[Finding]:
    """Find names of a list, in whatever case and with or without accents; the finding does not repeat the name."""
    plain = {plain for name in wanted if (plain := _plain(name))}
    if not plain:
        return
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, plain))) + r")(?!\w)")
    for number, text in file.text:
        if pattern.search(_plain(text)):
            yield Finding(rule=LintRule.NAME, line=number, sentence=message(N_("the line has a name of the list")))


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.strip())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
