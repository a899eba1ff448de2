"""``refillplan why``."""

from collections.abc import Sequence
from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.output.advice import say_agreed, say_expected
from refillplan.cli.output.why import (
    facts_json,
    say_exceptions,
    say_ways_out,
    say_why,
    say_why_not,
    ways_out_json,
    why_json,
    why_not_json,
)
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_
from refillplan.domain.plans import PlanException
from refillplan.domain.visits import Visit
from refillplan.services.advising.advice import Adviser
from refillplan.services.advising.explaining import exception_facts, ways_out, why
from refillplan.services.calls.holding import agreed_now, as_agreed
from refillplan.services.core.access import load_centre


@click.command(
    "why",
    help=N_(
        "Say what bound a patient's visit: what fixes it, what speaks against every half-day nearer to its target. With --not: "
        "why it is not on that day, fact by fact, or what it takes, and the ways out. Ends with 1 where it is blocked or the "
        "patient is an exception."
    ),
)
@click.argument("patient")
@click.option("--not", "instead", type=day, metavar="DATE", help=N_("The day asked for."))
@click.option("--half-day", type=click.Choice([half.value for half in HalfDay]), help=N_("Only the morning or the afternoon."))
@click.option("--visit", "number", type=int, default=1, metavar="N", help=N_("Which of the coming visits; 1 is the next."))
@click.option("--weeks", type=int, metavar="N", help=N_("Weeks to plan; the centre's setting by default."))
@common
def command(desk: Desk, patient: str, instead: date | None, half_day: str | None, number: int, weeks: int | None) -> Exit:
    """Answer why, or why not on another day."""
    with desk.store() as store:
        code = desk.centre(store)
        today = desk.today(store, code)
        agreed = agreed_now(store, code, today)
        adviser = Adviser(as_agreed(load_centre(store, code), agreed, today, but=patient), today, weeks)
    say_agreed(desk, agreed, patient)
    exceptions = [exception for exception in adviser.plan().exceptions if exception.patient == patient]
    if instead is None and exceptions and number == 1:
        return _exceptions(desk, adviser, exceptions)
    visit = adviser.visit(patient, number)
    say_expected(desk, adviser, patient)
    if instead is not None:
        halves = [HalfDay(half_day)] if half_day else list(HalfDay)
        return _why_not(desk, adviser, visit, [SessionKey(instead, half) for half in halves])
    reasons = why(adviser, visit)
    if desk.as_json:
        desk.emit(why_json(desk, reasons))
    else:
        say_why(desk, reasons)
    return Exit.WELL


def _exceptions(desk: Desk, adviser: Adviser, exceptions: Sequence[PlanException]) -> Exit:
    found = [(exception, exception_facts(adviser, exception)) for exception in exceptions]
    if desk.as_json:
        desk.emit([{"limit_on": str(each.limit_on), "half_days": facts_json(desk, facts)} for each, facts in found])
    else:
        say_exceptions(desk, found)
    return Exit.LOOK


def _why_not(desk: Desk, adviser: Adviser, visit: Visit, keys: Sequence[SessionKey]) -> Exit:
    answers = {key: adviser.why_not(visit, key) for key in keys}
    options = {key: answer.option for key, answer in answers.items()}
    dear = all(option is None or option.dear for option in options.values())
    ways = ways_out(adviser, visit, options) if dear else None
    if desk.as_json:
        found = [why_not_json(desk, *each) for each in answers.items()]
        desk.emit({"patient": visit.patient, "now": str(visit.session), "answers": found, "ways_out": ways_out_json(desk, ways)})
    else:
        for key, answer in answers.items():
            say_why_not(desk, key, answer)
        if ways is not None:
            say_ways_out(desk, ways)
    return Exit.WELL if any(option is not None for option in options.values()) else Exit.LOOK
