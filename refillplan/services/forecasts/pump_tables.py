"""Pumps one by one, with their dates alone, by date and code, as tables."""

from dataclasses import replace
from datetime import date
from functools import reduce

from refillplan.domain.decisions import Choice
from refillplan.domain.messages import N_, Message, message
from refillplan.forecast.label import LabelDates
from refillplan.forecast.whole import Forecast
from refillplan.reports.values import Cell, Table
from refillplan.services.forecasts.deciding import CHOICE_WORDS
from refillplan.services.forecasts.tables import LABEL, life_words, lives

_SIGNS = {Choice.REPLACE: "◆", Choice.OTHER_TREATMENT: "○", Choice.OTHER: "·"}


def pump_table(found: Forecast) -> Table:
    """Return every pump in place with its label dates at both lives."""
    rows = [
        (
            f"{dates.centre} {dates.patient}",
            *map(_text, (dates.safe_by_on, dates.label_on, dates.short_on, dates.long_on, dates.extended_until)),
        )
        for dates in found.label
    ]
    short, long = lives(found)
    return Table(
        key="pumps",
        title=message(N_("Label layer: pumps in place by date and code, {life}"), life=life_words(found)),
        headings=(
            message(N_("patient")),
            message(N_("safe by")),
            message(N_("label date")),
            message(N_("{years} y"), years=short),
            message(N_("{years} y"), years=long),
            message(N_("extended")),
        ),
        rows=tuple(rows),
        rests_on=(*LABEL, "lead_months"),
    )


def entered_table(found: Forecast) -> Table:
    """Return the same with all that is entered for a pump in one column, each with a sign, as narrow as a screen."""
    table = pump_table(found)
    rows = zip(table.rows, found.label, strict=True)
    return replace(
        table,
        headings=(*table.headings[:-1], message(N_("entered"))),
        rows=tuple((*row[:-1], _entered(dates)) for row, dates in rows),
    )


def made_table(found: Forecast) -> Table:
    """Return every pump in place with its model's range, and what its dates are made of in words."""
    rows: list[tuple[Cell, ...]] = [
        (
            dates.centre,
            dates.patient,
            dates.serial,
            dates.model,
            *map(_text, (dates.implanted_on, dates.model_from_on, dates.model_to_on, dates.label_on, dates.safe_by_on)),
            _sentences(dates.made_of),
        )
        for dates in found.label
    ]
    return Table(
        key="dates",
        title=message(N_("What the dates of each pump are made of")),
        headings=(
            message(N_("centre")),
            message(N_("patient")),
            message(N_("pump")),
            message(N_("model")),
            message(N_("implanted")),
            message(N_("model's range, first")),
            message(N_("model's range, last")),
            message(N_("label date")),
            message(N_("safe by")),
            message(N_("what the dates are made of")),
        ),
        rows=tuple(rows),
        rests_on=(*LABEL, "lead_months"),
    )


def due_table(found: Forecast) -> Table:
    """Return what falls due where supply falls short, by date and code."""
    rows = [
        (
            str(dates.safe_by_on),
            str(dates.label_on),
            dates.centre,
            dates.patient,
            dates.serial,
            dates.model,
            _sentences(dates.made_of),
        )
        for dates in found.due
    ]
    return Table(
        key="due",
        title=message(N_("What falls due in periods that end short, by date and code: {count} pumps"), count=len(rows)),
        headings=(
            message(N_("safe by")),
            message(N_("label date")),
            message(N_("centre")),
            message(N_("patient")),
            message(N_("pump")),
            message(N_("model")),
            message(N_("what the dates are made of")),
        ),
        rows=tuple(rows),
        rests_on=(*LABEL, "lead_months", "supply"),
    )


def _entered(dates: LabelDates) -> Cell:
    """Return a low battery, an extension and another decision, each as a sign and a word or a date, on a line of its own."""
    parts = []
    if dates.low_battery:
        parts.append(_signed("▲", message(N_("low battery"))))
    if dates.extended_until is not None:
        parts.append(_signed("→", str(dates.extended_until)))
    if dates.decided is not None and dates.decided is not Choice.EXTEND:
        parts.append(_signed(_SIGNS[dates.decided], CHOICE_WORDS[dates.decided]))
    return reduce(lambda first, then: message("{first}\n{then}", first=first, then=then), parts) if parts else ""


def _signed(sign: str, word: Message | str) -> Message:
    return message(N_("{sign} {word}"), sign=sign, word=word)


def _text(day: date | None) -> str:
    return "" if day is None else str(day)


def _sentences(parts: tuple[Message, ...]) -> Message:
    """Return sentences one after the other."""
    first, *others = parts
    joined = first
    for part in others:
        joined = message(N_("{first}. {then}"), first=joined, then=part)
    return joined
