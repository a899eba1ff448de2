"""``refillplan why``."""

from datetime import date

import click

from refillplan.cli.advice_output import consequences, margin, option_json
from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_
from refillplan.services.access import load_centre
from refillplan.services.advice import Adviser, WhyNot


@click.command(
    "why",
    help=N_(
        "Say why a patient's visit is not on another day: what blocks it, fact by fact, or what it would take. Ends with 1 where "
        "it is blocked."
    ),
)
@click.argument("patient")
@click.option("--not", "instead", type=day, required=True, metavar="DATE", help=N_("The day asked for."))
@click.option("--half-day", type=click.Choice([half.value for half in HalfDay]), help=N_("Only the morning or the afternoon."))
@click.option("--visit", "number", type=int, default=1, metavar="N", help=N_("Which of the coming visits; 1 is the next."))
@click.option("--weeks", type=int, metavar="N", help=N_("Weeks to plan; the centre's setting by default."))
@common
def command(desk: Desk, patient: str, instead: date, half_day: str | None, number: int, weeks: int | None) -> Exit:
    """Answer why not on another day."""
    with desk.store() as store:
        code = desk.centre(store)
        today = desk.today(store, code)
        adviser = Adviser(load_centre(store, code), today, weeks)
    visit = adviser.visit(patient, number)
    halves = [HalfDay(half_day)] if half_day else list(HalfDay)
    keys = [SessionKey(instead, half) for half in halves]
    answers = [(key, adviser.why_not(visit, key)) for key in keys]
    if desk.as_json:
        found = [_answer_json(desk, key, answer) for key, answer in answers]
        desk.emit({"patient": patient, "now": str(visit.session), "answers": found})
    else:
        for key, answer in answers:
            _say(desk, key, answer)
    return Exit.WELL if any(answer.option is not None for _, answer in answers) else Exit.LOOK


def _say(desk: Desk, key: SessionKey, answer: WhyNot) -> None:
    if answer.option is None:
        for block in answer.blocked:
            click.echo(desk.translate(block))
        return
    days = margin(answer.option) or 0
    sentence = (
        N_("{session} is possible, {days} days before the limit: {consequences}")
        if days >= 0
        else N_("{session} is possible, {days} days beyond the limit: {consequences}")
    )
    click.echo(desk.text(sentence, session=str(key), days=abs(days), consequences=consequences(desk, answer.option)))


def _answer_json(desk: Desk, key: SessionKey, answer: WhyNot) -> Json:
    return {
        "session": str(key),
        "possible": answer.option is not None,
        "option": None if answer.option is None else option_json(desk, answer.option),
        "blocked": [desk.translate(block) for block in answer.blocked],
    }
