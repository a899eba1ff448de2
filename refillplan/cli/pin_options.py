"""What `pin` and `unpin` share: the fields, and what is said in the end."""

from collections.abc import Callable
from typing import TypeVar

import click

from refillplan.cli.desk import Desk
from refillplan.cli.output.values import visit_json
from refillplan.domain.messages import N_
from refillplan.domain.visits import Pin
from refillplan.services.calls.pinning import Pinned, pin_words

F = TypeVar("F", bound=Callable[..., object])

_FIELDS = (
    click.option("--date", "pins", flag_value=Pin.DATE.value, multiple=True, help=N_("The day.")),
    click.option("--half-day", "pins", flag_value=Pin.HALF_DAY.value, multiple=True, help=N_("Morning or afternoon.")),
    click.option("--hour", "pins", flag_value=Pin.HOUR.value, multiple=True, help=N_("The hour.")),
    click.option("--place", "pins", flag_value=Pin.PLACE.value, multiple=True, help=N_("The place.")),
    click.option("--operator", "pins", flag_value=Pin.OPERATOR.value, multiple=True, help=N_("The operator.")),
)

VISIT = click.option(
    "--visit", "number", type=int, default=1, metavar="N", help=N_("Which of the booked visits to come; 1 is the next.")
)


def fields(command: F) -> F:
    """Give a command one flag for each field of a visit that can be pinned, together ``pins``."""
    for option in reversed(_FIELDS):
        command = option(command)
    return command


def tell_pinned(desk: Desk, done: Pinned) -> None:
    """Say, or print as JSON, what is pinned of a visit now."""
    visit = done.visit
    if desk.as_json:
        desk.emit({"edit": done.number, **visit_json(visit)})
        return
    where = {"patient": visit.patient, "session": str(visit.session)}
    if visit.pins:
        desk.say(N_("{patient}, {session}, pinned: {pins}"), pins=pin_words(visit.pins), **where)
    else:
        desk.say(N_("{patient}, {session}: nothing is pinned any more"), **where)
    desk.say(N_("next: refillplan propose plans with that; 'refillplan undo' takes this back"))
