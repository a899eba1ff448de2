"""``refillplan freed``."""

from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.output.advice import consequences, option_json
from refillplan.cli.output.tables import print_table
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, message
from refillplan.services.advising.advice import Adviser
from refillplan.services.advising.freed import who_could_use
from refillplan.services.calls.holding import agreed_now, as_agreed
from refillplan.services.core.access import load_centre

_TITLES = tuple(message(title) for title in (N_("patient"), N_("now"), N_("days gained"), N_("what follows")))


@click.command(
    "freed",
    help=N_(
        "Show whose visit could come forward into a half-day where a place has come free, while everybody else stays; who gains "
        "most days to the limit comes first. Nothing is booked. Ends with 1 where there is nobody."
    ),
)
@click.argument("on", type=day, metavar="DATE")
@click.argument("half_day", type=click.Choice([half.value for half in HalfDay]))
@click.option("--weeks", type=int, metavar="N", help=N_("Weeks to plan; the centre's setting by default."))
@common
def command(desk: Desk, on: date, half_day: str, weeks: int | None) -> Exit:
    """Show who could use a place."""
    with desk.store() as store:
        code = desk.centre(store)
        today = desk.today(store, code)
        adviser = Adviser(as_agreed(load_centre(store, code), agreed_now(store, code, today), today), today, weeks)
    key = SessionKey(on, HalfDay(half_day))
    candidates = who_could_use(adviser, key)
    if desk.as_json:
        found = [
            {
                "patient": each.visit.patient,
                "now": str(each.visit.session),
                "gained_days": each.gained_days,
                "option": option_json(desk, each.option),
            }
            for each in candidates
        ]
        desk.emit({"session": str(key), "candidates": found})
    else:
        rows = [
            (each.visit.patient, str(each.visit.session), str(each.gained_days), consequences(desk, each.option))
            for each in candidates
        ]
        print_table(desk, desk.text(N_("Who could come on {session}"), session=str(key)), _TITLES, rows)
        if not rows:
            desk.say(N_("nobody whose visit comes later can come forward into it while everybody else stays"))
    return Exit.WELL if candidates else Exit.LOOK
