"""``refillplan import-calendar FILE --as closures|leaves [OPERATOR] [--apply]``."""

from pathlib import Path

import click

from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.tables import print_table
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.services.calendar_import import CalendarDays, EventDays, TakenDays, apply_days, days_of_file

_TITLES = tuple(message(title) for title in (N_("from"), N_("to"), N_("title in the file"), N_("becomes"), N_("note")))


@click.command(
    "import-calendar",
    help=N_(
        "Read closures, or the absences of OPERATOR, from an .ics file on this machine. First it only shows what they would "
        "become; --apply enters them, in one go that 'refillplan undo' takes back. Titles are shown and not stored. Ends "
        "with 1 where an event cannot be read."
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.ics")
@click.argument("operator", required=False)
@click.option("--as", "kind", type=click.Choice(["closures", "leaves"]), required=True, help=N_("What the events are."))
@click.option("--apply", "wanted", is_flag=True, help=N_("Enter them."))
@common
def command(desk: Desk, *, file: Path, operator: str | None, kind: str, wanted: bool) -> Exit:
    """Read a calendar."""
    if (operator is None) == (kind == "leaves"):
        raise InvalidValue(message(N_("write '--as leaves OPERATOR', or '--as closures' without an operator")), "operator")
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        found = days_of_file(store, centre, file, operator, today)
        if wanted:
            apply_days(store, centre, found, today, actor=desk.actor, at=desk.at)
    if desk.as_json:
        desk.emit(_json(desk, found, applied=wanted))
    else:
        print_table(desk, desk.text(N_("Events of the file")), _TITLES, (_row(desk, event) for event in found.events))
        if found.events:
            desk.say(N_("events that repeat are read day by day, up to {on}"), on=str(found.until_on))
    if found.lost:
        desk.say(N_("events that cannot be read: {count}"), count=found.lost)
    if wanted:
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
        "until_on": str(found.until_on),
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
