"""A centre's counters of one year, as indicators that nobody has to use."""

from dataclasses import dataclass
from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.forecast_settings import Sourced
from refillplan.domain.messages import N_, require
from refillplan.domain.months import months_after
from refillplan.domain.people import Patient
from refillplan.services.core.access import load_centre
from refillplan.storage import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterRule:
    """What a centre should follow and place in a year, by a rule that was written for another kind of pump."""

    pumps_followed: Sourced
    pumps_placed: Sourced


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """What was counted of a year.

    Parameters
    ----------
    until
        Last day counted: the year's end, or today in the present year.
    patients_followed, pumps_followed
        Patients looked after with a pump in place on some day counted, and those pumps.
    pumps_placed
        Pumps implanted on a day counted.
    reviews_due, reviews_done
        Patients followed whose regular review falls due by the last day counted, and those among them reviewed in the
        year; None where the centre has no such review.
    """

    year: int
    until: date
    patients_followed: int
    pumps_followed: int
    pumps_placed: int
    reviews_due: int | None
    reviews_done: int | None
    rule: StarterRule


def count_year(store: Store, centre: str, today: date, year: int | None = None) -> Counters:
    """Return the counters of a year up to ``today``.

    Parameters
    ----------
    year
        None: the present one.

    Raises
    ------
    InvalidValue
        If the year lies in the future.
    StorageError
        If the database cannot be used.
    """
    entered = load_centre(store, centre)
    counted = today.year if year is None else year
    first, until = date(counted, 1, 1), min(today, date(counted, 12, 31))
    require(first <= today, "year", N_("the year {year} lies in the future; today is {today}"), year=counted, today=str(today))
    active = {patient.patient: patient for patient in entered.patients if _overlaps(patient, first, until)}
    followed = [
        pump
        for pump in entered.pumps
        if pump.patient in active and pump.implanted_on <= until and (pump.ended_on is None or pump.ended_on > first)
    ]
    mine = {pump.patient for pump in followed}
    due = {code for code in mine if _review_due(entered, active[code], first, until)}
    done = {code for code in due if any(first <= on <= until for on in _reviews(entered, active[code]))}
    return Counters(
        year=counted,
        until=until,
        patients_followed=len(mine),
        pumps_followed=len(followed),
        pumps_placed=sum(first <= pump.implanted_on <= until for pump in entered.pumps),
        reviews_due=None if entered.review is None else len(due),
        reviews_done=None if entered.review is None else len(done),
        rule=StarterRule(pumps_followed=entered.forecast.rule_pumps_followed, pumps_placed=entered.forecast.rule_pumps_placed),
    )


def _overlaps(patient: Patient, first: date, until: date) -> bool:
    begins, ends = patient.active_from or date.min, patient.active_to or date.max
    return begins <= until and ends >= first


def _reviews(centre: Centre, patient: Patient) -> list[date]:
    """Return the days of the reviews that are known."""
    if centre.review is None:
        return []
    done = [fill.filled_on for fill in centre.fills if fill.patient == patient.patient and fill.kind == centre.review.kind]
    return done if patient.last_review_on is None else [*done, patient.last_review_on]


def _review_due(centre: Centre, patient: Patient, first: date, until: date) -> bool:
    """Tell whether a review falls due, counted from the last one before the year, or else from the first implantation."""
    if centre.review is None:
        return False
    before = [on for on in _reviews(centre, patient) if on < first]
    implanted = [pump.implanted_on for pump in centre.pumps if pump.patient == patient.patient]
    return months_after(max(before, default=min(implanted)), centre.review.every_months) <= until
