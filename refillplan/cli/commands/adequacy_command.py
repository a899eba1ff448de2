"""``refillplan adequacy``."""

from datetime import date

import click

from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.output.trial import Named, print_nothing, print_trials, trial_json
from refillplan.cli.output.words import weekly
from refillplan.cli.waiting import watched
from refillplan.domain.messages import N_, message
from refillplan.services.core.access import load_centre
from refillplan.services.plans.adequacy import Adequacy, adequacy, room_sentence


@click.command(
    "adequacy",
    help=N_(
        "Show what the centre can hold: how many more patients fit, in which half-days of the week places are short and what "
        "one more there would change, what closed days cost. Every figure is that of a full plan; nothing is stored."
    ),
)
@click.option("--weeks", type=int, metavar="N", help=N_("Weeks to plan; the centre's setting by default."))
@click.option(
    "--closed",
    type=(day, day),
    metavar="FROM TO",
    help=N_("Days to try as closed; by default the first two full weeks of August, or the middle of the weeks planned."),
)
@common
def command(desk: Desk, weeks: int | None, closed: tuple[date, date] | None) -> Exit:
    """Show what the centre can hold."""
    with desk.store() as store:
        code = desk.centre(store)
        today = desk.today(store, code)
        centre = load_centre(store, code)
    found = watched(desk, lambda report, stop: adequacy(centre, today, weeks, closed, report=report, stop=stop))
    if not isinstance(found, Adequacy):
        return print_nothing(desk, found)
    if desk.as_json:
        desk.emit(_json(desk, found))
        return Exit.WELL
    desk.scope()
    click.echo(desk.translate(room_sentence(found.more)))
    print_trials(desk, found.horizon, found.now, _trials(found))
    if not found.bottlenecks:
        desk.say(N_("no half-day of the week is short of places"))
    return Exit.WELL


def _trials(found: Adequacy) -> list[Named]:
    closed = found.closed
    return [
        (message(N_("more patients: {count}"), count=found.more.number), found.more.trial),
        *(
            (message(N_("one place more: {half_day}"), half_day=weekly(each.weekday, each.half_day)), each.trial)
            for each in found.bottlenecks
        ),
        (message(N_("closed from {first} to {last}"), first=str(closed.from_on), last=str(closed.to_on)), closed.trial),
    ]


def _json(desk: Desk, found: Adequacy) -> Json:
    return {
        "horizon": {"start_on": str(found.horizon.start_on), "end_on": str(found.horizon.end_on)},
        "now": trial_json(desk, found.now),
        "more_patients": {
            "number": found.more.number,
            "looked_up_to": found.more.looked_up_to,
            "proved": found.more.proved,
            "with_them": trial_json(desk, found.more.trial),
        },
        "bottlenecks": [
            {"weekday": each.weekday, "half_day": each.half_day.value, "one_place_more": trial_json(desk, each.trial)}
            for each in found.bottlenecks
        ],
        "closed": {
            "from_on": str(found.closed.from_on),
            "to_on": str(found.closed.to_on),
            "then": trial_json(desk, found.closed.trial),
        },
    }
