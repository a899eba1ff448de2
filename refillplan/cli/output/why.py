"""Why a visit is where it is and why not elsewhere, in words and as data."""

from collections.abc import Iterable, Sequence

import click

from refillplan.cli.desk import Desk, Json
from refillplan.cli.output.advice import consequences, margin, option_json
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_
from refillplan.domain.plans import PlanException
from refillplan.services.advising.advice import Option, WhyNot
from refillplan.services.advising.explaining import HalfDayFacts, WaysOut, Why


def say_why(desk: Desk, why: Why) -> None:
    """Print what bound a visit."""
    visit, window = why.visit, why.visit.window
    where = {"patient": visit.patient, "session": str(visit.session)}
    if why.booked is None:
        click.echo(desk.text(N_("{patient}: not booked; as things are now, best on {session}"), **where))
    elif why.booked.session != visit.session:
        booked = str(why.booked.session)
        click.echo(desk.text(N_("{patient}: booked on {booked}; as things are now, best on {session}"), booked=booked, **where))
    else:
        click.echo(desk.text(N_("{patient}: {session}"), **where))
    if window is not None:
        click.echo(
            desk.text(
                N_("  earliest {earliest}, target {target}, limit {limit}, counted from {hangs_on}"),
                earliest=str(window.earliest_on),
                target=str(window.target_on),
                limit=str(window.limit_on),
                hangs_on=str(window.hangs_on),
            )
        )
    for sentence in why.held:
        click.echo(f"  {desk.translate(sentence)}")
    if why.better:
        click.echo(desk.text(N_("Half-days nearer to the target, or inside the limit where it is not:")))
        say_facts(desk, why.better)
    else:
        click.echo(desk.text(N_("No half-day is nearer to the target.")))


def say_facts(desk: Desk, half_days: Iterable[HalfDayFacts]) -> None:
    """Print half-days with what speaks against each."""
    for each in half_days:
        click.echo(f"  {each.session}: {_against(desk, each)}")


def _against(desk: Desk, each: HalfDayFacts) -> str:
    if each.facts:
        return desk.joined(desk.translate(fact) for fact in each.facts)
    if each.option is not None:
        return desk.text(N_("possible: {consequences}"), consequences=consequences(desk, each.option))
    return desk.text(N_("there is room, but somebody else would be later or without a visit for it"))


def say_exceptions(desk: Desk, found: Sequence[tuple[PlanException, Sequence[HalfDayFacts]]]) -> None:
    """Print a patient's exceptions with every half-day of their windows."""
    for exception, half_days in found:
        placed = exception.placed
        where = N_("{patient}: no half-day inside the limit {limit}; as things are now, best on {placed}")
        nowhere = N_("{patient}: no half-day inside the limit {limit}; not placed")
        limit = str(exception.limit_on)
        click.echo(desk.text(where if placed else nowhere, patient=exception.patient, limit=limit, placed=str(placed)))
        click.echo(f"  {desk.translate(exception.reason)}")
        say_facts(desk, half_days)


def say_why_not(desk: Desk, key: SessionKey, answer: WhyNot) -> None:
    """Print whether a half-day is possible, at which price, or what blocks it."""
    if answer.option is None:
        for block in answer.blocked:
            click.echo(desk.translate(block))
    else:
        days = margin(answer.option) or 0
        sentence = (
            N_("{session} is possible (days to the limit: {days}): {consequences}")
            if days >= 0
            else N_("{session} is possible (days beyond the limit: {days}): {consequences}")
        )
        click.echo(desk.text(sentence, session=str(key), days=abs(days), consequences=consequences(desk, answer.option)))


def say_ways_out(desk: Desk, ways: WaysOut) -> None:
    """Print what would help, and where else the visit could go."""
    click.echo(desk.text(N_("Ways out:")))
    for option in ways.one_more_place:
        what, where = consequences(desk, option), str(option.visit.session)
        click.echo("  " + desk.text(N_("one more place on {session}: {consequences}"), session=where, consequences=what))
    for option in ways.elsewhere:
        click.echo("  " + _elsewhere(desk, option))


def _elsewhere(desk: Desk, option: Option) -> str:
    days = margin(option) or 0
    sentence = (
        N_("{session} (days to the limit: {days}): {consequences}")
        if days >= 0
        else N_("{session} (days beyond the limit: {days}): {consequences}")
    )
    return desk.text(sentence, session=str(option.visit.session), days=abs(days), consequences=consequences(desk, option))


def why_json(desk: Desk, why: Why) -> Json:
    """Return what bound a visit as data."""
    window = why.visit.window
    return {
        "patient": why.visit.patient,
        "session": str(why.visit.session),
        "booked": None if why.booked is None else str(why.booked.session),
        "earliest_on": None if window is None else str(window.earliest_on),
        "target_on": None if window is None else str(window.target_on),
        "limit_on": None if window is None else str(window.limit_on),
        "held": [desk.translate(sentence) for sentence in why.held],
        "better": facts_json(desk, why.better),
    }


def facts_json(desk: Desk, half_days: Iterable[HalfDayFacts]) -> list[Json]:
    """Return half-days with what speaks against each as data."""
    return [
        {
            "session": str(each.session),
            "facts": [desk.translate(fact) for fact in each.facts],
            "option": None if each.option is None else option_json(desk, each.option),
        }
        for each in half_days
    ]


def why_not_json(desk: Desk, key: SessionKey, answer: WhyNot) -> Json:
    """Return an answer to "why not there" as data."""
    return {
        "session": str(key),
        "possible": answer.option is not None,
        "option": None if answer.option is None else option_json(desk, answer.option),
        "blocked": [desk.translate(block) for block in answer.blocked],
    }


def ways_out_json(desk: Desk, ways: WaysOut | None) -> Json:
    """Return the ways out as data."""
    return {
        "one_more_place": [option_json(desk, option) for option in (ways.one_more_place if ways else ())],
        "elsewhere": [option_json(desk, option) for option in (ways.elsewhere if ways else ())],
    }
