"""``refillplan book``."""

from datetime import date, time

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day, hour
from refillplan.cli.output.values import visit_json
from refillplan.cli.proposing import propose_and_print
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_
from refillplan.services.entering.booking import book
from refillplan.services.entering.fitting import Wish


@click.command(
    "book",
    help=N_(
        "Book a visit of a kind that is not planned, a rinse for example, where it fits beside those booked; the patient is "
        "taken as told. Then plan again, and list whom to phone."
    ),
)
@click.argument("patient")
@click.argument("on", type=day, metavar="DATE")
@click.argument("half_day", type=click.Choice([half.value for half in HalfDay]), metavar="am|pm")
@click.argument("kind")
@click.option("--hour", "at_hour", type=hour, metavar="HH:MM", help=N_("When it starts; the first free hour by default."))
@click.option("--operator", metavar="CODE", help=N_("Who does it; the first who is free by default."))
@click.option("--place", type=click.IntRange(min=1), metavar="N", help=N_("Which place; the first free one by default."))
@common
def command(
    desk: Desk, patient: str, on: date, half_day: str, kind: str, at_hour: time | None, operator: str | None, place: int | None
) -> Exit:
    """Book a visit and propose."""
    session = SessionKey(on, HalfDay(half_day))
    wish = Wish(patient=patient, kind=kind, session=session, hour=at_hour, operator=operator, place=place)
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        done = book(store, centre, today, wish, actor=desk.actor, at=desk.at)
        visit = done.visit
        desk.say(
            N_("{patient}: {kind} booked on {session} at {hour}, place {place}, with {operator}"),
            patient=patient,
            kind=kind,
            session=str(session),
            hour=f"{visit.starts_at:%H:%M}",
            place=visit.place,
            operator=visit.operator,
        )
        return propose_and_print(desk, store, centre, today, {"edit": done.number, "booked": visit_json(visit)})
