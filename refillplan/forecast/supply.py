"""What falls due against what can be obtained, period by period; nobody is ordered but by date and code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from refillplan.domain.centre import Centre
from refillplan.domain.devices import PumpModel, Supply
from refillplan.forecast.demand import Group
from refillplan.forecast.label import LabelDates
from refillplan.forecast.periods import Period
from refillplan.forecast.poisson_binomial import Count, count_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Pumps that become obtainable.

    Parameters
    ----------
    counted
        Whether they count: a model that may not be newly implanted does not.
    units
        As entered; of a day in the past, less the pumps of the model that were implanted from that day on.
    """

    centre: str
    supply: Supply
    units: int
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyPeriod:
    """Need against what can be obtained in one period; what is not used is kept for the next.

    Parameters
    ----------
    arriving
        Units that become obtainable in the period; in the first one, those that are there already too.
    obtainable
        Units left over from before, and those arriving.
    label_due
        Pumps whose safe-by date lies in the period, or in the first one before it, but for those whose patient goes on
        with another treatment.
    label_past
        Those of them whose safe-by date was before today: in the first period alone.
    label_gap
        Pumps due by the end of the period for which no unit has arrived by then.
    label_left
        Units that have arrived by the end of the period and are not needed by then.
    ends
        Ends in the period by the cohort layer, of all pumps.
    gap
        Ends so far less units so far by the cohort layer, of the pumps that need another in their place.
    """

    period: Period
    arriving: int
    obtainable: int
    label_due: int
    label_past: int
    label_gap: int
    label_left: int
    ends: Count
    gap: Count


def arrivals(centres: Sequence[Centre], today: date, before: date) -> tuple[Arrival, ...]:
    """Return what becomes obtainable before a day, by date, centre, model and source."""
    models: dict[str, PumpModel] = {model.model: model for centre in reversed(centres) for model in centre.pump_models}
    found = []
    for centre in centres:
        used: dict[str, int] = {}
        for supply in sorted(centre.supply, key=lambda entry: (entry.available_on, entry.model, entry.source)):
            if supply.available_on >= before:
                continue
            model = models.get(supply.model)
            counted = model is None or model.implantable_new is not False
            units = supply.units if supply.available_on > today else _unused(centre, supply, used)
            found.append(Arrival(centre=centre.code, supply=supply, units=units, counted=counted))
    return tuple(sorted(found, key=lambda arrival: (arrival.supply.available_on, arrival.centre, arrival.supply.model)))


def _unused(centre: Centre, supply: Supply, used: dict[str, int]) -> int:
    """Return what is left of units that arrived in the past: a pump that was implanted since came from the first of them."""
    implanted = sum(pump.model == supply.model and pump.implanted_on >= supply.available_on for pump in centre.pumps)
    taken = min(supply.units, max(0, implanted - used.get(supply.model, 0)))
    used[supply.model] = used.get(supply.model, 0) + taken
    return supply.units - taken


def supply_periods(
    periods: Sequence[Period],
    label: Sequence[LabelDates],
    counts: Mapping[Group, Sequence[Count]],
    needed: Sequence[Count],
    arriving: Sequence[Arrival],
) -> tuple[SupplyPeriod, ...]:
    """Return need against what can be obtained, period by period.

    Parameters
    ----------
    counts
        Of the cohort layer, for all pumps.
    needed
        Ends from today to the end of each period, of the pumps that need another in their place.
    """
    due_on = [dates.safe_by_on for dates in label if dates.safe_by_on is not None and dates.needs_a_pump]
    found = []
    due_so_far = units_so_far = 0
    for number, period in enumerate(periods):
        units = sum(a.units for a in arriving if a.counted and _lies_in(a.supply.available_on, period, first=number == 0))
        due = sum(_lies_in(on, period, first=number == 0) for on in due_on)
        units_so_far += units
        due_so_far += due
        found.append(
            SupplyPeriod(
                period=period,
                arriving=units,
                obtainable=units + max(0, units_so_far - units - due_so_far + due),
                label_due=due,
                label_past=sum(on < period.start_on for on in due_on) if number == 0 else 0,
                label_gap=max(0, due_so_far - units_so_far),
                label_left=max(0, units_so_far - due_so_far),
                ends=counts[Group.ALL][number],
                gap=_beyond(needed[number], units_so_far),
            )
        )
    return tuple(found)


def falls_due(periods: Sequence[SupplyPeriod], label: Sequence[LabelDates]) -> tuple[LabelDates, ...]:
    """Return the pumps whose safe-by date lies in a period that ends with a gap, by date and code."""
    first_on = periods[0].period.start_on
    short = [period.period for period in periods if period.label_gap]
    due = [
        dates
        for dates in label
        if dates.safe_by_on is not None
        and dates.needs_a_pump
        and any(_lies_in(dates.safe_by_on, period, first=period.start_on == first_on) for period in short)
    ]
    return tuple(sorted(due, key=lambda dates: (dates.safe_by_on or date.max, dates.centre, dates.patient)))


def _lies_in(day: date, period: Period, *, first: bool) -> bool:
    return period.holds(day) or (first and day < period.start_on)


def _beyond(count: Count, units: int) -> Count:
    """Return the count of what goes beyond ``units``: its distribution moved down, and all of none or less as none."""
    chances = np.array(count.chances)
    none = chances[: units + 1].sum()
    return count_of(np.concatenate(([none], chances[units + 1 :])))
