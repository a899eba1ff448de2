"""What is to be placed: replacements without a theatre day, the days, and what each patient can come to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from refillplan.domain.centre import Centre
from refillplan.domain.chains import chain_starts
from refillplan.domain.half_days import covers
from refillplan.domain.people import Patient
from refillplan.domain.plans import Horizon
from refillplan.domain.replacements import FillPlace, Replacement
from refillplan.domain.visit_kinds import REFILL
from refillplan.domain.visits import Pin
from refillplan.domain.windows import Window, interval_of
from refillplan.forecast.theatre.fill_places import fill_places

Month = tuple[int, int]
"""Year and month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay:
    """A theatre day with both teams: places left, and the times kept for the fills after it, at most one per place."""

    on: date
    places: int
    fills: tuple[FillPlace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A replacement to be placed, with its patient.

    Parameters
    ----------
    window
        Of the next fill after the last one done; a physician's not-after date is its limit where that is earlier.
    filled
        Days of fills that stand: done, told or pinned; ascending.
    fixed_fills, other_visits
        Days of the patient's coming visits that cannot move: those that fill, and those that do not.
    away
        First and last days on which the patient cannot come, at least for a half-day.
    """

    replacement: Replacement
    patient: Patient
    min_days: int
    target_days: int
    limit_days: int
    window: Window | None
    filled: tuple[date, ...]
    fixed_fills: tuple[date, ...]
    other_visits: tuple[date, ...]
    away: tuple[tuple[date, date], ...]

    def beyond_days(self, on: date) -> int:
        """Return the days from the safe-by date to ``on``; 0 before it, or where it is unknown."""
        safe_by_on = self.replacement.safe_by_on
        return 0 if safe_by_on is None else max(0, (on - safe_by_on).days)

    def before_target_days(self, theatre_on: date) -> int:
        """Return by how many days ``theatre_on`` comes before the target of the next refill, with as few between as can be."""
        before = [on for on in self.filled if on < theatre_on]
        if not before:
            return 0
        target_on, limit_on = self._next_after(before[-1])
        more = max(0, -(-(theatre_on - limit_on).days // self.limit_days))
        return max(0, (target_on - theatre_on).days + more * self.target_days)

    def _next_after(self, filled_on: date) -> tuple[date, date]:
        """Return target and limit of the fill after one that stands; a not-after date speaks of the next fill alone."""
        if self.window is not None and self.window.hangs_on == filled_on:
            return self.window.target_on, self.window.limit_on
        return filled_on + timedelta(days=self.target_days), filled_on + timedelta(days=self.limit_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementProblem:
    """Replacements and days.

    Parameters
    ----------
    first_on
        First day that can be planned.
    requests
        By safe-by date, then by code.
    taken_months
        Replacements that have their day, by month.
    """

    centre: Centre
    first_on: date
    days: tuple[OpenDay, ...]
    requests: tuple[Request, ...]
    taken_months: Mapping[Month, int]

    @property
    def after_last_on(self) -> date:
        """The day after the last theatre day, up to which a replacement that is not placed counts as waiting."""
        return max((day.on for day in self.days), default=self.first_on - timedelta(days=1)) + timedelta(days=1)

    def can_operate(self, request: Request, on: date) -> bool:
        """Tell whether the patient can be in theatre on a day."""
        return request.patient.active_on(on) and not any(first <= on <= last for first, last in request.away)

    def can_fill(self, request: Request, place: FillPlace) -> bool:
        """Tell whether the patient can come to a fill, and it leaves the visits that cannot move where they are."""
        key = place.session
        mine = (u for u in self.centre.unavailabilities if u.patient == request.patient.patient and u.hard)
        if any(u.from_on <= key.on <= u.to_on and covers(u.half_day, key.half_day) for u in mine):
            return False
        free_from = key.on + timedelta(days=request.min_days)
        return (
            request.patient.active_on(key.on)
            and not any(place.theatre_on <= on < free_from for on in request.fixed_fills)
            and not any(place.theatre_on <= on <= key.on for on in request.other_visits)
        )


def month_of(day: date) -> Month:
    """Return the month that a day lies in."""
    return day.year, day.month


def build_placement(centre: Centre, today: date, replacements: Sequence[Replacement]) -> PlacementProblem:
    """Sort the decided replacements of a centre into what is to be placed.

    Raises
    ------
    KeyError
        If there is something to place and the centre defines no post-operative fill.
    """
    first_on = today + timedelta(days=centre.planning.frozen_days + 1)
    placed = Counter(r.theatre_on for r in replacements if r.theatre_on is not None)
    requests = tuple(_request(centre, today, r) for r in replacements if r.theatre_on is None)
    open_days = sorted((day for day in centre.theatre if day.on >= first_on and day.both_teams_free), key=lambda day: day.on)
    left = {day.on: max(0, day.places - placed[day.on]) for day in open_days}
    wanted = [(on, min(places, len(requests))) for on, places in left.items() if requests]
    fills = dict(fill_places(centre, wanted))
    return PlacementProblem(
        centre=centre,
        first_on=first_on,
        days=tuple(OpenDay(on=on, places=places, fills=fills.get(on, ())) for on, places in left.items()),
        requests=requests,
        taken_months=Counter(month_of(r.theatre_on) for r in replacements if r.theatre_on is not None and r.theatre_on > today),
    )


def _request(centre: Centre, today: date, replacement: Replacement) -> Request:
    patient = next(patient for patient in centre.patients if patient.patient == replacement.patient)
    interval = interval_of(centre.protocol, patient)
    chosen = {REFILL} if centre.review is None else {REFILL, centre.review.kind}
    ahead = [visit for visit in centre.visits if visit.patient == patient.patient and visit.session.on > today]
    filling = {kind.kind for kind in centre.visit_kinds if kind.fills}
    fixed = [visit for visit in ahead if Pin.DATE in visit.pins or visit.kind not in chosen]
    fixed_fills = {visit.session.on for visit in fixed if visit.kind in filling}
    told = {visit.session.on for visit in ahead if visit.told and visit.kind in filling}
    starts, _ = chain_starts(centre, today, Horizon.after(today, centre.planning.weeks))
    window = next((start.window for start in starts if start.patient == patient), None)
    begun = set() if window is None else {window.hangs_on}
    mine = (u for u in centre.unavailabilities if u.patient == patient.patient and u.hard)
    return Request(
        replacement=replacement,
        patient=patient,
        min_days=interval.min_days,
        target_days=interval.target_days,
        limit_days=interval.limit_days,
        window=window,
        filled=tuple(sorted(told | fixed_fills | begun)),
        fixed_fills=tuple(sorted(fixed_fills)),
        other_visits=tuple(sorted({visit.session.on for visit in fixed} - fixed_fills)),
        away=tuple((u.from_on, u.to_on) for u in mine),
    )
