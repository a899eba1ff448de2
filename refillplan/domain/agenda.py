"""The sessions of a horizon: template, closures, openings, leaves and holidays joined."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import holidays

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay, SessionKey, covers
from refillplan.domain.holiday_names import holiday_name
from refillplan.domain.messages import N_, Message, message, require
from refillplan.domain.people import Role
from refillplan.domain.sessions import Opening, Session, SessionTemplate
from refillplan.domain.visits import Visit


@cache
def public_holidays(zone: str, year: int) -> Mapping[date, Message]:
    """Return the public holidays of ``year`` in an ISO 3166 zone (``FR``, ``FR-57``), by date.

    Their names are English, as sentences are, where the library has them; the catalogues hold those of France.

    Raises
    ------
    InvalidValue
        If the zone is unknown.
    """
    country, dash, subdivision = zone.partition("-")
    known = holidays.list_supported_countries()
    require(
        country in known and (not dash or subdivision in known[country]),
        "holiday_zone",
        N_("'{zone}' is not a known holiday zone"),
        zone=zone,
    )
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    if "en_US" in found.supported_languages:  # without a language the library asks the system for one
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=year, language="en_US")
    return {day: holiday_name(name) for day, name in found.items()}


def holiday_on(centre: Centre, day: date) -> Message | None:
    """Return the name of the public holiday on ``day``, or None."""
    return public_holidays(centre.holiday_zone, day.year).get(day)


def sessions_between(centre: Centre, start_on: date, end_on: date) -> tuple[Session, ...]:
    """Return the open sessions from ``start_on`` to the day before ``end_on``, in order of time.

    An opening stands as entered; otherwise a holiday closes the day, a closure its half-days, and
    the template opens the rest. Operators on leave are taken out; a session may be left with none.
    """
    openings = {SessionKey(opening.on, opening.half_day): opening for opening in centre.openings}
    days = (start_on + timedelta(days=offset) for offset in range((end_on - start_on).days))
    keys = (SessionKey(day, half_day) for day in days for half_day in HalfDay)
    found = ((key, openings.get(key) or _template_for(centre, key)) for key in keys)
    return tuple(_session(centre, key, source) for key, source in found if source is not None)


def session_of(centre: Centre, key: SessionKey) -> Session | None:
    """Return the session of a half-day; None where it is not open."""
    there = sessions_between(centre, key.on, key.on + timedelta(days=1))
    return next((session for session in there if session.key == key), None)


def _template_for(centre: Centre, key: SessionKey) -> SessionTemplate | None:
    if holiday_on(centre, key.on) is not None:
        return None
    if any(c.from_on <= key.on <= c.to_on and covers(c.half_day, key.half_day) for c in centre.closures):
        return None
    for template in centre.sessions:
        if template.weekday == key.on.isoweekday() and template.half_day is key.half_day and template.valid_on(key.on):
            return template
    return None


def _session(centre: Centre, key: SessionKey, source: SessionTemplate | Opening) -> Session:
    away = {
        leave.operator
        for leave in centre.leaves
        if leave.from_on <= key.on <= leave.to_on and covers(leave.half_day, key.half_day)
    }
    return Session(
        key=key,
        opens=source.opens,
        closes=source.closes,
        places=source.places,
        operators=tuple(operator for operator in source.operators if operator not in away),
        comfortable_visits=source.comfortable_visits,
    )


def why_closed(centre: Centre, key: SessionKey) -> Message:
    """Return why a half-day is not open, in words."""
    holiday = holiday_on(centre, key.on)
    if holiday is not None:
        return message(N_("public holiday: {holiday}"), holiday=holiday)
    for closure in centre.closures:
        if closure.from_on <= key.on <= closure.to_on and covers(closure.half_day, key.half_day):
            return message(N_("closed: {reason}"), reason=closure.reason) if closure.reason else message(N_("closed"))
    return message(N_("the unit does not open on this half-day"))


def why_not_held(centre: Centre, visit: Visit) -> Message | None:
    """Return why a booked visit cannot take place with what is entered now; None where it can."""
    session = session_of(centre, visit.session)
    if session is None:
        return why_closed(centre, visit.session)
    there = {operator.operator for operator in centre.operators if visit.kind in operator.kinds}
    if not there & set(session.operators):
        return message(N_("nobody is there on that half-day who does '{kind}'"), kind=visit.kind)
    physicians = {operator.operator for operator in centre.operators if operator.role is Role.PHYSICIAN}
    if centre.kind(visit.kind).needs_physician and not physicians & set(session.operators):
        return message(N_("no physician is there on that half-day, and '{kind}' needs one"), kind=visit.kind)
    if is_away(centre, visit.patient, visit.session):
        return message(N_("the patient cannot come then"))
    return None


def is_away(centre: Centre, patient: str, key: SessionKey) -> bool:
    """Tell whether it is entered that a patient cannot come in a half-day."""
    mine = (u for u in centre.unavailabilities if u.patient == patient and u.hard)
    return any(u.from_on <= key.on <= u.to_on and covers(u.half_day, key.half_day) for u in mine)
