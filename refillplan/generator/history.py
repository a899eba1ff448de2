"""The year behind a generated centre: which fills were done, in sessions that were open."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump
from refillplan.domain.people import Fill
from refillplan.domain.sessions import Session
from refillplan.domain.visit_kinds import REFILL
from refillplan.generator.draws import pick, shuffled
from refillplan.generator.load import YEAR_DAYS, refills_held
from refillplan.generator.spec import CentreSpec

_CYCLE = timedelta(days=42)
_USUAL_GAPS = (42, 41, 43, 40, 44, 39, 45, 38, 37, 36, 35)
_READINGS = ("", "", "reste: voir dossier", "voir dossier", "reste noté au dossier")


Past = Mapping[date, tuple[Session, ...]]
"""The sessions of the year before today, by day."""


def past_of(spec: CentreSpec, centre: Centre) -> Past:
    """Return the sessions of the year before today."""
    by_day: dict[date, list[Session]] = {}
    for session in sessions_between(centre, spec.today - timedelta(days=YEAR_DAYS), spec.today):
        by_day.setdefault(session.key.on, []).append(session)
    return {day: tuple(sessions) for day, sessions in by_day.items()}


def last_sessions(spec: CentreSpec, draws: Random, centre: Centre, past: Past) -> list[Session]:
    """Return the session of each patient's last fill, spread over the past six weeks by what the sessions hold.

    A session counts only if a session inside the limit follows, so that no chain begins late.
    """
    coming = {session.key.on for session in sessions_between(centre, spec.today + timedelta(days=1), spec.today + 2 * _CYCLE)}
    first_on = spec.today - _CYCLE + timedelta(days=1)
    usable = [
        session for day, sessions in past.items() if day >= first_on and _followed(centre, day, coming) for session in sessions
    ]
    turns = [session for session in usable for _ in range(refills_held(centre, session))]
    spread = [turns[(2 * index + 1) * len(turns) // (2 * spec.patients)] for index in range(spec.patients)]
    return shuffled(draws, spread)


def fills_of(draws: Random, past: Past, last: Session, pumps: Sequence[Pump]) -> tuple[Fill, ...]:
    """Return a patient's fills of the past year, the first one first: every six weeks, or as near as a day was open."""
    session: Session | None = last
    fills = []
    while session is not None:
        day = session.key.on
        serial = next((pump.serial for pump in pumps if pump.in_place_on(day)), "")
        fills.append(_fill(draws, session, pumps[-1].patient, serial))
        session = _before(past, session)
    return tuple(reversed(fills))


def _followed(centre: Centre, filled_on: date, coming: set[date]) -> bool:
    """Tell whether a session opens in the window that hangs on ``filled_on``."""
    gaps = range(centre.protocol.min_days, centre.protocol.limit_days + 1)
    return any(filled_on + timedelta(days=gap) in coming for gap in gaps)


def _before(past: Past, session: Session) -> Session | None:
    """Return the session in which the patient was seen before, on the same half-day if it was open."""
    for gap in _USUAL_GAPS:
        sessions = past.get(session.key.on - timedelta(days=gap))
        if sessions is not None:
            same = [other for other in sessions if other.key.half_day is session.key.half_day]
            return (same or list(sessions))[0]
    return None


def _fill(draws: Random, session: Session, patient: str, serial: str) -> Fill:
    on = session.key.on
    return Fill(
        patient=patient,
        filled_on=on,
        kind=REFILL,
        serial=serial,
        operator=pick(draws, session.operators) if session.operators else "",
        lot=f"LOT-{on:%y%m}",
        readings=pick(draws, _READINGS),
    )
