"""``refillplan suggest``."""

from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.output.advice import consequences, margin, option_json, say_agreed, say_expected
from refillplan.cli.output.tables import print_table
from refillplan.domain.messages import N_, message
from refillplan.services.advising.advice import MOST, Adviser
from refillplan.services.calls.holding import agreed_now, as_agreed
from refillplan.services.core.access import load_centre

_TITLES = tuple(message(title) for title in (N_("half-day"), N_("hour"), N_("days to the limit"), N_("what follows")))


@click.command(
    "suggest",
    help=N_(
        "Show the best half-days for a patient's visit, each with what follows: who else would be phoned, how far it is from "
        "the limit. Nothing is booked. Ends with 1 where there is none."
    ),
)
@click.argument("patient")
@click.option("--visit", "number", type=int, default=1, metavar="N", help=N_("Which of the coming visits; 1 is the next."))
@click.option("--most", type=click.IntRange(1, 20), default=MOST, metavar="N", help=N_("How many half-days at most."))
@click.option("--from", "first", type=day, metavar="DATE", help=N_("Only half-days from this day on."))
@click.option("--until", "last", type=day, metavar="DATE", help=N_("Only half-days up to this day."))
@click.option("--weeks", type=int, metavar="N", help=N_("Weeks to plan; the centre's setting by default."))
@common
def command(desk: Desk, patient: str, number: int, most: int, first: date | None, last: date | None, weeks: int | None) -> Exit:
    """Suggest half-days."""
    with desk.store() as store:
        code = desk.centre(store)
        today = desk.today(store, code)
        agreed = agreed_now(store, code, today)
        adviser = Adviser(as_agreed(load_centre(store, code), agreed, today, but=patient), today, weeks)
    visit = adviser.visit(patient, number)
    booked = visit in adviser.centre.visits
    say_expected(desk, adviser, patient)
    say_agreed(desk, agreed, patient)
    options = adviser.suggest(visit, most, first, last)
    if desk.as_json:
        found = [option_json(desk, option) for option in options]
        desk.emit({"patient": patient, "now": str(visit.session), "booked": booked, "options": found})
        return Exit.WELL if options else Exit.LOOK
    rows = [
        (
            str(option.visit.session),
            f"{option.visit.starts_at:%H:%M}",
            "" if margin(option) is None else str(margin(option)),
            consequences(desk, option),
        )
        for option in options
    ]
    print_table(
        desk,
        desk.text(
            N_("{patient}, visit {number}, now {session}: the best half-days")
            if booked
            else N_("{patient}, visit {number}, not booked: the best half-days"),
            patient=patient,
            number=number,
            session=str(visit.session),
        ),
        _TITLES,
        rows,
    )
    if not rows:
        desk.say(
            N_(
                "no half-day of the days asked for is possible for this visit; 'refillplan why {patient} --not DATE' says why not"
            ),
            patient=patient,
        )
    return Exit.WELL if options else Exit.LOOK
