"""``refillplan show worklist|plan|diff|patient|session|week|exceptions|plans|counters|phone|audit``."""

from datetime import date
from zoneinfo import ZoneInfo

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day, session
from refillplan.cli.output import diff as diff_output
from refillplan.cli.output import show as show_output
from refillplan.cli.output.counters import print_counters
from refillplan.cli.output.phone import phone_list_json, print_phone_list
from refillplan.cli.output.worklist import print_worklist, worklist_json
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_
from refillplan.services.calls.phoning import phone_list
from refillplan.services.core.access import load_centre
from refillplan.services.forecasts.counters import count_year
from refillplan.services.looking.views import show_audit, show_patient, show_plan, show_plans, show_session, show_week
from refillplan.services.looking.worklist import CLOSE_DAYS, worklist

_VERSION = click.option(
    "--version", "version", type=int, metavar="N", help=N_("Number of the plan; by default the one in force, or the newest.")
)


@click.group("show", help=N_("Show who needs a look, a plan, a patient, a half-day, a week."))
def command() -> None:
    """Show what is there."""


@command.command(
    "worklist",
    help=N_(
        "Who is overdue, who has no visit inside the limit, who is close to it. The margin is the days from the next visit "
        "to its limit, negative beyond it; empty where there is no visit that can take place. Ends with 1 where somebody is "
        "overdue or has no visit inside the limit."
    ),
)
@click.option(
    "--close-days",
    type=int,
    default=CLOSE_DAYS,
    show_default=True,
    metavar="N",
    help=N_("Up to how many days before the limit is close."),
)
@common
def show_the_worklist(desk: Desk, close_days: int) -> Exit:
    """Show who needs a look."""
    with desk.store() as store:
        centre = desk.centre(store)
        found = worklist(store, centre, desk.today(store, centre), close_days=close_days)
        zone = ZoneInfo(load_centre(store, centre).timezone)
    desk.scope()
    if desk.as_json:
        desk.emit(worklist_json(desk, found))
    else:
        print_worklist(desk, found, zone)
    return Exit.LOOK if found.overdue or found.without_visit else Exit.WELL


@command.command("plan", help=N_("All visits of a plan, its figures and its exceptions."))
@_VERSION
@common
def show_a_plan(desk: Desk, version: int | None) -> Exit:
    """Show a plan."""
    with desk.store() as store:
        stored = show_plan(store, desk.centre(store), version)
    desk.scope()
    show_output.plan(desk, stored)
    return Exit.WELL


@command.command(
    "diff", help=N_("What two plans have different: visits that moved, came or went. Ends with 1 where there is any.")
)
@click.argument("old", type=int)
@click.argument("new", type=int)
@common
def show_a_difference(desk: Desk, old: int, new: int) -> Exit:
    """Show how two plans differ."""
    with desk.store() as store:
        centre = desk.centre(store)
        before, after = show_plan(store, centre, old), show_plan(store, centre, new)
    return diff_output.difference(desk, before, after)


@command.command(
    "exceptions", help=N_("The visits of a plan that have no session inside their limit. Ends with 1 where there are any.")
)
@_VERSION
@common
def show_the_exceptions(desk: Desk, version: int | None) -> Exit:
    """Show the exceptions of a plan."""
    with desk.store() as store:
        stored = show_plan(store, desk.centre(store), version)
    desk.scope()
    show_output.exceptions(desk, stored)
    return Exit.LOOK if stored.plan.exceptions else Exit.WELL


@command.command("patient", help=N_("One patient: the window of the next visit and what it hangs on, visits, fills, pumps."))
@click.argument("code")
@common
def show_a_patient(desk: Desk, code: str) -> Exit:
    """Show a patient."""
    with desk.store() as store:
        centre = desk.centre(store)
        found = show_patient(store, centre, code, desk.today(store, centre))
    desk.scope()
    show_output.patient(desk, found)
    return Exit.WELL


@command.command("session", help=N_("One half-day, written 2027-03-15-am: hours, places, operators, visits."))
@click.argument("key", type=session, metavar="DATE-am|DATE-pm")
@common
def show_a_session(desk: Desk, key: SessionKey) -> Exit:
    """Show a half-day."""
    with desk.store() as store:
        centre = desk.centre(store)
        found = show_session(store, centre, key, desk.today(store, centre))
    desk.scope()
    show_output.sessions(desk, (found,))
    return Exit.WELL


@command.command("week", help=N_("The half-days of the week in which DATE lies, with their visits."))
@click.argument("on", type=day, metavar="DATE")
@common
def show_a_week(desk: Desk, on: date) -> Exit:
    """Show a week."""
    with desk.store() as store:
        centre = desk.centre(store)
        found = show_week(store, centre, on, desk.today(store, centre))
    desk.scope()
    show_output.sessions(desk, found)
    return Exit.WELL


@command.command("plans", help=N_("All plans that were made, by number."))
@common
def show_the_plans(desk: Desk) -> Exit:
    """Show the plans."""
    with desk.store() as store:
        found = show_plans(store, desk.centre(store))
    show_output.plans(desk, found)
    return Exit.WELL


@command.command(
    "counters",
    help=N_("A year's counters, as optional indicators: patients and pumps followed, pumps placed, reviews due and done."),
)
@click.option("--year", type=click.IntRange(1900, 2199), metavar="Y", help=N_("The year; the present one by default."))
@common
def show_the_counters(desk: Desk, year: int | None) -> Exit:
    """Show the counters of a year."""
    with desk.store() as store:
        centre = desk.centre(store)
        found = count_year(store, centre, desk.today(store, centre), year)
    print_counters(desk, found)
    return Exit.WELL


@command.command(
    "phone",
    help=N_(
        "Whom to phone, since their calendar has not been fetched since a visit in it changed within 48 hours of its start. "
        "Ends with 1 where there is anybody."
    ),
)
@common
def show_whom_to_phone(desk: Desk) -> Exit:
    """Show whose calendar is behind."""
    with desk.store() as store:
        found = phone_list(store, desk.centre(store), desk.at)
    if desk.as_json:
        desk.emit(phone_list_json(found))
    else:
        print_phone_list(desk, found)
    return Exit.LOOK if found.calls else Exit.WELL


@command.command("audit", help=N_("Who changed what, when and why; the newest last."))
@click.option(
    "--last", type=click.IntRange(min=1), default=50, show_default=True, metavar="N", help=N_("How many of the newest changes.")
)
@common
def show_the_audit(desk: Desk, last: int) -> Exit:
    """Show the audit."""
    with desk.store() as store:
        found = show_audit(store, desk.centre(store), last)
    show_output.audit(desk, found)
    return Exit.WELL
