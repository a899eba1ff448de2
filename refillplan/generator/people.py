"""The patients of a generated centre: habits, overrides, days on which they cannot come, the year behind them."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.people import Fill, Patient, Unavailability
from refillplan.domain.plans import Horizon
from refillplan.domain.sessions import Session
from refillplan.domain.windows import first_window, interval_of
from refillplan.generator.draws import chance, day_between, pick
from refillplan.generator.exceptional_days import summer_days
from refillplan.generator.settings import REVIEW
from refillplan.generator.spec import CentreSpec

_OWN_INTERVALS = ((38, 42), (40, 43), (36, 42))
_TIGHT_INTERVAL = (35, 40)
_SUMMER_GUARD = timedelta(days=12)  # an absence next to the closure would leave a window without a day


def patient_code(spec: CentreSpec, number: int) -> str:
    """Return ``P001`` for the first patient, wide enough that codes sort like numbers."""
    return f"P{number:0{max(3, len(str(spec.patients)))}d}"


def patient_of(spec: CentreSpec, draws: Random, centre: Centre, number: int, last: Session) -> Patient:
    """Return one patient, whose usual weekday is most often that of the last fill."""
    key = last.key
    usual = key.on.isoweekday() if chance(draws, 75) else pick(draws, centre.sessions).weekday
    patient = Patient(
        patient=patient_code(spec, number),
        usual_weekday=None if chance(draws, 12) else usual,
        preferred_half_day=key.half_day if chance(draws, 40) else None,
        preferred_operator=pick(draws, centre.operators).operator if chance(draws, 30) else None,
    )
    return _with_overrides(spec, centre, number, last, patient)


def with_review(draws: Random, patient: Patient, fills: tuple[Fill, ...]) -> tuple[Patient, tuple[Fill, ...]]:
    """Make one fill of the past year a review, so that due dates spread over the next; one in ten is unknown."""
    if chance(draws, 10):
        return patient, fills
    index = draws.randrange(len(fills))
    review = replace(fills[index], kind=REVIEW)
    return replace(patient, last_review_on=review.filled_on), (*fills[:index], review, *fills[index + 1 :])


def unavailabilities_of(
    spec: CentreSpec, draws: Random, centre: Centre, last: Session, patient: Patient
) -> tuple[Unavailability, ...]:
    """Return when a patient would rather not come (a week or two) and cannot come (days; tight: weeks)."""
    horizon = Horizon.after(spec.today, spec.weeks)
    code = patient.patient
    found = []
    if chance(draws, 30):
        from_on = day_between(draws, horizon.start_on, horizon.end_on)
        to_on = from_on + timedelta(days=6 + draws.randrange(8))
        found.append(Unavailability(patient=code, from_on=from_on, to_on=to_on, hard=False))
    if chance(draws, 50 if spec.tight else 25):
        from_on = day_between(draws, horizon.start_on, horizon.end_on)
        to_on = from_on + timedelta(days=6 + draws.randrange(10) if spec.tight else 1 + draws.randrange(3))
        half_day = pick(draws, centre.sessions).half_day if chance(draws, 20) else None
        near_summer = any(from_on - _SUMMER_GUARD <= day <= to_on + _SUMMER_GUARD for day in summer_days(centre))
        days_left = [day for day in _first_days(spec, centre, last, patient) if not from_on <= day <= to_on]
        if spec.tight or (days_left and not near_summer):
            found = [wish for wish in found if (wish.from_on, wish.to_on, wish.half_day) != (from_on, to_on, half_day)]
            found.append(Unavailability(patient=code, from_on=from_on, to_on=to_on, half_day=half_day, hard=True))
    return tuple(found)


def _with_overrides(spec: CentreSpec, centre: Centre, number: int, last: Session, patient: Patient) -> Patient:
    """Give the fourth to sixth patient an interval of their own, the seventh a not-after date, the eighth a last day."""
    tight = spec.tight and number % 5 == 0
    if 4 <= number <= 6 or tight:
        target, limit = _TIGHT_INTERVAL if tight else _OWN_INTERVALS[number - 4]
        reason = "physician's decision: own interval"
        own = replace(patient, target_days=target, limit_days=limit, override_reason=reason)
        return own if _first_days(spec, centre, last, own) else patient
    if number == 7:
        days = _first_days(spec, centre, last, patient)
        reason = "physician's decision: before travel"
        return replace(patient, not_after=days[1], override_reason=reason) if len(days) > 1 else patient
    if number == 8 and spec.patients >= 20:
        return replace(patient, active_to=spec.today + timedelta(days=5 * spec.weeks))
    return patient


def _first_days(spec: CentreSpec, centre: Centre, last: Session, patient: Patient) -> list[date]:
    """Return the days in the patient's coming window on which a session opens."""
    window = first_window(interval_of(centre.protocol, patient), patient, last.key.on)
    earliest_on = max(window.earliest_on, spec.today + timedelta(days=1))
    return sorted({session.key.on for session in sessions_between(centre, earliest_on, window.limit_on + timedelta(days=1))})
