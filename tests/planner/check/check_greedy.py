"""A naive planner for tests: the first slot nearest to the target, one patient after the other, figures counted as it goes."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from check_samples import KINDS, TODAY

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.chains import ChainStart, chain_starts
from refillplan.domain.devices import Pump
from refillplan.domain.half_days import HalfDay, covers
from refillplan.domain.messages import message
from refillplan.domain.people import Fill, Operator, Patient, Role, Unavailability
from refillplan.domain.plans import Horizon, Plan, PlanException, Tiers
from refillplan.domain.sessions import Closure, Leave, Session, SessionTemplate
from refillplan.domain.settings import ComfortWeights, PlanningSettings, Protocol, ReviewRule
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Window, interval_of, window_after

MORNING, AFTERNOON = (time(8), time(12, 30)), (time(13, 10), time(17))


def random_centre(seed: int, *, patients: int = 14, weeks: int = 16, places: int = 6) -> Centre:
    """Make a centre with plenty of room: wishes, overrides, closures, leaves, reviews, booked rinses and other fills."""
    draw = Random(seed)
    codes = [f"P{number:03}" for number in range(1, patients + 1)]
    operators = (
        Operator(operator="D1", role=Role.PHYSICIAN, kinds=frozenset(KINDS)),
        Operator(operator="N1", role=Role.NURSE, kinds=frozenset(["refill", "rinse"])),
        Operator(operator="N2", role=Role.NURSE, kinds=frozenset(["refill", "review"])),
    )
    made = Centre(
        code="CHU1",
        name="Day hospital",
        timezone="Europe/Paris",
        holiday_zone="FR",
        protocol=Protocol(source="label", valid_from=date(2020, 1, 1)),
        planning=PlanningSettings(weeks=weeks, reserve_places_per_week=3),
        comfort=ComfortWeights(),
        review=ReviewRule(kind="review", every_months=12),
        visit_kinds=tuple(KINDS.values()),
        patients=tuple(_patient(draw, code) for code in codes),
        pumps=tuple(
            Pump(serial=f"S{code}", patient=code, model="M", implanted_on=date(2024, 1, 1) + timedelta(days=draw.randrange(600)))
            for code in codes
            if draw.random() < 0.95
        ),
        fills=tuple(Fill(patient=code, filled_on=TODAY - timedelta(days=draw.randrange(0, 44)), kind="refill") for code in codes),
        operators=operators,
        sessions=tuple(
            SessionTemplate(
                weekday=weekday,
                half_day=half_day,
                opens=opens,
                closes=closes,
                places=places,
                operators=("D1", "N1", "N2"),
                comfortable_visits=draw.choice([None, 1, 2]),
            )
            for weekday in range(1, 6)
            for half_day, (opens, closes) in ((HalfDay.AM, MORNING), (HalfDay.PM, AFTERNOON))
            if draw.random() < 0.9
        ),
        closures=(Closure(from_on=TODAY + timedelta(days=20), to_on=TODAY + timedelta(days=22)),),
        leaves=tuple(
            Leave(operator=draw.choice(["D1", "N1", "N2"]), from_on=on, to_on=on + timedelta(days=4))
            for on in (TODAY + timedelta(days=draw.randrange(weeks * 7)) for _ in range(4))
        ),
        unavailabilities=(
            Unavailability(patient=codes[-1], from_on=TODAY, to_on=TODAY + timedelta(days=75), hard=True),
            *(
                Unavailability(patient=draw.choice(codes), from_on=on, to_on=on + timedelta(days=2), hard=draw.random() < 0.5)
                for on in (TODAY + timedelta(days=draw.randrange(weeks * 7)) for _ in range(patients))
            ),
        ),
    )
    return _with_bookings(made, draw)


def _patient(draw: Random, code: str) -> Patient:
    own = draw.random() < 0.2
    return Patient(
        patient=code,
        usual_weekday=draw.choice([None, 1, 2, 3, 4, 5]),
        preferred_half_day=draw.choice([None, HalfDay.AM, HalfDay.PM]),
        target_days=38 if own else None,
        limit_days=41 if own else None,
        override_reason="lives far away" if own else "",
        last_review_on=draw.choice([None, date(2026, 2, 20)]),
        active_to=date(2027, 3, 15) if draw.random() < 0.1 else None,
    )


def _with_bookings(centre: Centre, draw: Random) -> Centre:
    """Book a few rinses and other fills, each alone in its session, none where its patient is away."""
    sessions = sessions_between(centre, TODAY + timedelta(days=1), TODAY + timedelta(days=90))
    able = [session for session in sessions if "D1" in session.operators]
    booked = []
    for session, patient in zip(draw.sample(able, 4), draw.sample(centre.patients, 4), strict=True):
        kind = draw.choice(["rinse", "postop"])
        if _can_come(centre, patient, session):
            slot = (_opening(centre, session), 1, "D1")
            booked.append(_visit(patient.patient, kind, session, slot, None))
    return replace(centre, visits=tuple(booked))


def _can_come(centre: Centre, patient: Patient, session: Session, *, gladly: bool = False) -> bool:
    return patient.active_on(session.key.on) and not any(
        entry.patient == patient.patient
        and entry.hard is not gladly
        and entry.from_on <= session.key.on <= entry.to_on
        and covers(entry.half_day, session.key.half_day)
        for entry in centre.unavailabilities
    )


def _opening(centre: Centre, session: Session) -> datetime:
    return datetime.combine(session.key.on, session.opens, tzinfo=ZoneInfo(centre.timezone))


def _visit(patient: str, kind: str, session: Session, slot: tuple[datetime, int, str], window: Window | None) -> Visit:
    starts_at, place, operator = slot
    return Visit(
        patient=patient,
        kind=kind,
        session=session.key,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=KINDS[kind].place_minutes),
        place=place,
        operator=operator,
        window=window,
    )


@dataclass
class _Greedy:
    centre: Centre
    horizon: Horizon
    sessions: dict[date, list[Session]] = field(default_factory=lambda: defaultdict(list))
    visits: list[Visit] = field(default_factory=list)
    held: dict[object, list[Visit]] = field(default_factory=lambda: defaultdict(list))
    exceptions: list[PlanException] = field(default_factory=list)
    unplaced: int = 0
    beyond: int = 0
    comfort: int = 0

    def walk(self, start: ChainStart) -> None:
        interval, window = interval_of(self.centre.protocol, start.patient), start.window
        leaves_on = start.patient.active_to
        end_on = min(self.horizon.end_on, leaves_on + timedelta(days=1)) if leaves_on else self.horizon.end_on
        fixed = [v for v in self.centre.visits if v.patient == start.patient.patient and v.kind == "postop"]
        while True:
            postop = next((v for v in fixed if window.hangs_on < v.session.on <= window.limit_on), None)
            if postop is not None:
                self.place(start.patient, postop, window)
                on = postop.session.on
            elif window.limit_on < end_on:
                on = self.next_visit(start, window)
            else:
                break
            window = window_after(interval, on)
        days_after = (end_on - window.target_on).days
        self.comfort += self.centre.comfort.late_day * days_after if days_after > 0 else 0

    def next_visit(self, start: ChainStart, window: Window) -> date:
        first = max(window.earliest_on, self.horizon.start_on)
        last = max(window.limit_on, self.horizon.start_on - timedelta(days=1))
        inside = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        beyond = [max(last + timedelta(days=1), first) + timedelta(days=n) for n in range(20)]
        for on in (*sorted(inside, key=lambda day: abs((day - window.target_on).days)), *beyond):
            due = any(window.hangs_on < review <= on for review in start.review_dues)
            for session in self.sessions[on]:
                visit = self.seat(start.patient, "review" if due else "refill", session, window)
                if visit is not None:
                    self.place(start.patient, visit, window)
                    return on
        self.unplaced += 1
        assumed_on = max(window.limit_on, self.horizon.start_on)
        self.exceptions.append(_exception(start.patient.patient, window, None, assumed_on))
        return assumed_on

    def seat(self, patient: Patient, kind: str, session: Session, window: Window) -> Visit | None:
        """Leave half of the places free, for the reserve."""
        there = [visit for visit in self.visits if visit.session == session.key]
        busy_day = any(
            v.patient == patient.patient and v.session.on == session.key.on for v in (*self.visits, *self.centre.visits)
        )
        if busy_day or not _can_come(self.centre, patient, session) or len(there) >= session.places // 2:
            return None
        if KINDS[kind].needs_physician and "D1" not in session.operators:
            return None
        kinds = {operator.operator: operator.kinds for operator in self.centre.operators}
        for quarter in range(0, session.minutes - KINDS[kind].place_minutes + 1, 15):
            starts_at = _opening(self.centre, session) + timedelta(minutes=quarter)
            for place in range(1, session.places + 1):
                for operator in session.operators:
                    wanted = _visit(patient.patient, kind, session, (starts_at, place, operator), window)
                    if kind in kinds[operator] and not any(clash(wanted, other) for other in there):
                        return wanted
        return None

    def place(self, patient: Patient, visit: Visit, window: Window) -> None:
        on, weights = visit.session.on, self.centre.comfort
        if visit not in self.centre.visits:
            self.visits.append(visit)
        else:
            self.visits[self.visits.index(visit)] = _visit(
                visit.patient, visit.kind, self.session(visit), (visit.starts_at, visit.place, visit.operator), window
            )
        if on > window.limit_on:
            self.beyond += (on - window.limit_on).days
            self.exceptions.append(_exception(patient.patient, window, visit, None))
        days = (on - window.target_on).days
        self.comfort += days * weights.late_day if days > 0 else -days * weights.early_day
        if patient.usual_weekday is not None and patient.usual_weekday != on.isoweekday():
            self.comfort += weights.other_weekday
        if patient.preferred_half_day is not None and patient.preferred_half_day != visit.session.half_day:
            self.comfort += weights.other_half_day
        if not _can_come(self.centre, patient, self.session(visit), gladly=True):
            self.comfort += weights.soft_unavailability

    def session(self, visit: Visit) -> Session:
        return next(session for session in self.sessions[visit.session.on] if session.key == visit.session)


def clash(one: Visit, other: Visit) -> bool:
    """Tell whether two visits of one day take the same place, or the same operator, at once."""
    busy = [timedelta(minutes=KINDS[visit.kind].operator_minutes) for visit in (one, other)]
    places = one.place == other.place and one.starts_at < other.ends_at and other.starts_at < one.ends_at
    operators = (
        one.operator == other.operator and one.starts_at < other.starts_at + busy[1] and other.starts_at < one.starts_at + busy[0]
    )
    return places or operators


def _exception(patient: str, window: Window, placed: Visit | None, assumed_on: date | None) -> PlanException:
    return PlanException(
        patient=patient,
        limit_on=window.limit_on,
        reason=message("no room in time"),
        placed=None if placed is None else placed.session,
        assumed_on=assumed_on,
        nearest_before=None,
        nearest_after=None,
    )


def greedy_plan(centre: Centre) -> Plan:
    """Plan ``centre`` from `TODAY` on."""
    horizon = Horizon.after(TODAY, centre.planning.weeks)
    state = _Greedy(centre=centre, horizon=horizon)
    for session in sessions_between(centre, horizon.start_on, horizon.end_on):
        state.sessions[session.key.on].append(session)
    state.visits.extend(centre.visits)
    starts, not_planned = chain_starts(centre, TODAY, horizon)
    for start in starts:
        state.walk(start)
    crowds = Counter(visit.session for visit in state.visits)
    for sessions in state.sessions.values():
        for session in sessions:
            if session.comfortable_visits is not None and crowds[session.key] > session.comfortable_visits:
                state.comfort += centre.comfort.crowding * (crowds[session.key] - session.comfortable_visits)
    return Plan(
        centre=centre.code,
        today=TODAY,
        horizon=horizon,
        visits=tuple(sorted(state.visits, key=lambda visit: (visit.starts_at, visit.patient))),
        exceptions=tuple(state.exceptions),
        not_planned=not_planned,
        tiers=Tiers(unplaced=state.unplaced, beyond_limit_days=state.beyond, moved=0, comfort=state.comfort),
    )
