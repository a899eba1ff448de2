"""Patients who have the same before them share rows and places, and nothing that is proved changes by it."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from told_centres import TODAY, WEEKS, told_centre

from refillplan.domain.centre import Centre
from refillplan.domain.people import Unavailability
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.bookings import Bookings, sort_bookings
from refillplan.planner.capacity import Capacity, capacity_of, profiles_of
from refillplan.planner.closing import close
from refillplan.planner.generation import Generated, Generator, Start
from refillplan.planner.goals import ONLY, Goal, cost_of_plan
from refillplan.planner.groups import Groups
from refillplan.planner.networks import free, own_minima_of, paths_of
from refillplan.planner.places import Alike
from refillplan.planner.pricing import COMFORT, Column, Paths
from refillplan.planner.problem import Problem, build_problem
from refillplan.planner.progress import quiet
from refillplan.planner.remaining import remaining_steps
from refillplan.planner.replay import replay

COMFORTABLE = Goal(costs=ONLY[COMFORT], own_minima=0, held={})
ALL_TIERS = Goal(costs=(1 << 6, 1 << 3, 1, 1), own_minima=0, held={})
LATE = Goal(costs=(1 << 6, 1, 0, 0), own_minima=0, held={})


class Made:
    """A problem, its rows and the network of all its patients."""

    def __init__(self, centre: Centre, weeks: int = WEEKS) -> None:
        self.problem: Problem = build_problem(centre, TODAY, weeks)
        self.bookings: Bookings = sort_bookings(self.problem)
        self.profiles = profiles_of(self.problem)
        self.capacity: Capacity = capacity_of(self.problem, self.bookings, self.profiles)
        everyone = range(len(self.problem.starts))
        self.paths: Paths = paths_of(self.problem, self.bookings, everyone, self.profiles, elastic=True)

    def generated(self, goal: Goal, networks: list[Paths]) -> Generated:
        """The end of column generation for a goal."""
        floors = own_minima_of(len(self.profiles), networks)
        generated = Generator(self.capacity, networks, goal, floors, (), Start(), lambda: False).run(quiet, lambda: False)
        assert generated is not None
        return generated


def twins(seed: int, load: float = 0.9) -> Centre:
    """A centre of which every patient is there twice, without bookings."""
    spec = CentreSpec(code="TWIN", patients=9, seed=seed, today=TODAY, load=load / 2, weeks=WEEKS, refill_only=True)
    made = replace(generate_centre(spec), visits=())
    codes = {patient.patient: f"{patient.patient}B" for patient in made.patients}
    return replace(
        made,
        patients=(*made.patients, *(replace(patient, patient=codes[patient.patient]) for patient in made.patients)),
        pumps=(*made.pumps, *(replace(pump, patient=codes[pump.patient]) for pump in made.pumps)),
        fills=(*made.fills, *(replace(fill, patient=codes[fill.patient]) for fill in made.fills)),
        unavailabilities=(
            *made.unavailabilities,
            *(replace(away, patient=codes[away.patient]) for away in made.unavailabilities),
        ),
    )


def usage(mix: Generated, networks: list[Paths]) -> Counter[int]:
    """How many visits a mix brings to each session and kind, in thousandths."""
    times = {int(m): int(n) for paths in networks for m, n in zip(paths.network.members, paths.network.times, strict=True)}
    assert set(times) == {column.patient for column in mix.offered}
    visits: Counter[int] = Counter()
    for column, share in zip(mix.offered, mix.mix.shares.tolist(), strict=True):
        for stop in column.stops:
            visits[stop] += share
    return Counter({stop: round(1000 * number) for stop, number in visits.items() if number > 1e-3})


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_twins_stand_on_the_same_places_all_the_way(seed: int) -> None:
    made = Made(twins(seed))
    number = made.paths.network.size // 2
    alike = Alike([made.paths])
    codes = [start.patient.patient for start in made.problem.starts]
    for one in range(2 * number):
        other = codes.index(codes[one].removesuffix("B") + "B")
        assert all(alike.place(one, row) == alike.place(other, row) for row in range(-1, len(made.paths.network.days)))
    assert all(times >= 2 for times in Groups([made.paths], with_comfort=True).paths[0].network.times.tolist())


@pytest.mark.parametrize("hard", [True, False])
def test_twins_part_before_a_day_on_which_one_of_them_is_away(hard: bool) -> None:
    centre = twins(1)
    away_on = TODAY + timedelta(days=40)
    while not any(session.weekday == away_on.weekday() for session in centre.sessions):
        away_on += timedelta(days=1)
    code = centre.patients[0].patient
    away = Unavailability(patient=code, from_on=away_on, to_on=away_on, half_day=None, hard=hard)
    made = Made(replace(centre, unavailabilities=(*centre.unavailabilities, away)))
    codes = [start.patient.patient for start in made.problem.starts]
    one, other = codes.index(code), codes.index(f"{code}B")
    alike, net = Alike([made.paths]), made.paths.network
    before = net.row[made.problem.day(away_on)]
    together = [alike.place(one, row) == alike.place(other, row) for row in range(len(net.days))]
    assert together == [False] * before + [True] * (len(net.days) - before)
    assert alike.place(one, -1) != alike.place(other, -1)
    if not hard:  # it costs comfort alone
        bare = Groups([made.paths], with_comfort=False)
        assert len({column.patient for column in bare.gather(Column(i, (), (0, 0, 0, 0)) for i in (one, other))}) == 1


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_choice_in_which_alike_patients_flow_together_costs_the_same(seed: int) -> None:
    made = Made(twins(seed))
    made.paths.price(free(made.problem), ALL_TIERS.weights({}, tie=False))
    steps = remaining_steps([made.paths], 100 << 16, 100_000)
    assert steps is not None
    apart = close(made.capacity, steps, ALL_TIERS, None, 10_000)
    together = close(made.capacity, steps, ALL_TIERS, None, 10_000, alike=Alike([made.paths]))
    assert apart.columns is not None
    assert together.columns is not None
    assert together.cost == apart.cost == cost_of_plan(ALL_TIERS, made.capacity, together.columns)
    assert [column.patient for column in together.columns] == [column.patient for column in apart.columns]
    for column in together.columns:
        assert replay(made.paths.network, column.patient, column.stops) == column


@pytest.mark.parametrize("goal", [COMFORTABLE, LATE], ids=["comfort", "days beyond limits"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_groups_prove_what_patients_apart_prove(seed: int, goal: Goal) -> None:
    made = Made(twins(seed, load=1.1))
    groups = Groups([made.paths], with_comfort=goal.with_comfort)
    assert groups.paths[0].network.size <= made.paths.network.size // 2
    together, apart = made.generated(goal, groups.paths), made.generated(goal, [made.paths])
    assert together.mix.cost == pytest.approx(apart.mix.cost, abs=0.2)
    assert -(-together.bound.value >> 16) == -(-apart.bound.value >> 16)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_chains_of_groups_are_shared_out_among_all_their_members(seed: int) -> None:
    made = Made(twins(seed, load=1.1))
    groups = Groups([made.paths], with_comfort=True)
    generated = made.generated(COMFORTABLE, groups.paths)
    spread = groups.spread(generated)
    assert usage(spread, [made.paths]) == usage(generated, groups.paths)
    shares: Counter[int] = Counter()
    for column, share in zip(spread.offered, spread.mix.shares.tolist(), strict=True):
        shares[column.patient] += share
        assert replay(made.paths.network, column.patient, column.stops) == column
    assert np.allclose([shares[patient] for patient in range(made.paths.network.size)], 1.0)
    assert {*groups.gather(spread.offered)} <= {*generated.offered}


def test_patients_with_visits_of_their_own_are_like_nobody_else() -> None:
    made = Made(told_centre(3))
    told = {patient for patient, _ in made.bookings.told}
    first = made.paths.alike[-1]
    alone = [patient for patient in told if (first == first[patient]).sum() == 1]
    assert told
    assert len(alone) == len(told)
