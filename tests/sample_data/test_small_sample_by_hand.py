"""The README of the small sample against every plan there is.

Sessions of this sample hold one visit each, so a plan is three chains that share no session. All
chains are listed, by the rules in the docstring of `refillplan.planner`, late and missing visits included.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sample_folders import SAMPLES, TODAY, read_sample, readme_tables

from refillplan.domain.agenda import sessions_between
from refillplan.domain.chains import ChainStart, chain_starts
from refillplan.domain.plans import Horizon
from refillplan.domain.sessions import Session
from refillplan.domain.settings import BEYOND_LIMIT_DAYS
from refillplan.domain.windows import Window, interval_of, window_after

FOLDER = SAMPLES / "small"
CENTRE = read_sample(FOLDER)
HORIZON = Horizon.after(TODAY, CENTRE.planning.weeks)
SESSIONS = sessions_between(CENTRE, HORIZON.start_on, HORIZON.end_on)
STARTS = {start.patient.patient: start for start in chain_starts(CENTRE, TODAY, HORIZON)[0]}
WINDOWS, ALONE, BEST_PLAN, TIERS = readme_tables(FOLDER)


@dataclass(frozen=True, order=True)
class Chain:
    """Costs first, so that chains sort by tier; nobody in this sample has been told a visit."""

    unplaced: int
    beyond_limit_days: int
    comfort: int
    visits: tuple[tuple[date, str, int], ...]

    @property
    def tiers(self) -> tuple[int, int, int]:
        return self.unplaced, self.beyond_limit_days, self.comfort


def kind_of(start: ChainStart, window: Window, on: date) -> str:
    first = window == start.window
    due = any((first or window.hangs_on < due_on) and due_on <= on for due_on in start.review_dues)
    return "refill_review" if due else "refill"


def comfort_of(start: ChainStart, window: Window, on: date) -> int:
    late = (on - window.target_on).days
    other_weekday = start.patient.usual_weekday not in (None, on.isoweekday())
    return (
        max(-late, 0) * CENTRE.comfort.early_day
        + max(late, 0) * CENTRE.comfort.late_day
        + other_weekday * CENTRE.comfort.other_weekday
    )


def leaving_cost(start: ChainStart, hangs_on: date) -> int:
    interval = interval_of(CENTRE.protocol, start.patient)
    late = [
        gap - interval.target_days
        for gap in range(interval.min_days, interval.limit_days + 1)
        if hangs_on + timedelta(days=gap) >= HORIZON.end_on
    ]
    return min(max(-days, 0) * CENTRE.comfort.early_day + max(days, 0) * CENTRE.comfort.late_day for days in late)


def can_sit(start: ChainStart, session: Session, kind: str) -> bool:
    away = [entry for entry in CENTRE.unavailabilities if entry.patient == start.patient.patient]
    absent = any(entry.from_on <= session.key.on <= entry.to_on for entry in away)
    return not absent and CENTRE.kind(kind).place_minutes <= session.minutes


def chains(start: ChainStart, window: Window) -> Iterator[Chain]:
    complete = window.limit_on >= HORIZON.end_on
    interval = interval_of(CENTRE.protocol, start.patient)
    if complete:
        yield Chain(0, 0, leaving_cost(start, window.hangs_on), ())
    else:
        done_on = max(window.limit_on, HORIZON.start_on)
        for rest in chains(start, window_after(interval, done_on)):
            yield Chain(rest.unplaced + 1, rest.beyond_limit_days, rest.comfort, rest.visits)
    for session in SESSIONS:
        on = session.key.on
        kind = kind_of(start, window, on)
        in_time = window.earliest_on <= on <= window.limit_on + timedelta(days=BEYOND_LIMIT_DAYS)
        if not in_time or not can_sit(start, session, kind):
            continue
        beyond, cost = max(0, (on - window.limit_on).days), comfort_of(start, window, on)
        for rest in chains(start, window_after(interval, on)):
            visits = ((on, kind, cost), *rest.visits)
            yield Chain(rest.unplaced, rest.beyond_limit_days + beyond, rest.comfort + cost, visits)


ALL_CHAINS = {patient: sorted(chains(start, start.window)) for patient, start in STARTS.items()}


def best_plans() -> tuple[tuple[int, ...], list[dict[str, Chain]]]:
    """Return the least tiers and every plan that has them; a partial plan that costs more already is left."""
    found: list[tuple[tuple[int, ...], dict[str, Chain]]] = []

    def extend(plan: dict[str, Chain], spent: tuple[int, ...], left: list[str]) -> None:
        if found and spent > found[0][0]:
            return
        if not left:
            found[:] = [other for other in found if other[0] == spent] + [(spent, plan)]
            return
        taken = {visit[0] for chain in plan.values() for visit in chain.visits}
        for chain in ALL_CHAINS[left[0]]:
            if taken.isdisjoint(visit[0] for visit in chain.visits):
                total = tuple(a + b for a, b in zip(spent, chain.tiers, strict=True))
                extend({**plan, left[0]: chain}, total, left[1:])

    extend({}, (0, 0, 0), sorted(STARTS))
    return found[0][0], [plan for _, plan in found]


def test_each_session_holds_one_visit_and_a_review_fits_on_mondays_only() -> None:
    refill, review = CENTRE.kind("refill").place_minutes, CENTRE.kind("refill_review").place_minutes
    assert {session.places for session in SESSIONS} == {1}
    assert all(refill <= session.minutes < 2 * refill for session in SESSIONS)
    assert all((review <= session.minutes) == (session.key.on.isoweekday() == 1) for session in SESSIONS)


def test_the_windows_in_the_readme_are_those_of_the_last_fills() -> None:
    for row in WINDOWS:
        window = STARTS[row["patient"]].window
        written = [date.fromisoformat(row[name]) for name in ("last fill", "earliest", "target", "limit")]
        assert written == [window.hangs_on, window.earliest_on, window.target_on, window.limit_on]
    assert len(WINDOWS) == len(STARTS) == 3


def test_the_readme_lists_every_first_day_with_its_best_chain() -> None:
    inside = {
        patient: [chain for chain in found if chain.tiers[:2] == (0, 0) and chain.visits] for patient, found in ALL_CHAINS.items()
    }
    proved = [
        (patient, first_on, min(chain for chain in found if chain.visits[0][0] == first_on))
        for patient, found in inside.items()
        for first_on in sorted({chain.visits[0][0] for chain in found})
    ]
    written = [
        (
            row["patient"],
            date.fromisoformat(row["first visit"]),
            int(row["it costs"]),
            date.fromisoformat(row["next visit"]),
            int(row["that costs"]),
            int(row["together"]),
        )
        for row in ALONE
    ]
    assert written == [
        (patient, first_on, chain.visits[0][2], chain.visits[1][0], chain.visits[1][2], chain.comfort)
        for patient, first_on, chain in proved
    ]


def test_stopping_after_the_review_would_cost_more_than_going_on() -> None:
    stops = [chain for chain in ALL_CHAINS["P03"] if chain.tiers[:2] == (0, 0) and len(chain.visits) == 1]
    assert [(chain.visits[0][0], chain.comfort - chain.visits[0][2]) for chain in stops] == [(date(2027, 1, 18), 3)]


def test_the_plan_in_the_readme_is_the_only_best_one() -> None:
    tiers, plans = best_plans()
    written = {row["tier"]: int(row["best"]) for row in TIERS}
    assert (written["unplaced"], written["beyond_limit_days"], written["comfort"]) == tiers
    assert written["moved"] == 0
    assert not any(visit.told for visit in CENTRE.visits)
    assert [
        sorted((on, patient, kind, cost) for patient, chain in plan.items() for on, kind, cost in chain.visits) for plan in plans
    ] == [[(date.fromisoformat(row["visit"]), row["patient"], row["kind"], int(row["costs"])) for row in BEST_PLAN]]
