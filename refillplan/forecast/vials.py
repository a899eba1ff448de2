"""Insulin vials to order: a count of stock from the number of fills, which are booked by the interval."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from refillplan.domain.centre import Centre
from refillplan.domain.people import Patient
from refillplan.forecast.demand import Cohort, Group
from refillplan.forecast.label import pumps_in_place
from refillplan.forecast.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class VialsPeriod:
    """Vials for one period.

    Parameters
    ----------
    fills, vials
        If every pump that ends is replaced at once: every patient with a pump today goes on.
    vials_if_none_replaced
        If no pump that ends is replaced, by the mean counts of the cohort layer.
    """

    period: Period
    fills: float
    vials: int
    vials_if_none_replaced: int


def vials_periods(centres: Sequence[Centre], today: date, periods: Sequence[Period], cohort: Cohort) -> tuple[VialsPeriod, ...]:
    """Return the vials that fills take from stock: fills = days / target interval, vials = fills x vials per fill.

    The target is the protocol's, or a physician's own for a patient; it is met exactly, and every fill takes the same
    number of vials: a figure for ordering, which knows nothing of what a pump holds.
    """
    everybody = sum(len(pumps_in_place(centre, today)) for centre in centres)
    per_fill = centres[0].forecast.vials_per_fill.value
    found = []
    ended_before = 0.0
    for number, period in enumerate(periods):
        fills = sum(_fills(centre, today, period) for centre in centres)
        ended = cohort.counts[Group.SO_FAR][number].mean
        left = 1 - (ended_before + ended) / 2 / max(everybody, 1)
        ended_before = ended
        found.append(
            VialsPeriod(
                period=period,
                fills=fills,
                vials=math.ceil(fills * per_fill),
                vials_if_none_replaced=math.ceil(fills * left * per_fill),
            )
        )
    return tuple(found)


def _fills(centre: Centre, today: date, period: Period) -> float:
    with_pump = {pump.patient for pump in pumps_in_place(centre, today)}
    patients = (patient for patient in centre.patients if patient.patient in with_pump)
    return sum(_days(patient, period) / (patient.target_days or centre.protocol.target_days) for patient in patients)


def _days(patient: Patient, period: Period) -> int:
    """Return the days of a period on which the centre looks after a patient."""
    first_on = max(period.start_on, patient.active_from or period.start_on)
    end_on = min(period.end_on, patient.active_to + timedelta(days=1) if patient.active_to else period.end_on)
    return max(0, (end_on - first_on).days)
