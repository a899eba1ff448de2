"""Booked visits that a chain must pass: pinned, frozen, or of a kind of their own; and where they contradict."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from refillplan.domain.half_days import SessionKey, covers
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.people import Unavailability
from refillplan.domain.settings import BEYOND_LIMIT_DAYS
from refillplan.domain.visits import Pin, Visit
from refillplan.domain.windows import interval_of, window_after
from refillplan.planner.clashes import smallest_clash
from refillplan.planner.problem import Problem, request_for
from refillplan.planner.shapes import Request
from refillplan.planner.timetable import arrange

NEAR_DAYS = 17
"""A visit at most this many days from a booked day is the booked visit, for pins without a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A booked visit that its patient's chain must pass.

    Parameters
    ----------
    patient
        Index among the chain starts.
    day
        Days after the first day planned.
    session
        Index of its session; None where only the date is pinned.
    own_kind
        Whether it stays exactly as booked, in a kind that no chain chooses.
    frozen
        Whether its hour stays because it is told and near.
    fixed_by_person
        Whether it may lie however late: somebody has fixed its date.
    stays
        Whether it is only taken as fixed: then it may not come earlier than the chain allows.
    """

    patient: int
    day: int
    session: int | None
    visit: Visit
    own_kind: bool = False
    frozen: bool = False
    fixed_by_person: bool = False
    stays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookings:
    """What the booked visits ask of the chains.

    Parameters
    ----------
    held
        Visits that chains must pass, by patient and day.
    told
        (patient, session) of told visits in open sessions.
    told_total
        Number of all told visits of the horizon that a chain could leave.
    loose
        (patient, visit) of the pins without a date.
    conflicts
        Pins and bookings that cannot hold, one sentence each.
    """

    held: tuple[Held, ...]
    told: tuple[tuple[int, int], ...]
    told_total: int
    loose: tuple[tuple[int, Visit], ...]
    conflicts: tuple[Message, ...]


def conflicts_in(problem: Problem) -> tuple[Message, ...]:
    """Return the pins and bookings that cannot hold, one sentence each."""
    return tuple(_conflicts(problem, _held_by_person(problem)))


def sort_bookings(problem: Problem) -> Bookings:
    """Tell which booked visits must be passed, which may move, and which contradict the sessions."""
    index = problem.session_index()
    of_patient = {start.patient.patient: i for i, start in enumerate(problem.starts)}
    mine = [visit for visit in problem.booked if visit.patient in of_patient]
    by_person = _held_by_person(problem)
    held = _freeze(problem, by_person, mine, of_patient, index)
    return Bookings(
        held=tuple(sorted(held, key=lambda held: (held.patient, held.day))),
        told=tuple((of_patient[v.patient], index[v.session]) for v in mine if v.told and v.session in index),
        told_total=sum(visit.told for visit in problem.booked),
        loose=tuple((of_patient[visit.patient], visit) for visit in mine if visit.pins and Pin.DATE not in visit.pins),
        conflicts=tuple(_conflicts(problem, by_person)),
    )


def _held_by_person(problem: Problem) -> list[Held]:
    """Return the visits whose date a person has fixed, and those of a kind of their own."""
    index = problem.session_index()
    of_patient = {start.patient.patient: i for i, start in enumerate(problem.starts)}
    pinned = [visit for visit in problem.booked if visit.patient in of_patient and Pin.DATE in visit.pins]
    held = [_pinned(problem, visit, of_patient[visit.patient], index) for visit in pinned]
    filling = {kind.kind for kind in problem.centre.visit_kinds if kind.fills}
    own = [
        Held(
            patient=of_patient[visit.patient],
            day=problem.day(visit.session.on),
            session=index.get(visit.session),
            visit=visit,
            own_kind=True,
            fixed_by_person=True,
        )
        for visit in problem.kept
        if visit.kind in filling and visit.patient in of_patient
    ]
    return [*held, *own]


def _conflicts(problem: Problem, held: list[Held]) -> Iterable[Message]:
    index = problem.session_index()
    pinned = [each.visit for each in held if not each.own_kind]
    yield from _kept_conflicts(problem, index)
    yield from _pin_conflicts(problem, pinned, index)
    yield from _overfull(problem, held)


def away(unavailabilities: Iterable[Unavailability], key: SessionKey, *, hard: bool) -> bool:
    """Tell whether one of a patient's unavailabilities, of the hardness asked for, covers the session."""
    return any(u.hard is hard and u.from_on <= key.on <= u.to_on and covers(u.half_day, key.half_day) for u in unavailabilities)


def _pinned(problem: Problem, visit: Visit, patient: int, index: Mapping[SessionKey, int]) -> Held:
    one_half_day = visit.pins & {Pin.HALF_DAY, Pin.HOUR}
    return Held(
        patient=patient,
        day=problem.day(visit.session.on),
        session=index.get(visit.session) if one_half_day else None,
        visit=visit,
        fixed_by_person=True,
    )


def _can_come(problem: Problem, visit: Visit) -> bool:
    patient = next(p for p in problem.centre.patients if p.patient == visit.patient)
    mine = [u for u in problem.centre.unavailabilities if u.patient == visit.patient]
    return patient.active_on(visit.session.on) and not away(mine, visit.session, hard=True)


def _kept_conflicts(problem: Problem, index: Mapping[SessionKey, int]) -> Iterable[Message]:
    for visit in problem.kept:
        if visit.session not in index:
            yield message(
                N_("{patient}: the {kind} booked on {session} lies in a half-day that is not open; book it elsewhere"),
                patient=visit.patient,
                kind=visit.kind,
                session=str(visit.session),
            )
        elif problem.centre.kind(visit.kind).fills and not _can_come(problem, visit):
            yield message(
                N_("{patient}: the {kind} booked on {session} lies when the patient cannot come; book it elsewhere"),
                patient=visit.patient,
                kind=visit.kind,
                session=str(visit.session),
            )


def _pin_conflicts(problem: Problem, pinned: list[Visit], index: Mapping[SessionKey, int]) -> Iterable[Message]:
    open_days = {key.on for key in index}
    for visit in pinned:
        one_half_day = visit.pins & {Pin.HALF_DAY, Pin.HOUR}
        if visit.session not in index if one_half_day else visit.session.on not in open_days:
            yield message(
                N_("{patient}: pinned to {session}, which is not open"), patient=visit.patient, session=str(visit.session)
            )
        elif not _can_come(problem, visit):
            yield message(
                N_("{patient}: pinned to {session}, when the patient cannot come"),
                patient=visit.patient,
                session=str(visit.session),
            )


def _requests(problem: Problem, held: Iterable[Held]) -> dict[int, list[Request]]:
    requests = defaultdict(list)
    for h in held:
        if h.session is not None and not h.own_kind:
            requests[h.session].append(request_for(problem, h.visit, problem.sessions[h.session], frozen=h.frozen))
    return requests


def _overfull(problem: Problem, held: list[Held]) -> Iterable[Message]:
    """Name for each session whose fixed visits do not fit together a smallest set of them that does not."""
    there: dict[int, list[Held]] = defaultdict(list)
    for h in held:
        if h.session is not None and not h.own_kind:
            there[h.session].append(h)
    for session, mine in sorted(there.items()):
        clash = partial(_do_not_fit, problem, session)
        if clash(mine):
            yield _why_overfull(problem, session, smallest_clash(mine, clash))


def _why_overfull(problem: Problem, session: int, clash: Sequence[Held]) -> Message:
    key = str(problem.sessions[session].key)
    if len(clash) > 1:
        together = N_("{session}: the visits pinned there do not fit together: {patients}")
        return message(together, session=key, patients=", ".join(sorted(h.visit.patient for h in clash)))
    visit = clash[0].visit
    if problem.centre.kind(visit.kind).needs_physician and not problem.shapes[session].physician:
        alone = N_("{session}: no physician is there, and the visit of {patient} that is pinned there needs one")
    else:
        alone = N_("{session}: the visit of {patient} that is pinned there does not fit")
    return message(alone, session=key, patient=visit.patient)


def _do_not_fit(problem: Problem, session: int, held: Iterable[Held]) -> bool:
    requests = _requests(problem, held).get(session, [])
    return arrange(problem.shapes[session], tuple(requests)) is None


def _freeze(
    problem: Problem, held: list[Held], mine: list[Visit], of_patient: dict[str, int], index: Mapping[SessionKey, int]
) -> list[Held]:
    """Add the told visits that are too near to move, where they are still legal and fit together."""
    last = problem.today + timedelta(days=problem.centre.planning.frozen_days)
    near: dict[int, list[Held]] = defaultdict(list)
    windows = {i: start.window for i, start in enumerate(problem.starts)}
    own = {h.visit for h in held if h.own_kind}
    own_days = {(visit.patient, visit.session.on) for visit in own}
    near_by = {visit for visit in (*mine, *own) if visit.session.on <= last}
    for visit in sorted(near_by, key=lambda visit: (visit.starts_at, visit.patient)):
        patient = of_patient[visit.patient]
        interval = interval_of(problem.centre.protocol, problem.starts[patient].patient)
        if visit in own:
            windows[patient] = window_after(interval, visit.session.on)
            continue
        window = windows[patient]
        latest = max(window.limit_on, problem.horizon.start_on) + timedelta(days=BEYOND_LIMIT_DAYS)
        legal = visit.session in index and window.earliest_on <= visit.session.on <= latest and _can_come(problem, visit)
        legal = legal and (visit.patient, visit.session.on) not in own_days
        if visit.told and legal:
            session = index[visit.session]
            day = problem.day(visit.session.on)
            near[session].append(Held(patient=patient, day=day, session=session, visit=visit, frozen=True))
            windows[patient] = window_after(interval, visit.session.on)
    for session, frozen in near.items():
        other = [h for h in held if h.session == session and all(h.visit != f.visit for f in frozen)]
        requests = _requests(problem, [*frozen, *other])[session]
        if arrange(problem.shapes[session], tuple(requests)) is None:
            continue
        pinned = {h.visit: h for h in held}
        held = [h for h in held if all(h.visit != f.visit for f in frozen)]
        held += [replace(f, fixed_by_person=f.visit in pinned) for f in frozen]
    return held
