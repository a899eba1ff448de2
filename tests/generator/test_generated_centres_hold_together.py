"""What every generated centre keeps to, whatever the spec."""

import re
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from generated_centres import some_centres
from hypothesis import example, given
from hypothesis import strategies as st

from refillplan.csv_files import read_folder, write_folder
from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.chains import chain_starts
from refillplan.domain.half_days import covers
from refillplan.domain.people import Role
from refillplan.domain.plans import Horizon
from refillplan.domain.visits import Visit
from refillplan.generator import CentreSpec, generate_centre, random_spec, refills_held

specs = st.builds(random_spec, st.integers(0, 100_000), st.integers(1, 80))
ordinary_specs = st.builds(
    lambda patients, seed, offset, told_days: CentreSpec(
        code="C1", patients=patients, seed=seed, today=date(2027, 1, 4) + timedelta(days=offset), told_days=told_days
    ),
    st.integers(1, 80),
    st.integers(0, 10_000),
    st.integers(0, 800),
    st.sampled_from([0, 14, 42]),
)


def minutes_from(visit: Visit, centre: Centre) -> tuple[int, int, int]:
    """Return start, end of the operator's work and end of the place, in minutes of the day."""
    start = visit.starts_at.hour * 60 + visit.starts_at.minute
    kind = centre.kind(visit.kind)
    return start, start + kind.operator_minutes, start + kind.place_minutes


@some_centres
@given(spec=specs)
@example(spec=random_spec(65536, 59))  # a wish and an absence on the very same days
def test_a_generated_centre_reads_back_from_its_folder(spec: CentreSpec) -> None:
    centre = generate_centre(spec)
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "centre"
        write_folder(centre, folder)
        assert read_folder(folder, spec.today) == centre


@some_centres
@given(spec=specs)
def test_every_patient_has_a_code_a_pump_and_a_chain(spec: CentreSpec) -> None:
    centre = generate_centre(spec)
    starts, left_out = chain_starts(centre, spec.today, Horizon.after(spec.today, spec.weeks))
    assert all(re.fullmatch(r"P\d{3,}", patient.patient) for patient in centre.patients)
    assert len({patient.patient for patient in centre.patients}) == spec.patients
    assert len(starts) + len(left_out) == spec.patients
    assert not left_out
    assert all(start.window.hangs_on < spec.today for start in starts)


@some_centres
@given(spec=specs)
def test_fills_were_done_in_open_sessions_about_six_weeks_apart(spec: CentreSpec) -> None:
    centre = generate_centre(spec)
    open_days = {session.key.on for session in sessions_between(centre, spec.today - timedelta(days=364), spec.today)}
    days = defaultdict(list)
    for fill in centre.fills:
        assert fill.filled_on in open_days
        days[fill.patient].append(fill.filled_on)
    for filled_on in days.values():
        assert all(35 <= (after - before).days <= 45 for before, after in pairwise(filled_on))
        assert filled_on[-1] > spec.today - timedelta(days=42)


@some_centres
@given(spec=specs)
def test_last_fills_do_not_pile_up(spec: CentreSpec) -> None:
    """A session of the past six weeks gets its share of the patients, by what it holds, and at most one more."""
    centre = generate_centre(spec)
    last = {fill.patient: fill for fill in centre.fills}
    past = sessions_between(centre, spec.today - timedelta(days=41), spec.today)
    held = {session.key.on: 0 for session in past}
    for session in past:
        held[session.key.on] += refills_held(centre, session)
    filled = [fill.filled_on for fill in last.values()]
    share = spec.patients / sum(held[day] for day in set(filled))
    assert all(filled.count(day) <= held[day] * share + 2 for day in set(filled))


@some_centres
@given(spec=ordinary_specs)
def test_an_ordinary_first_window_has_a_session_in_which_the_patient_can_come(spec: CentreSpec) -> None:
    centre = generate_centre(spec)
    horizon = Horizon.after(spec.today, spec.weeks)
    sessions = sessions_between(centre, horizon.start_on, horizon.start_on + timedelta(days=60))
    for start in chain_starts(centre, spec.today, horizon)[0]:
        away = [entry for entry in centre.unavailabilities if entry.hard and entry.patient == start.patient.patient]
        assert any(
            start.window.earliest_on <= session.key.on <= start.window.limit_on
            and not any(e.from_on <= session.key.on <= e.to_on and covers(e.half_day, session.key.half_day) for e in away)
            for session in sessions
        )


@some_centres
@given(spec=ordinary_specs)
def test_an_ordinary_closure_is_no_longer_than_a_chain_can_reach_over(spec: CentreSpec) -> None:
    centre = generate_centre(spec)
    play = centre.protocol.limit_days - centre.protocol.min_days
    assert all((closure.to_on - closure.from_on).days + 1 < play for closure in centre.closures)


@some_centres
@given(spec=specs)
def test_told_visits_sit_in_their_sessions_without_a_clash(spec: CentreSpec) -> None:
    centre = generate_centre(spec)
    horizon = Horizon.after(spec.today, spec.weeks)
    sessions = {
        session.key: session for session in sessions_between(centre, horizon.start_on, horizon.start_on + timedelta(days=90))
    }
    windows = {start.patient.patient: start.window for start in chain_starts(centre, spec.today, horizon)[0]}
    operators = {operator.operator: operator for operator in centre.operators}
    assert len({visit.patient for visit in centre.visits}) == len(centre.visits)
    for visit in centre.visits:
        session, window = sessions[visit.session], windows[visit.patient]
        start, work_end, end = minutes_from(visit, centre)
        opens = session.opens.hour * 60 + session.opens.minute
        assert visit.told
        assert window.earliest_on <= session.key.on <= window.limit_on
        assert (start - opens) % spec.grid_minutes == 0
        assert opens <= start <= end <= opens + session.minutes
        assert visit.place <= session.places
        assert visit.operator in session.operators
        assert visit.kind in operators[visit.operator].kinds
        if centre.kind(visit.kind).needs_physician:
            assert any(operators[operator].role is Role.PHYSICIAN for operator in session.operators)
        for other in centre.visits:
            if other.session == visit.session and other.patient != visit.patient:
                other_start, other_work_end, other_end = minutes_from(other, centre)
                assert other.place != visit.place or other_end <= start or end <= other_start
                assert other.operator != visit.operator or other_work_end <= start or work_end <= other_start


@some_centres
@given(spec=specs)
def test_refill_only_centres_know_nothing_but_refills(spec: CentreSpec) -> None:
    centre = generate_centre(spec)
    kinds = {kind.kind for kind in centre.visit_kinds}
    assert spec.refill_only == (kinds == {"refill"})
    assert (centre.review is None) == spec.refill_only
    assert {fill.kind for fill in centre.fills} | {visit.kind for visit in centre.visits} <= kinds


def test_random_specs_differ_in_all_that_a_plan_depends_on() -> None:
    drawn = [random_spec(seed, 60) for seed in range(200)]
    assert min(spec.load for spec in drawn) < 0.55
    assert max(spec.load for spec in drawn) > 1.15
    for field in ("refill_only", "tight", "weeks", "half_days", "grid_minutes", "told_days", "holiday_zone", "frozen_days"):
        assert len({getattr(spec, field) for spec in drawn}) > 1, field
    assert {spec.reserve_places_per_week for spec in drawn} == {0, 1, 2, 3}
    assert {spec.today.isoweekday() for spec in drawn} == set(range(1, 8))
