"""Where each patient's chain begins: the actual last fill, the pump in place, the reviews that fall due."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from refillplan.domain.agenda import why_not_held
from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.months import months_after
from refillplan.domain.people import Patient
from refillplan.domain.plans import Horizon, NotPlanned
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Window, first_window, interval_of, window_after


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainStart:
    """What a patient's coming visits hang on.

    Parameters
    ----------
    window
        The window of the next visit.
    expected_today
        Whether it hangs on a visit booked today and not recorded yet, rather than on a recorded fill.
    review_dues
        Days on which a review falls due inside the horizon, ascending; one that is overdue stands
        at the first day planned.
    """

    patient: Patient
    window: Window
    expected_today: bool
    review_dues: tuple[date, ...]


def chain_starts(centre: Centre, today: date, horizon: Horizon) -> tuple[tuple[ChainStart, ...], tuple[NotPlanned, ...]]:
    """Return the start of every chain, and the patients who get none with the reason, both by code.

    That is what a plan starts from, which is made for the days after today; what is due now is told by `recorded_starts`.

    A chain is for a patient whom the centre looks after on some day of the horizon and who has a
    pump in place. It hangs on a visit booked today that fills and can take place, else on the actual
    last fill into the pump in place, else on the implantation, at which the pump is filled.
    """
    starts: list[ChainStart] = []
    left_out: list[NotPlanned] = []
    filling = {kind.kind for kind in centre.visit_kinds if kind.fills}
    pumps = {pump.patient: pump for pump in centre.pumps if pump.in_place_on(today)}
    fills: dict[str, list[date]] = {}
    for fill in centre.fills:
        if fill.kind in filling and fill.filled_on <= today:
            fills.setdefault(fill.patient, []).append(fill.filled_on)
    expected = [visit for visit in centre.visits if visit.session.on == today and why_not_held(centre, visit) is None]
    reviewed = _reviewed_on(centre, expected)
    booked_today = {visit.patient for visit in expected if visit.kind in filling}
    for patient in sorted(centre.patients, key=lambda patient: patient.patient):
        reason = _why_no_chain(patient, pumps.get(patient.patient), horizon)
        if reason is not None:
            left_out.append(NotPlanned(patient=patient.patient, reason=reason))
            continue
        pump = pumps[patient.patient]
        last_fill = max((on for on in fills.get(patient.patient, ()) if on >= pump.implanted_on), default=pump.implanted_on)
        expected_today = patient.patient in booked_today and last_fill < today
        starts.append(
            ChainStart(
                patient=patient,
                window=first_window(interval_of(centre.protocol, patient), patient, today if expected_today else last_fill),
                expected_today=expected_today,
                review_dues=_review_dues(centre, patient, pump, horizon, reviewed.get(patient.patient, ())),
            )
        )
    return tuple(starts), tuple(left_out)


def recorded_starts(centre: Centre, today: date, horizon: Horizon) -> tuple[tuple[ChainStart, ...], tuple[NotPlanned, ...]]:
    """Return every chain's start as `chain_starts` does, but as it is recorded: a visit booked today is no fill yet."""
    others = tuple(visit for visit in centre.visits if visit.session.on != today)
    return chain_starts(replace(centre, visits=others), today, horizon)


def windows_now(
    centre: Centre, starts: Iterable[ChainStart], visits: Iterable[Visit], today: date, planned_before: date | None
) -> Mapping[tuple[str, datetime], Window]:
    """Return the windows of the visits from today on that fill, by patient and start, as they count from what is recorded.

    The first hangs on the patient's start, each other on the visit before: what a plan noted when it was made may be stale.

    Parameters
    ----------
    planned_before
        The first day that is not planned; None: there is no plan. A visit from then on that lies beyond the limit has no
        window: those before it are not planned yet.
    """
    filling = {kind.kind for kind in centre.visit_kinds if kind.fills}
    next_window = {start.patient.patient: start.window for start in starts}
    intervals = {patient.patient: interval_of(centre.protocol, patient) for patient in centre.patients}
    coming = (v for v in visits if v.session.on >= today and v.kind in filling and v.patient in next_window)
    windows = {}
    for visit in sorted(coming, key=lambda visit: visit.starts_at):
        if visit.session.on <= next_window[visit.patient].hangs_on:  # done today, as recorded
            continue
        window = next_window[visit.patient]
        if planned_before is None or visit.session.on < planned_before or visit.session.on <= window.limit_on:
            windows[visit.patient, visit.starts_at] = window
        next_window[visit.patient] = window_after(intervals[visit.patient], visit.session.on)
    return windows


def _why_no_chain(patient: Patient, pump: Pump | None, horizon: Horizon) -> Message | None:
    if patient.active_to is not None and patient.active_to < horizon.start_on:
        return message(N_("left the centre on {on}"), on=str(patient.active_to))
    if patient.active_from is not None and patient.active_from >= horizon.end_on:
        return message(N_("comes to the centre on {on}"), on=str(patient.active_from))
    if pump is None:
        return message(N_("has no pump in place"))
    return None


def _reviewed_on(centre: Centre, expected: Iterable[Visit]) -> dict[str, list[date]]:
    """Return the days of each patient's reviews, those expected today among them."""
    days: dict[str, list[date]] = {}
    if centre.review is None:
        return days
    for fill in centre.fills:
        if fill.kind == centre.review.kind:
            days.setdefault(fill.patient, []).append(fill.filled_on)
    for visit in expected:
        if visit.kind == centre.review.kind:
            days.setdefault(visit.patient, []).append(visit.session.on)
    return days


def _review_dues(centre: Centre, patient: Patient, pump: Pump, horizon: Horizon, reviewed_on: Sequence[date]) -> tuple[date, ...]:
    """Count from the last review known, or else from the implantation of the pump in place."""
    rule = centre.review
    if rule is None:
        return ()
    known = [*reviewed_on] if patient.last_review_on is None else [*reviewed_on, patient.last_review_on]
    due = max(months_after(max(known, default=pump.implanted_on), rule.every_months), horizon.start_on)
    dues = []
    while due < horizon.end_on:
        dues.append(due)
        due = months_after(due, rule.every_months)
    return tuple(dues)
