"""Days that another calendar would enter, or has entered, for people and as JSON."""

from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.cli.output.tables import print_table
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.services.entering.calendar_import import CalendarDays, EventDays, TakenDays

_TITLES = tuple(message(title) for title in (N_("from"), N_("to"), N_("title in the file"), N_("becomes"), N_("note")))


def require_whose(kind: str, operator: str | None) -> None:
    """Raise `InvalidValue` unless absences, and they alone, name an operator."""
    if (operator is None) == (kind == "leaves"):
        raise InvalidValue(message(N_("write '--as leaves OPERATOR', or '--as closures' without an operator")), "operator")


def print_taken_days(desk: Desk, found: CalendarDays, *, applied: bool) -> Exit:
    """Print what events become; 1 where one cannot be read."""
    if desk.as_json:
        desk.emit(_json(desk, found, applied=applied))
    else:
        print_table(desk, desk.text(N_("Events of the file")), _TITLES, (_row(desk, event) for event in found.events))
        if found.events and found.until_on is not None:
            desk.say(N_("events that repeat are read day by day, up to {on}"), on=str(found.until_on))
    if found.lost:
        desk.say(N_("events that cannot be read: {count}"), count=found.lost)
    if applied:
        desk.say(N_("entered: {count}; next: 'refillplan propose' lists whom to phone"), count=len(found.new))
    else:
        desk.say(N_("nothing is entered yet: {count} would be with --apply"), count=len(found.new))
    return Exit.LOOK if found.lost else Exit.WELL


def _row(desk: Desk, event: EventDays) -> tuple[str, ...]:
    becomes = ", ".join(_words(desk, days) for days in event.days)
    note = "" if event.note is None else desk.translate(event.note)
    return (str(event.from_on), str(event.to_on), event.title, becomes, note)


def _words(desk: Desk, days: TakenDays) -> str:
    span = str(days.from_on) if days.from_on == days.to_on else f"{days.from_on} – {days.to_on}"
    return span if days.half_day is None else f"{span}-{days.half_day}"


def _json(desk: Desk, found: CalendarDays, *, applied: bool) -> Json:
    return {
        "operator": found.operator,
        "until_on": None if found.until_on is None else str(found.until_on),
        "applied": applied,
        "events": [
            {
                "from_on": str(event.from_on),
                "to_on": str(event.to_on),
                "days": [_days_json(days) for days in event.days],
                "note": None if event.note is None else desk.translate(event.note),
            }
            for event in found.events
        ],
    }


def _days_json(days: TakenDays) -> Json:
    half_day = None if days.half_day is None else days.half_day.value
    return {"from_on": str(days.from_on), "to_on": str(days.to_on), "half_day": half_day}
