"""Scenarios: kept by name, and their plans shown side by side with the centre as it is. No entry and no plan changes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from refillplan.domain.messages import N_, InvalidValue, message, require
from refillplan.domain.plans import Horizon, Undecided
from refillplan.domain.scenarios import Scenario, apply_scenario
from refillplan.planner.progress import Report, Stop
from refillplan.services.core.access import load_centre, looking
from refillplan.services.core.centre_json import converter
from refillplan.services.plans.trials import Figures, Trial, Trials
from refillplan.storage import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The best plans of a centre as it is and under each scenario.

    Parameters
    ----------
    now
        As it is.
    trials
        By name of the scenario, in the order asked for.
    """

    horizon: Horizon
    now: Trial
    trials: tuple[tuple[str, Trial], ...]

    @property
    def complete(self) -> bool:
        """Whether a plan was found for each."""
        return all(isinstance(trial, Figures) for trial in (self.now, *(trial for _, trial in self.trials)))


def add_scenario(
    store: Store, centre: str, today: date, scenario: Scenario, *, instead: bool = False, actor: str, at: datetime
) -> None:
    """Keep a scenario.

    Parameters
    ----------
    instead
        Whether it takes the place of one of the same name.

    Raises
    ------
    InvalidValue
        If there is one of the same name already, or it cannot be applied to the centre.
    StorageError
        If the database cannot be used.
    """
    with store.unit_of_work(actor, at, why="scenario") as work:
        apply_scenario(work.centres.load(centre), scenario, today)
        if not instead and scenario.name in work.scenarios.all(centre):
            raise InvalidValue(
                message(N_("there is a scenario {name} already; --replace puts this one in its place"), name=scenario.name)
            )
        work.scenarios.put(centre, scenario.name, _text(scenario))
        work.commit()


def list_scenarios(store: Store, centre: str) -> tuple[Scenario, ...]:
    """Return a centre's scenarios by name.

    Raises
    ------
    StorageError
        If the database cannot be used.
    """
    with looking(store) as work:
        return tuple(_read(text) for text in work.scenarios.all(centre).values())


def remove_scenario(store: Store, centre: str, name: str, *, actor: str, at: datetime) -> None:
    """Keep a scenario no longer.

    Raises
    ------
    InvalidValue
        If there is none of that name.
    StorageError
        If the database cannot be used.
    """
    with store.unit_of_work(actor, at, why="scenario") as work:
        require(name in work.scenarios.all(centre), "name", _UNKNOWN, name=name)
        work.scenarios.put(centre, name, None)
        work.commit()


def compare_scenarios(
    store: Store,
    centre: str,
    today: date,
    names: Sequence[str] = (),
    weeks: int | None = None,
    *,
    report: Report = lambda _: None,
    stop: Stop = lambda: False,
) -> Comparison | Undecided:
    """Plan a centre as it is and under its scenarios, from its present entries.

    Parameters
    ----------
    names
        Of the scenarios; none: all of them.
    weeks
        Length of the horizon; None: the centre's setting.
    report, stop
        Called with news; asked whether to end without an answer.

    Returns
    -------
    Undecided
        Where it was stopped.

    Raises
    ------
    InvalidValue
        If there is no such scenario, none at all, or one cannot be applied to the centre any more.
    StorageError
        If the database cannot be used.
    """
    entered = load_centre(store, centre)
    known = {scenario.name: scenario for scenario in list_scenarios(store, centre)}
    require(bool(known), "name", N_("there are no scenarios yet: 'refillplan scenario add' makes one"))
    for name in names:
        require(name in known, "name", _UNKNOWN, name=name)
    changed = {name: apply_scenario(entered, known[name], today) for name in names or known}
    weeks = entered.planning.weeks if weeks is None else weeks
    trials = Trials(today, weeks, report, stop)
    now = trials.of(entered, message(N_("as it is")))
    found = tuple((name, trials.of(copy, message(N_("scenario {name}"), name=name))) for name, copy in changed.items())
    if stop():
        return Undecided(reason=message(N_("planning was stopped; nothing was changed")))
    return Comparison(horizon=Horizon.after(today, weeks), now=now, trials=found)


_UNKNOWN = N_("there is no scenario {name}; 'refillplan scenario list' shows them")


def _text(scenario: Scenario) -> str:
    return json.dumps(converter().unstructure(scenario), ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> Scenario:
    return converter().structure(json.loads(text), Scenario)
