"""Rules about events: identities that stay, revisions that count, times that mean one instant."""

from collections.abc import Iterator

from refillplan.calendars.lint.findings import Finding, LintRule
from refillplan.calendars.lint.parsing import Component, IcsFile
from refillplan.domain.messages import N_, message

_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
_LOCAL_DIGITS = 15  # 20260303T090000


def method(file: IcsFile) -> Iterator[Finding]:
    """Find METHOD: it makes a subscribed calendar look like an invitation."""
    for calendar in file.calendars:
        found = calendar.first("METHOD")
        if found is not None:
            yield Finding(
                rule=LintRule.METHOD,
                line=found.line,
                sentence=message(N_("METHOD turns a calendar into an invitation: a feed has none")),
            )


def identities(file: IcsFile) -> Iterator[Finding]:
    """Find events without UID, DTSTAMP or SEQUENCE, and two of the same UID."""
    seen: dict[tuple[str, str], int] = {}
    for event in file.components("VEVENT"):
        for name, rule in (
            ("UID", LintRule.UID_MISSING),
            ("DTSTAMP", LintRule.STAMP_MISSING),
            ("SEQUENCE", LintRule.SEQUENCE_MISSING),
        ):
            if not event.value(name):
                yield Finding(rule=rule, line=event.line, sentence=message(N_("the event has no {name}"), name=name))
        found = event.first("UID")
        if found is None:
            continue
        key = (found.value, event.value("RECURRENCE-ID"))
        if key in seen:
            yield Finding(
                rule=LintRule.UID_TWICE,
                line=found.line,
                sentence=message(N_("the event of line {line} has the same UID"), line=seen[key]),
            )
        seen.setdefault(key, event.line)


def floating(file: IcsFile) -> Iterator[Finding]:
    """Find times that mean another instant in each time zone."""
    for event in file.components("VEVENT"):
        for prop in event.properties:
            local = [part for part in prop.value.split(",") if len(part.partition("/")[0]) == _LOCAL_DIGITS]
            if prop.name in _TIMES and local and "TZID" not in prop.parameters:
                yield Finding(
                    rule=LintRule.FLOATING_TIME,
                    line=prop.line,
                    sentence=message(N_("{name} is a floating time: it has neither a time zone nor Z"), name=prop.name),
                )


def zones(file: IcsFile) -> Iterator[Finding]:
    """Find time zones that are not described, described after their use, or only from a later day on."""
    for calendar in file.calendars:
        described = {part.value("TZID"): part for part in calendar.parts if part.kind == "VTIMEZONE"}
        for event in (part for part in calendar.walk() if part.kind == "VEVENT"):
            for prop in event.properties:
                named = prop.parameters.get("TZID")
                if named is None:
                    continue
                if named not in described:
                    yield Finding(
                        rule=LintRule.ZONE_MISSING,
                        line=prop.line,
                        sentence=message(N_("the time zone {zone} has no VTIMEZONE"), zone=named),
                    )
                elif described[named].line > event.line or _first_onset(described[named]) > prop.value:
                    yield Finding(
                        rule=LintRule.ZONE_LATE,
                        line=prop.line,
                        sentence=message(N_("the VTIMEZONE of {zone} comes after its use, or begins later"), zone=named),
                    )


def revisions(before: IcsFile, file: IcsFile) -> Iterator[Finding]:
    """Find, between two states of one calendar, identities that changed and changes that do not count."""
    old = {_key(event): event for event in before.components("VEVENT")}
    by_looks = {_looks(event): event for event in old.values()}
    for event in file.components("VEVENT"):
        known = old.get(_key(event))
        if known is None:
            twin = by_looks.get(_looks(event))
            if twin is not None:
                yield Finding(
                    rule=LintRule.UID_CHANGED,
                    line=event.line,
                    sentence=message(N_("the same event had another UID before (line {line} there)"), line=twin.line),
                )
        elif _state(known) != _state(event) and _sequence(event) <= _sequence(known):
            yield Finding(
                rule=LintRule.SEQUENCE_KEPT,
                line=event.line,
                sentence=message(N_("the event changed its time, place or state, and its SEQUENCE did not rise")),
            )


def _first_onset(zone: Component) -> str:
    return min((part.value("DTSTART") for part in zone.parts), default="")


def _key(event: Component) -> tuple[str, str]:
    return event.value("UID"), event.value("RECURRENCE-ID")


def _looks(event: Component) -> tuple[str, ...]:
    return tuple(event.value(name) for name in ("DTSTART", "DTEND", "SUMMARY"))


def _state(event: Component) -> tuple[str, ...]:
    return tuple(event.value(name) for name in ("DTSTART", "DTEND", "LOCATION", "STATUS"))


def _sequence(event: Component) -> int:
    text = event.value("SEQUENCE")
    return int(text) if text.isascii() and text.isdigit() else 0
