"""``refillplan scenario add|list|remove|compare``."""

from collections.abc import Iterable
from datetime import date

import click

from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.output.tables import print_table
from refillplan.cli.output.trial import print_nothing, print_trials, trial_json
from refillplan.cli.output.words import weekly
from refillplan.cli.waiting import watched
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.plans import Undecided
from refillplan.domain.scenarios import PlacesChange, Scenario
from refillplan.domain.sessions import Closure, Leave
from refillplan.services.plans.scenarios import add_scenario, compare_scenarios, list_scenarios, remove_scenario

_HALF_DAYS = click.Choice([half.value for half in HalfDay])


@click.group("scenario", help=N_("Keep sets of changes by name, and see what each would mean. Nothing is carried out."))
def command() -> None:
    """Keep and compare scenarios."""


@command.command("add", help=N_("Keep a set of changes under a name; the centre's entries stay as they are."))
@click.argument("name")
@click.option("--close", type=(day, day), multiple=True, metavar="FROM TO", help=N_("The unit is closed on these days."))
@click.option("--leave", type=(str, day, day), multiple=True, metavar="OPERATOR FROM TO", help=N_("The operator is away."))
@click.option("--patients", type=int, default=0, metavar="N", help=N_("New patients, made up, spread evenly over the weeks."))
@click.option("--limit", "limit_days", type=int, metavar="DAYS", help=N_("The protocol's limit in days after a fill."))
@click.option("--target", "target_days", type=int, metavar="DAYS", help=N_("The protocol's target in days after a fill."))
@click.option(
    "--places",
    type=(click.IntRange(1, 7), _HALF_DAYS, int),
    multiple=True,
    metavar="WEEKDAY am|pm MORE",
    help=N_("Places more, or fewer (-1), in a half-day of every week; weekday 1 is Monday."),
)
@click.option("--replace", "instead", is_flag=True, help=N_("Put it in the place of the scenario of this name."))
@common
def add(
    desk: Desk,
    *,
    name: str,
    close: tuple[tuple[date, date], ...],
    leave: tuple[tuple[str, date, date], ...],
    patients: int,
    limit_days: int | None,
    target_days: int | None,
    places: tuple[tuple[int, str, int], ...],
    instead: bool,
) -> Exit:
    """Keep a scenario."""
    scenario = Scenario(
        name=name,
        closures=tuple(Closure(from_on=first, to_on=last) for first, last in close),
        leaves=tuple(Leave(operator=operator, from_on=first, to_on=last) for operator, first, last in leave),
        patients=patients,
        limit_days=limit_days,
        target_days=target_days,
        places=tuple(PlacesChange(weekday=on, half_day=HalfDay(half), more=more) for on, half, more in places),
    )
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        add_scenario(store, centre, today, scenario, instead=instead, actor=desk.actor, at=desk.at)
    if desk.as_json:
        desk.emit(_scenario_json(scenario))
    else:
        desk.say(N_("scenario {name} is kept; next: refillplan scenario compare"), name=name)
    return Exit.WELL


@command.command("list", help=N_("All scenarios and what they change."))
@common
def show(desk: Desk) -> Exit:
    """Show the scenarios."""
    with desk.store() as store:
        found = list_scenarios(store, desk.centre(store))
    if desk.as_json:
        desk.emit({"scenarios": [_scenario_json(scenario) for scenario in found]})
        return Exit.WELL
    rows = [(scenario.name, desk.joined(map(desk.translate, _changes(scenario)))) for scenario in found]
    titles = (message(N_("scenario")), message(N_("changes")))
    print_table(desk, desk.text(N_("Scenarios: {count}"), count=len(rows)), titles, rows)
    return Exit.WELL


@command.command("remove", help=N_("Keep a scenario no longer."))
@click.argument("name")
@common
def remove(desk: Desk, name: str) -> Exit:
    """Remove a scenario."""
    with desk.store() as store:
        remove_scenario(store, desk.centre(store), name, actor=desk.actor, at=desk.at)
    if desk.as_json:
        desk.emit({"removed": name})
    else:
        desk.say(N_("scenario {name} is gone"), name=name)
    return Exit.WELL


@command.command(
    "compare",
    help=N_(
        "Plan the centre as it is and under each scenario, side by side: nothing is booked, published or stored. Ends with 1 "
        "where one of them cannot be planned at all."
    ),
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--weeks", type=int, metavar="N", help=N_("Weeks to plan; the centre's setting by default."))
@common
def compare(desk: Desk, names: tuple[str, ...], weeks: int | None) -> Exit:
    """Compare scenarios."""
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        found = watched(
            desk, lambda report, stop: compare_scenarios(store, centre, today, names, weeks, report=report, stop=stop)
        )
    if isinstance(found, Undecided):
        return print_nothing(desk, found)
    ending = Exit.WELL if found.complete else Exit.LOOK
    if desk.as_json:
        desk.emit(
            {
                "horizon": {"start_on": str(found.horizon.start_on), "end_on": str(found.horizon.end_on)},
                "now": trial_json(desk, found.now),
                "scenarios": [{"name": name, "then": trial_json(desk, trial)} for name, trial in found.trials],
            }
        )
        return ending
    desk.scope()
    print_trials(
        desk, found.horizon, found.now, [(message(N_("scenario {name}"), name=name), trial) for name, trial in found.trials]
    )
    return ending


def _changes(scenario: Scenario) -> Iterable[Message]:
    """Say each change in words."""
    for closure in scenario.closures:
        yield message(N_("closed from {first} to {last}"), first=str(closure.from_on), last=str(closure.to_on))
    for leave in scenario.leaves:
        yield message(
            N_("{operator} away from {first} to {last}"),
            operator=leave.operator,
            first=str(leave.from_on),
            last=str(leave.to_on),
        )
    if scenario.patients:
        yield message(N_("more patients: {count}"), count=scenario.patients)
    if scenario.limit_days is not None:
        yield message(N_("limit {days} days"), days=scenario.limit_days)
    if scenario.target_days is not None:
        yield message(N_("target {days} days"), days=scenario.target_days)
    for change in scenario.places:
        half_day = weekly(change.weekday, change.half_day)
        yield message(N_("places on {half_day}: {more}"), half_day=half_day, more=f"{change.more:+}")


def _scenario_json(scenario: Scenario) -> Json:
    return {
        "name": scenario.name,
        "closures": [{"from_on": str(closure.from_on), "to_on": str(closure.to_on)} for closure in scenario.closures],
        "leaves": [
            {"operator": leave.operator, "from_on": str(leave.from_on), "to_on": str(leave.to_on)} for leave in scenario.leaves
        ],
        "patients": scenario.patients,
        "limit_days": scenario.limit_days,
        "target_days": scenario.target_days,
        "places": [
            {"weekday": change.weekday, "half_day": change.half_day.value, "more": change.more} for change in scenario.places
        ],
    }
