"""Trials side by side: what the best plan of each comes to, beside the centre as it is."""

from collections.abc import Iterable
from typing import TypeAlias

from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.cli.output.tables import print_lines, print_table
from refillplan.cli.output.values import tiers_json
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.plans import Horizon, Undecided
from refillplan.services.plans.trials import Figures, NoFigures, Trial, why_none

Named: TypeAlias = tuple[Message, Trial]
"""What is tried, in words, and what came of it."""

AS_IT_IS = message(N_("as it is"))

_TITLES = tuple(
    message(title)
    for title in (
        N_("no."),
        N_("no session"),
        N_("beyond limit"),
        N_("days beyond"),
        N_("told, moved"),
        N_("comfort"),
        N_("places used"),
        N_("proved"),
    )
)


def print_trials(desk: Desk, horizon: Horizon, now: Trial, trials: Iterable[Named]) -> None:
    """Print a line for each trial, with how its figures differ from those of the centre as it is."""
    named = [(AS_IT_IS, now), *trials]
    title = desk.text(
        N_("Best plans from {start_on} to before {end_on}"), start_on=str(horizon.start_on), end_on=str(horizon.end_on)
    )
    base = now if isinstance(now, Figures) else None
    print_lines(f"{n}  {desk.translate(what)}" for n, (what, _) in enumerate(named))  # in the table they would not fit
    rows = [(str(n), *_cells(desk, trial, base)) for n, (_, trial) in enumerate(named) if isinstance(trial, Figures)]
    print_table(desk, title, _TITLES, rows)
    for what, trial in named:
        if not isinstance(trial, Figures):
            for reason in why_none(trial):
                desk.say(N_("{what}: no plan was found: {reason}"), what=what, reason=reason)
    desk.say(
        N_(
            "visits without a session, visits and days beyond the limit, told visits that move, comfort: less is better; "
            "proved: no better plan exists. Nothing was booked or changed"
        )
    )


def trial_json(desk: Desk, trial: Trial) -> Json:
    """Return the figures of a trial, or why it has none."""
    if not isinstance(trial, Figures):
        return {"planned": False, "reasons": [desk.translate(reason) for reason in why_none(trial)]}
    return {
        "planned": True,
        "tiers": tiers_json(trial.tiers),
        "visits_beyond_limit": trial.visits_beyond_limit,
        "places_used_percent": trial.places_used_percent,
        "proven_optimal": trial.proved,
    }


def print_nothing(desk: Desk, trial: NoFigures) -> Exit:
    """Say why there is no answer at all."""
    if desk.as_json:
        desk.emit(trial_json(desk, trial))
    for reason in why_none(trial):
        desk.say(N_("no plan was found; nothing was saved: {reason}"), reason=reason)
    return Exit.UNDECIDED if isinstance(trial, Undecided) else Exit.LOOK


def _cells(desk: Desk, figures: Figures, base: Figures | None) -> tuple[str, ...]:
    numbers = _numbers(figures)
    before = numbers if base is None else _numbers(base)
    used = figures.places_used_percent
    return (
        *(f"{new} ({new - old:+})" if new != old else str(new) for new, old in zip(numbers, before, strict=True)),
        "" if used is None else f"{used} %",
        desk.text(N_("yes")) if figures.proved else desk.text(N_("no")),
    )


def _numbers(figures: Figures) -> tuple[int, ...]:
    tiers = figures.tiers
    return tiers.unplaced, figures.visits_beyond_limit, tiers.beyond_limit_days, tiers.moved, tiers.comfort
