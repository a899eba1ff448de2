"""Figures of trials beside those of the centre as it is, and what a scenario changes, in words."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.scenarios import Scenario
from tui.desk import Desk
from tui.words import HALF_DAYS, WEEKDAYS, short_day

if TYPE_CHECKING:
    from refillplan.services.plans.trials import Figures, Trial

FIGURES = tuple(
    message(name)
    for name in (
        N_("no session"),
        N_("beyond limit"),
        N_("days beyond"),
        N_("told, moved"),
        N_("comfort"),
        N_("places used"),
        N_("proved"),
    )
)
"""What the figures of a trial are, in the order of `cells`."""

LEGEND = message(
    N_(
        "visits without a session, visits and days beyond the limit, told visits that move, comfort: less is better; "
        "proved: no better plan exists. Nothing was booked or changed"
    )
)


def cells(desk: Desk, trial: "Trial", base: "Trial") -> Sequence[str]:
    """Return the figures of a trial, each with how it differs from the base; strokes where there is no plan."""
    from refillplan.services.plans.trials import Figures  # noqa: PLC0415 (loads the planner)

    if not isinstance(trial, Figures):
        return ("–",) * len(FIGURES)
    numbers = _numbers(trial)
    before = _numbers(base) if isinstance(base, Figures) else numbers
    used = trial.places_used_percent
    return (
        *(f"{new} ({new - old:+})" if new != old else str(new) for new, old in zip(numbers, before, strict=True)),
        "–" if used is None else f"{used} %",
        desk.text(N_("yes")) if trial.proved else desk.text(N_("no")),
    )


def why_nothing(desk: Desk, trial: "Trial") -> str:
    """Return why a trial has no figures; empty where it has."""
    from refillplan.services.plans.trials import Figures, why_none  # noqa: PLC0415

    if isinstance(trial, Figures):
        return ""
    return desk.text(N_("no plan was found: {reason}"), reason="; ".join(desk.translate(reason) for reason in why_none(trial)))


def weekly(desk: Desk, weekday: int, half: HalfDay) -> str:
    """Return ``Tue morning``."""
    return f"{desk.translate(WEEKDAYS[weekday - 1])} {desk.translate(HALF_DAYS[half])}"


def changes(desk: Desk, scenario: Scenario) -> str:
    """Return what a scenario changes, in a line."""
    return "; ".join(desk.translate(change) for change in _changes(desk, scenario))


def _changes(desk: Desk, scenario: Scenario) -> Iterable[Message]:
    for closure in scenario.closures:
        first, last = short_day(desk, closure.from_on), short_day(desk, closure.to_on)
        yield message(N_("closed from {first} to {last}"), first=first, last=last)
    for leave in scenario.leaves:
        first, last = short_day(desk, leave.from_on), short_day(desk, leave.to_on)
        yield message(N_("{operator} away from {first} to {last}"), operator=leave.operator, first=first, last=last)
    if scenario.patients:
        yield message(N_("more patients: {count}"), count=scenario.patients)
    if scenario.limit_days is not None:
        yield message(N_("limit {days} days"), days=scenario.limit_days)
    if scenario.target_days is not None:
        yield message(N_("target {days} days"), days=scenario.target_days)
    for change in scenario.places:
        half_day = weekly(desk, change.weekday, change.half_day)
        yield message(N_("places on {half_day}: {more}"), half_day=half_day, more=f"{change.more:+}")


def _numbers(figures: "Figures") -> tuple[int, ...]:
    tiers = figures.tiers
    return tiers.unplaced, figures.visits_beyond_limit, tiers.beyond_limit_days, tiers.moved, tiers.comfort
