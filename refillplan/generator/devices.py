"""The pumps of a generated centre, and what it can obtain and implant."""

from datetime import date, timedelta
from random import Random

from refillplan.domain.agenda import holiday_on
from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump, Supply, TheatreDay
from refillplan.domain.own_sources import STUDY_SHARE
from refillplan.domain.plans import Horizon
from refillplan.generator.draws import chance, pick, working_day_between
from refillplan.generator.settings import NEW_MODEL, OLD_MODEL
from refillplan.generator.spec import CentreSpec

_LAST_NEW_IMPLANT_ON = date(2020, 6, 30)
"""No MIP 2007D in new patients since July 2020 (ANSM, 20/07/2020)."""

_FIRST_STUDY_IMPLANT_ON = date(2025, 11, 18)
"""The first two implants of study PHOENIX in France (article of 27 Nov 2025)."""

_YEAR = timedelta(days=365)
_LABEL = 8 * _YEAR
_STUDY_PERCENT = 4
_STUDY_UP_TO_PATIENT = 250  # the study plans 20 to 40 implants, however many patients are asked for
_OLD_IMPLANTS_SPREAD = timedelta(days=600)
_SETTLED = timedelta(days=50)  # longer than any interval: the last fill is then into the pump in place


def pumps_of(spec: CentreSpec, draws: Random, patient: str, number: int) -> tuple[Pump, ...]:
    """Return the pumps of one patient, the one in place last.

    Half of the patients had one before it, which ended on the day this one was implanted; its
    life and the cause of its end are invented.
    """
    study = spec.today >= _FIRST_STUDY_IMPLANT_ON + 2 * _SETTLED and number <= _STUDY_UP_TO_PATIENT
    if study and chance(draws, _STUDY_PERCENT):
        implanted_on = working_day_between(draws, _FIRST_STUDY_IMPLANT_ON, spec.today - _SETTLED)
        current = Pump(serial=_serial(spec, number, "2"), patient=patient, model=NEW_MODEL, implanted_on=implanted_on)
    else:
        current = _old_model(spec, draws, patient, number)
    if current.model == OLD_MODEL and chance(draws, 50):
        return (current,)
    cause = pick(draws, ("battery", "battery", "battery", "dysfunction", "infection"))
    life = (6 * _YEAR, 9 * _YEAR) if cause == "battery" else (_YEAR // 2, 7 * _YEAR)
    latest_on = min(current.implanted_on - life[0], _LAST_NEW_IMPLANT_ON)
    began_on = working_day_between(draws, min(current.implanted_on - life[1], latest_on), latest_on)
    before = Pump(
        serial=_serial(spec, number, "1"),
        patient=patient,
        model=OLD_MODEL,
        implanted_on=began_on,
        ended_on=current.implanted_on,
        end_cause=cause,
    )
    return (before, current)


def supply_of(spec: CentreSpec) -> tuple[Supply, ...]:
    """Return what the centre may hope for: nothing is known, so one estimate that says so."""
    units = min(20, 1 + spec.patients // 12)
    return (Supply(available_on=spec.today + 6 * timedelta(days=30), model=NEW_MODEL, units=units, source=STUDY_SHARE),)


def theatre_of(spec: CentreSpec, centre: Centre) -> tuple[TheatreDay, ...]:
    """Return one theatre day every four weeks, with both teams, unless it is a holiday."""
    horizon = Horizon.after(spec.today, spec.weeks)
    first_on = horizon.start_on + timedelta(days=(2 - horizon.start_on.weekday()) % 7)
    days = [first_on + timedelta(days=offset) for offset in range(0, (horizon.end_on - first_on).days, 28)]
    places = 1 + min(3, spec.patients // 100)
    teams = "diabetology;surgery"
    return tuple(TheatreDay(on=day, places=places, teams=teams) for day in days if holiday_on(centre, day) is None)


def _old_model(spec: CentreSpec, draws: Random, patient: str, number: int) -> Pump:
    latest_on = min(_LAST_NEW_IMPLANT_ON, spec.today - 2 * _SETTLED)
    implanted_on = working_day_between(draws, latest_on - _OLD_IMPLANTS_SPREAD, latest_on)
    past_label = implanted_on + _LABEL <= spec.today
    extended = past_label or chance(draws, 8)
    soonest_on = max(implanted_on + _LABEL, spec.today) + timedelta(days=120)
    extended_until = working_day_between(draws, soonest_on, soonest_on + _YEAR) if extended else None
    low_battery = chance(draws, 3)
    return Pump(
        serial=_serial(spec, number, "2"),
        patient=patient,
        model=OLD_MODEL,
        implanted_on=implanted_on,
        extended_until=extended_until,
        low_battery_on=working_day_between(draws, spec.today - _SETTLED, spec.today - timedelta(days=1)) if low_battery else None,
    )


def _serial(spec: CentreSpec, number: int, nth: str) -> str:
    return f"{spec.code[:16]}-{number:04d}-{nth}"
