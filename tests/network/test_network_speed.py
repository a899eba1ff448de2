"""A hundred centres over four workers: ``python -m pytest -m many_workers``, on a quiet machine with four cores."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from network_samples import TODAY, RunningCluster, cluster, generated_network

from refillplan.domain.plans import Plan
from refillplan.services.network.planning import plan_network
from refillplan.services.network.runners import News, State, runner
from refillplan.services.network.sources import read_centres
from refillplan.services.plans.planning import PlanKept

AT = datetime(2027, 1, 4, 8, 30, tzinfo=UTC)
CENTRES = 100
PATIENTS = 100
WORKERS = 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generated_network(tmp_path_factory.mktemp("network"), CENTRES, PATIENTS, weeks=52)


@pytest.fixture(scope="module")
def by_one(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Plan], float]:
    with cluster(tmp_path_factory.mktemp("one"), workers=1) as running:
        return timed(folder, running)


def timed(folder: Path, running: RunningCluster) -> tuple[dict[str, Plan], float]:
    """Return the plans and the seconds from the first folder that is read to the last plan."""
    begun = time.perf_counter()
    plans = dict(planned(folder, running, []))
    return plans, time.perf_counter() - begun


def planned(folder: Path, running: RunningCluster, news: list[News]) -> Iterator[tuple[str, Plan]]:
    centres = read_centres([str(folder)], lambda _: TODAY)
    spread = runner(running.address, 1)
    for done in plan_network(centres, spread, None, news.append, lambda: False, actor="nurse1", at=AT):
        assert isinstance(done.result, PlanKept), done.result
        yield done.found.centre.code, done.result.plan


@pytest.mark.many_workers
def test_four_workers_are_at_least_three_times_as_fast_as_one_and_make_the_same_plans(
    folder: Path, by_one: tuple[dict[str, Plan], float], tmp_path: Path
) -> None:
    with cluster(tmp_path, WORKERS) as running:
        plans, seconds = timed(folder, running)
    assert plans == by_one[0]
    assert len(plans) == CENTRES
    print(f"one worker {by_one[1]:.1f} s, {WORKERS} workers {seconds:.1f} s: {by_one[1] / seconds:.2f} times as fast")  # noqa: T201
    assert by_one[1] / seconds >= 3


@pytest.mark.many_workers
def test_one_worker_killed_in_the_middle_costs_no_plan(
    folder: Path, by_one: tuple[dict[str, Plan], float], tmp_path: Path
) -> None:
    plans: dict[str, Plan] = {}
    news: list[News] = []
    with cluster(tmp_path, WORKERS) as running:
        for code, plan in planned(folder, running, news):
            plans[code] = plan
            if len(plans) == CENTRES // 2:
                running.workers[0].kill()
    assert plans == by_one[0]
    assert [one.name for one in news if one.state is State.AGAIN]
