"""Who and what of a centre an entry names."""

import re
from collections.abc import Iterable
from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.chains import chain_starts
from refillplan.domain.comparison import pair_visits
from refillplan.domain.messages import N_, InvalidValue, Message, message, require
from refillplan.domain.people import Patient
from refillplan.domain.plans import Horizon, Plan
from refillplan.domain.visit_kinds import REFILL
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Window


def patient_of(centre: Centre, code: str) -> Patient:
    """Return the patient of a code.

    Raises
    ------
    InvalidValue
        If the centre has none.
    """
    found = next((patient for patient in centre.patients if patient.patient == code), None)
    if found is None:
        raise InvalidValue(_unknown(centre, code), "patient")
    return found


def _unknown(centre: Centre, code: str) -> Message:
    meant = look_alike(centre, code)
    if meant is None:
        return message(N_("the centre has no patient {patient}"), patient=code)
    return message(N_("the centre has no patient '{patient}'; is it {meant}?"), patient=code, meant=meant)


def look_alike(centre: Centre, code: str) -> str | None:
    """Return the code of a patient that differs in nothing that an eye holds on to; None where there is none."""
    return next((known.patient for known in centre.patients if _folded(known.patient) == _folded(code)), None)


def _folded(code: str) -> str:
    """Return a code without what is easily mistyped: blanks, capitals, zeros before a number."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", "".join(code.split()).casefold())


def booked_visit(centre: Centre, today: date, patient: str, number: int = 1) -> Visit:
    """Return a patient's booked visit of this number after today, among those that fill; 1 is the next.

    Raises
    ------
    InvalidValue
        If there is no such patient or visit.
    """
    patient_of(centre, patient)
    coming = booked_visits(centre, today, patient)
    count = len(coming)
    require(
        count > 0, "visit", N_("{patient} has no booked visit to come; 'refillplan propose' plans what is due"), patient=patient
    )
    require(
        1 <= number <= count,
        "visit",
        N_("{patient} has no visit {number} to come: those booked are 1 to {count}"),
        patient=patient,
        number=number,
        count=count,
    )
    return coming[number - 1]


def booked_visits(centre: Centre, today: date, patient: str) -> list[Visit]:
    """Return a patient's booked visits after today that fill, the next one first."""
    filling = {kind.kind for kind in centre.visit_kinds if kind.fills}
    coming = [v for v in centre.visits if v.patient == patient and v.session.on > today and v.kind in filling]
    return sorted(coming, key=lambda visit: visit.starts_at)


def told_too_early(visits: Iterable[Visit], window: Window) -> tuple[Visit, ...]:
    """Return one patient's told visits that lie before the earliest day of the window that is due now."""
    return tuple(visit for visit in visits if visit.told and visit.session.on < window.earliest_on)


def too_early_sentence(visit: Visit) -> Message:
    """Return what is to be said of such a visit."""
    template = N_("the visit of {session}, told, is before the earliest date now: the next proposal has another for {patient}")
    return message(template, session=str(visit.session), patient=visit.patient)


def coming_visit(centre: Centre, plan: Plan, today: date, patient: str, number: int = 1) -> Visit:
    """Return a patient's coming visit of this number: booked ones, and one that is due before them and not booked.

    Parameters
    ----------
    plan
        The best plan as things are: it has what is due.

    Raises
    ------
    InvalidValue
        If there is no such patient or visit, or the patient needs no visits now.
    """
    patient_of(centre, patient)
    reason = next((entry.reason for entry in plan.not_planned if entry.patient == patient), None)
    if reason is not None:
        raise InvalidValue(message(N_("{patient} needs no visits: {reason}"), patient=patient, reason=reason), "patient")
    coming = booked_visits(centre, today, patient)
    filling = {kind.kind for kind in centre.visit_kinds if kind.fills}
    planned = [visit for visit in plan.visits if visit.patient == patient and visit.kind in filling]
    new = [visit for booked, visit in pair_visits(coming, planned) if booked is None and visit is not None]
    due = [visit for visit in new if not coming or visit.starts_at < coming[0].starts_at]
    coming = sorted([*due, *coming], key=lambda visit: visit.starts_at)
    count = len(coming)
    require(1 <= number <= count, "visit", N_("coming visits of {patient}: {count}"), patient=patient, count=count)
    return coming[number - 1]


def expected_today(centre: Centre, today: date, patient: str) -> Visit | None:
    """Return the visit that a patient is booked for today and that nobody has recorded yet; advice is about the one after it."""
    starts, _ = chain_starts(centre, today, Horizon.after(today, centre.planning.weeks))
    if not any(start.patient.patient == patient and start.expected_today for start in starts):
        return None
    filling = {kind.kind for kind in centre.visit_kinds if kind.fills}
    mine = (v for v in centre.visits if v.patient == patient and v.session.on == today and v.kind in filling)
    return min(mine, key=lambda visit: visit.starts_at)


def chosen_kinds(centre: Centre) -> frozenset[str]:
    """Return the kinds of visit that a plan chooses: the refill, and the regular review."""
    return frozenset([REFILL] if centre.review is None else [REFILL, centre.review.kind])
