"""What happened: refills that were done, booked visits that were not; the chain hangs on it at once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from refillplan.domain.centre import Centre
from refillplan.domain.chains import recorded_starts
from refillplan.domain.devices import Pump
from refillplan.domain.messages import N_, InvalidValue, Message, message, require
from refillplan.domain.people import Fill, NotDone, NotDoneReason
from refillplan.domain.plans import Horizon
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL, REFILL
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Window
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import edit
from refillplan.services.core.lookup import patient_of
from refillplan.storage import Store

_SAME_VISIT_DAYS = 17
"""A fill at most this many days from a booked visit is that visit, done early or late."""

_BACK_DAYS = 366
"""A fill is recorded up to a year later; a day further back is taken for a mistyped one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was recorded.

    Parameters
    ----------
    number
        Of the edit, for `undo`.
    visit
        The booked visit that it settles; None where none was booked.
    window
        The window of the patient's next visit now; None where the patient gets no further visits.
    left_out
        Why the patient gets none; None where there is a window.
    counted_from
        Where the fill is older than the one that the next visit counts from already, the day of that; else None.
    beside
        Day of another fill of the patient so near that one of the two may be mistyped; else None.
    missed
        Whether a visit of that day is recorded as not done, too: one of the two may be a mistake.
    """

    number: int | None
    patient: str
    on: date
    kind: str
    visit: Visit | None
    window: Window | None
    counted_from: date | None = None
    beside: date | None = None
    left_out: Message | None = None
    missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FillEntry:
    """A fill as somebody enters it; None: today, the booked kind or a refill, nobody named.

    ``lot`` and ``readings`` are kept as typed and never read.
    """

    patient: str
    on: date | None = None
    kind: str | None = None
    operator: str | None = None
    lot: str = ""
    readings: str = ""


def record_done(store: Store, centre: str, today: date, entry: FillEntry, *, actor: str, at: datetime) -> Recorded:
    """Record a fill, today's or one of the past; the booked visit that it was leaves the bookings if the fill came before it.

    Raises
    ------
    InvalidValue
        If patient, kind or operator are unknown or do not go together, if the day is in the future, more than a year
        back, or the patient has no pump in place then, or if the fill is recorded already.
    StorageError
        If the database cannot be used.
    """
    found = [_fill_of(load_centre(store, centre), today, entry)]

    def change(entered: Centre) -> Centre:
        found[:] = [_fill_of(entered, today, entry)]  # others may have changed the booked visit meanwhile
        fill, visit = found[0]
        early = visit is not None and visit.session.on > fill.filled_on
        kept = tuple(v for v in entered.visits if not (early and v == visit))
        return replace(entered, fills=(*entered.fills, fill), visits=kept)

    what = message(
        N_("{patient}: {kind} done on {on}"), patient=entry.patient, kind=found[0][0].kind, on=str(found[0][0].filled_on)
    )
    number = edit(store, centre, today, change, what=what, actor=actor, at=at)
    fill, visit = found[0]
    done = recorded(store, centre, today, number, fill.patient, fill.filled_on, fill.kind, visit)
    older = done.window is not None and done.window.hangs_on > done.on
    entered = load_centre(store, centre)
    return replace(
        done,
        counted_from=done.window.hangs_on if older and done.window is not None else None,
        beside=_other_fill_near(entered, fill),
        missed=any((known.patient, known.on) == (fill.patient, fill.filled_on) for known in entered.not_done),
    )


def record_not_done(
    store: Store,
    centre: str,
    today: date,
    patient: str,
    reason: NotDoneReason,
    on: date | None = None,
    *,
    actor: str,
    at: datetime,
) -> Recorded:
    """Record that a booked visit was not done; it leaves the bookings, and the chain goes on hanging on the last fill.

    A visit of the same day that was booked anew and missed again takes the place of the first record.

    Parameters
    ----------
    on
        Day of the visit; None: today.

    Raises
    ------
    InvalidValue
        If the day is in the future, no visit of the patient is booked on it, or a fill of that day is recorded.
    StorageError
        If the database cannot be used.
    """
    day = today if on is None else on
    visit = _booked_on(load_centre(store, centre), today, patient, day)
    change = _without_done(today, patient, day, reason)
    what = message(N_("{patient}: {kind} of {on} not done"), patient=patient, kind=visit.kind, on=str(day))
    number = edit(store, centre, today, change, what=what, actor=actor, at=at)
    return recorded(store, centre, today, number, patient, day, visit.kind, visit)


def _without_done(today: date, patient: str, day: date, reason: NotDoneReason) -> Callable[[Centre], Centre]:
    def change(entered: Centre) -> Centre:
        visit = _booked_on(entered, today, patient, day)
        missed = NotDone(patient=patient, on=day, kind=visit.kind, reason=reason)
        kept = tuple(v for v in entered.visits if v != visit)
        before = (n for n in entered.not_done if (n.patient, n.on, n.kind) != (patient, day, visit.kind))
        return replace(entered, not_done=(*before, missed), visits=kept)

    return change


def _fill_of(centre: Centre, today: date, entry: FillEntry) -> tuple[Fill, Visit | None]:
    """Return the fill that an entry means, and the booked visit that it was."""
    patient_of(centre, entry.patient)
    on = today if entry.on is None else entry.on
    require(on <= today, "on", N_("{day} is in the future; today is {today}"), day=str(on), today=str(today))
    require(
        (today - on).days <= _BACK_DAYS,
        "on",
        N_("{day} is more than a year ago: is the year right? Older fills come in with 'refillplan import'"),
        day=str(on),
    )
    pump = next((pump for pump in centre.pumps if pump.patient == entry.patient and pump.in_place_on(on)), None)
    if pump is None:
        raise InvalidValue(message(N_("{patient} has no pump in place on {day}"), patient=entry.patient, day=str(on)), "on")
    filling = {kind.kind for kind in centre.visit_kinds if kind.fills}
    visit = _nearest(centre, entry.patient, on, filling)
    kind = entry.kind or (visit.kind if visit is not None else REFILL)
    require(kind in filling, "kind", N_("'{kind}' is not a kind of visit that fills the pump here"), kind=kind)
    _require_operator(centre, entry.operator, kind)
    known = any((f.patient, f.filled_on, f.kind) == (entry.patient, on, kind) for f in centre.fills)
    require(
        not known, "on", N_("{patient}: this {kind} of {day} is recorded already"), patient=entry.patient, kind=kind, day=str(on)
    )
    fill = Fill(
        patient=entry.patient,
        filled_on=on,
        kind=kind,
        serial="" if _into_new_pump(centre, pump, kind, on) else pump.serial,
        operator=entry.operator or "",
        lot=entry.lot,
        readings=entry.readings,
    )
    return fill, visit


def _into_new_pump(centre: Centre, pump: Pump, kind: str, on: date) -> bool:
    """Tell whether a fill went into a pump that nobody has entered yet: a post-operative fill long after the last operation."""
    return kind == POST_OPERATIVE_FILL and (on - pump.implanted_on).days > centre.forecast.fill_within_days.value


def _require_operator(centre: Centre, operator: str | None, kind: str) -> None:
    if operator is None:
        return
    found = next((known for known in centre.operators if known.operator == operator), None)
    if found is None:
        raise InvalidValue(message(N_("the centre has no operator {operator}"), operator=operator), "operator")
    require(kind in found.kinds, "operator", N_("{operator} does not do '{kind}'"), operator=operator, kind=kind)


def _nearest(centre: Centre, patient: str, on: date, filling: set[str]) -> Visit | None:
    """Return the booked visit that a fill was: of that day, or near it and not settled by another fill."""
    fills = [fill.filled_on for fill in centre.fills if fill.patient == patient]
    mine = [v for v in centre.visits if v.patient == patient and v.kind in filling]
    near = [
        v
        for v in mine
        if v.session.on == on
        or (
            abs((v.session.on - on).days) <= _SAME_VISIT_DAYS
            and not any(0 <= (filled - v.session.on).days <= _SAME_VISIT_DAYS for filled in fills)
        )
    ]
    return min(near, key=lambda visit: (abs((visit.session.on - on).days), visit.starts_at), default=None)


def _other_fill_near(centre: Centre, fill: Fill) -> date | None:
    others = [f.filled_on for f in centre.fills if f.patient == fill.patient and f.filled_on != fill.filled_on]
    near = [on for on in others if abs((on - fill.filled_on).days) <= _SAME_VISIT_DAYS]
    return min(near, key=lambda on: (abs((on - fill.filled_on).days), on), default=None)


def _booked_on(centre: Centre, today: date, patient: str, day: date) -> Visit:
    patient_of(centre, patient)
    require(day <= today, "on", N_("{day} is in the future; today is {today}"), day=str(day), today=str(today))
    visit = next((v for v in centre.visits if v.patient == patient and v.session.on == day), None)
    if visit is None:
        raise InvalidValue(_not_booked(centre, today, patient, day), "on")
    done = any(fill.patient == patient and fill.filled_on == day for fill in centre.fills)
    taken_away = N_("{patient}: a fill of {day} is recorded; 'refillplan done {patient} --on {day} --remove' takes it away")
    require(
        not done,
        "on",
        taken_away,
        patient=patient,
        day=str(day),
    )
    return visit


def _not_booked(centre: Centre, today: date, patient: str, day: date) -> Message:
    """Say on which days the patient is booked instead: the last one that may have been missed, and the next."""
    booked = sorted({visit.session.on for visit in centre.visits if visit.patient == patient})
    past, coming = [on for on in booked if on <= today], [on for on in booked if on > today]
    if past:
        return message(
            N_("{patient} has no visit booked on {day}; the last one booked was on {on}: --on {on} records that"),
            patient=patient,
            day=str(day),
            on=str(past[-1]),
        )
    if coming:
        return message(
            N_("{patient} has no visit booked on {day}; the next is on {on}, and from that day --on {on} records it"),
            patient=patient,
            day=str(day),
            on=str(coming[0]),
        )
    return message(N_("{patient} has no visit booked at all"), patient=patient)


def recorded(
    store: Store, centre: str, today: date, number: int | None, patient: str, on: date, kind: str, visit: Visit | None
) -> Recorded:
    """Return what an edit, ``number``, recorded, with the window that the patient has now."""
    entered = load_centre(store, centre)
    starts, left_out = recorded_starts(entered, today, Horizon.after(today, entered.planning.weeks))
    window = next((start.window for start in starts if start.patient.patient == patient), None)
    why = next((left.reason for left in left_out if left.patient == patient), None)
    return Recorded(number=number, patient=patient, on=on, kind=kind, visit=visit, window=window, left_out=why)
