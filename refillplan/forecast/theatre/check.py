"""An independent check of a placement: the rules read again from the centre, the figures counted anew."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from refillplan.domain.centre import Centre
from refillplan.domain.chains import chain_starts
from refillplan.domain.devices import TheatreDay
from refillplan.domain.half_days import HalfDay, SessionKey, covers
from refillplan.domain.messages import N_, Message, Param, message
from refillplan.domain.people import Unavailability
from refillplan.domain.plans import Horizon
from refillplan.domain.replacements import PlacedReplacement, Placement, PlacementTiers, Replacement
from refillplan.domain.visit_kinds import REFILL
from refillplan.domain.visits import Pin
from refillplan.domain.windows import interval_of, window_after
from refillplan.forecast.theatre.check_fills import wrong_fills


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementVerdict:
    """What breaks a rule, one sentence each, and the figures counted from the placement alone."""

    violations: tuple[Message, ...]
    tiers: PlacementTiers

    @property
    def sound(self) -> bool:
        """Whether no rule is broken."""
        return not self.violations


def check_placement(centre: Centre, today: date, replacements: Sequence[Replacement], placement: Placement) -> PlacementVerdict:
    """Check a placement of the decided ``replacements`` of a centre against every rule (`refillplan.forecast.theatre`)."""
    tiers = _count(centre, today, replacements, placement)
    found = [
        *_lost_or_twice(replacements, placement),
        *_wrong_days(centre, today, replacements, placement),
        *_patients_away(centre, placement),
        *wrong_fills(centre, today, placement.placed),
        *_silent(placement),
        *_wrong_figures(placement, tiers),
    ]
    return PlacementVerdict(violations=tuple(found), tiers=tiers)


def _lost_or_twice(replacements: Sequence[Replacement], placement: Placement) -> Iterator[Message]:
    """Each replacement without a day is placed once, or an exception without a day."""
    asked = Counter(r for r in replacements if r.theatre_on is None)
    shown = Counter(p.replacement for p in placement.placed)
    shown += Counter(e.replacement for e in placement.exceptions if e.theatre_on is None)
    for replacement in (asked - shown) + (shown - asked):
        sentence = N_("{patient}: the replacement of pump {serial} is lost, stands twice or was not decided")
        yield _about(replacement, sentence, serial=replacement.serial)


def _wrong_days(centre: Centre, today: date, replacements: Sequence[Replacement], placement: Placement) -> Iterator[Message]:
    days = {day.on: day for day in centre.theatre}
    taken = Counter(r.theatre_on for r in replacements if r.theatre_on is not None)
    first_on = today + timedelta(days=centre.planning.frozen_days)
    for placed in placement.placed:
        day = days.get(placed.theatre_on)
        taken[placed.theatre_on] += 1
        named = {"on": str(placed.theatre_on)}
        if day is None or not _two_teams(day):
            yield _about(placed.replacement, N_("{patient}: on {on} no theatre has both teams free"), **named)
        elif taken[day.on] > day.places:
            yield _about(placed.replacement, N_("{patient}: the theatre of {on} has no place left"), **named)
        if placed.theatre_on <= first_on:
            yield _about(placed.replacement, N_("{patient}: {on} is too near to be planned"), **named)


def _two_teams(day: TheatreDay) -> bool:
    return len(set(day.teams.replace(" ", "").split(";")) - {""}) > 1


def _patients_away(centre: Centre, placement: Placement) -> Iterator[Message]:
    patients = {patient.patient: patient for patient in centre.patients}
    for placed in placement.placed:
        code = placed.replacement.patient
        keys = (*(SessionKey(placed.theatre_on, half_day) for half_day in HalfDay), placed.fill.session)
        mine = [u for u in centre.unavailabilities if u.patient == code and u.hard]
        for on in sorted({key.on for key in keys if _away(mine, key) or not patients[code].active_on(key.on)}):
            yield _about(placed.replacement, N_("{patient} cannot come on {on}"), on=str(on))


def _away(unavailabilities: Sequence[Unavailability], key: SessionKey) -> bool:
    return any(u.from_on <= key.on <= u.to_on and covers(u.half_day, key.half_day) for u in unavailabilities)


def _silent(placement: Placement) -> Iterator[Message]:
    """A replacement placed after its safe-by date stands among the exceptions, on that day."""
    shown = {(e.replacement, e.theatre_on) for e in placement.exceptions}
    for placed in placement.placed:
        safe_by_on = placed.replacement.safe_by_on
        late = safe_by_on is not None and placed.theatre_on > safe_by_on
        if late is not ((placed.replacement, placed.theatre_on) in shown):
            yield _about(placed.replacement, N_("{patient}: what is said of the safe-by date is not so"))


def _wrong_figures(placement: Placement, counted: PlacementTiers) -> Iterator[Message]:
    names = ("not_placed", "beyond_safe_by_days", "most_per_month", "before_target_days")
    for name in names:
        stated, right, bound = (getattr(of, name) for of in (placement.tiers, counted, placement.bounds))
        if stated != right or bound > right:
            yield message(
                N_("{figure}: stated {stated}, at least {bound}; the placement comes to {right}"),
                figure=name,
                stated=stated,
                bound=bound,
                right=right,
            )


def _count(centre: Centre, today: date, replacements: Sequence[Replacement], placement: Placement) -> PlacementTiers:
    frozen_until = today + timedelta(days=centre.planning.frozen_days)
    open_days = [day.on for day in centre.theatre if day.on > frozen_until and _two_teams(day)]
    after = max(open_days, default=frozen_until) + timedelta(days=1)
    waiting = [e.replacement for e in placement.exceptions if e.theatre_on is None]
    ahead = [r.theatre_on for r in replacements if r.theatre_on is not None and r.theatre_on > today]
    months = Counter((on.year, on.month) for on in (*ahead, *(p.theatre_on for p in placement.placed)))
    return PlacementTiers(
        not_placed=len(waiting),
        beyond_safe_by_days=sum(_late(p.replacement, p.theatre_on) for p in placement.placed)
        + sum(_late(replacement, after) for replacement in waiting),
        most_per_month=max(months.values(), default=0),
        before_target_days=sum(_before_target(centre, today, placed) for placed in placement.placed),
    )


def _late(replacement: Replacement, on: date) -> int:
    return 0 if replacement.safe_by_on is None else max(0, (on - replacement.safe_by_on).days)


def _before_target(centre: Centre, today: date, placed: PlacedReplacement) -> int:
    """Count fills in between until the limit lets the theatre day be reached, and what they come short of their targets."""
    code = placed.replacement.patient
    patient = next(patient for patient in centre.patients if patient.patient == code)
    interval = interval_of(centre.protocol, patient)
    chosen = {REFILL, *(() if centre.review is None else (centre.review.kind,))}
    filling = {kind.kind for kind in centre.visit_kinds if kind.fills}
    starts, _ = chain_starts(centre, today, Horizon.after(today, centre.planning.weeks))
    stand = [start.window.hangs_on for start in starts if start.patient.patient == code]
    for visit in centre.visits:
        stays = visit.told or Pin.DATE in visit.pins or visit.kind not in chosen
        if visit.patient == code and visit.session.on > today and visit.kind in filling and stays:
            stand.append(visit.session.on)
    before = [on for on in stand if on < placed.theatre_on]
    if not before:
        return 0
    own = next((start.window for start in starts if start.patient.patient == code), None)
    window = own if own is not None and own.hangs_on == max(before) else window_after(interval, max(before))
    target_on, limit_on = window.target_on, window.limit_on
    while limit_on < placed.theatre_on:
        target_on, limit_on = target_on + timedelta(days=interval.target_days), limit_on + timedelta(days=interval.limit_days)
    return max(0, (target_on - placed.theatre_on).days)


def _about(replacement: Replacement, template: str, **params: Param) -> Message:
    return message(template, patient=replacement.patient, **params)
