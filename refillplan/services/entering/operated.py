"""After an operation on another day than planned: the post-operative fill booked for the day that was planned."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from refillplan.domain.centre import Centre
from refillplan.domain.decisions import Choice, decisions_in_force
from refillplan.domain.devices import Pump
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL, REFILL
from refillplan.domain.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class OutdatedFills:
    """Fills booked for a replacement that was done too early for them.

    Parameters
    ----------
    withdrawn
        Told to nobody: booked no more.
    released
        Told: they stay at their hour as refills that a plan may move or leave out, which the call sheet shows.
    book_until
        Last day of a post-operative fill that is still to be booked in their place; None where there is nothing to book.
    """

    withdrawn: tuple[Visit, ...] = ()
    released: tuple[Visit, ...] = ()
    book_until: date | None = None


def outdated_fills(centre: Centre, today: date, pump: Pump) -> OutdatedFills:
    """Return the coming fills that were booked for the replacement which ``pump`` is, and lie too long after it.

    Parameters
    ----------
    centre
        With ``pump`` and the end of the one before it.
    """
    within = timedelta(days=int(centre.forecast.fill_within_days.value))
    last_on = pump.implanted_on + within
    planned = _planned_for(centre, pump)
    fills = [v for v in centre.visits if v.patient == pump.patient and v.kind == POST_OPERATIVE_FILL and v.session.on > today]
    found = [v for v in fills if v.session.on > last_on and any(on <= v.session.on <= on + within for on in planned)]
    if not found:
        return OutdatedFills()
    days = [v.session.on for v in centre.visits if v.patient == pump.patient and v.kind == POST_OPERATIVE_FILL]
    days += [f.filled_on for f in centre.fills if f.patient == pump.patient and f.kind == POST_OPERATIVE_FILL]
    there = any(pump.implanted_on <= on <= last_on for on in days)
    return OutdatedFills(
        withdrawn=tuple(visit for visit in found if not visit.told),
        released=tuple(visit for visit in found if visit.told),
        book_until=None if there or last_on < today else last_on,
    )


def without_outdated(centre: Centre, fills: OutdatedFills) -> Centre:
    """Return the centre in which those told to nobody are gone, and the told ones are held no more."""
    visits = (v for v in centre.visits if v not in fills.withdrawn)
    released = (replace(v, kind=REFILL, pins=frozenset()) if v in fills.released else v for v in visits)
    return replace(centre, visits=tuple(released))


def _planned_for(centre: Centre, pump: Pump) -> list[date]:
    """Return the theatre days of the replacements decided for the pumps that ``pump`` came after."""
    in_force = decisions_in_force(centre.decisions)
    ended = [p.serial for p in centre.pumps if p.patient == pump.patient and p.ended_on and p.ended_on <= pump.implanted_on]
    decided = [in_force[serial] for serial in ended if serial in in_force]
    return [d.theatre_on for d in decided if d.choice is Choice.REPLACE and d.theatre_on is not None]
