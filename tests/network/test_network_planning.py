"""Many centres planned together: the same plans as one at a time, whoever does the work and whoever dies."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest
from network_samples import ROOT, TODAY, RunningCluster, cluster, generated_network

from refillplan.csv_files import read_folder
from refillplan.domain.centre import Centre
from refillplan.domain.messages import Message
from refillplan.domain.plans import Plan
from refillplan.services.entering.importing import Imported, import_folder
from refillplan.services.network import work as network_work
from refillplan.services.network.planning import CentrePlanned, plan_network
from refillplan.services.network.runners import News, runner
from refillplan.services.network.sources import FaultyFolders, Network, find_centres, read_centres
from refillplan.services.plans.planning import PlanKept, answer, make_plan, solve_problem
from refillplan.services.plans.problem_file import PlanProblem
from refillplan.storage import Store
from refillplan.workers import Runner

AT = datetime(2027, 1, 4, 8, 30, tzinfo=UTC)
CENTRES = 6


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generated_network(tmp_path_factory.mktemp("network"), CENTRES)


@pytest.fixture(scope="module")
def alone(folder: Path) -> dict[str, Plan]:
    """Each centre's plan, made by itself in this process."""
    plans = {}
    for below in sorted(folder.iterdir()):
        centre = read_folder(below, TODAY)
        assert isinstance(centre, Centre)
        kept = answer(PlanProblem(centre=centre, today=TODAY, weeks=centre.planning.weeks), solve_problem)
        assert isinstance(kept, PlanKept)
        plans[centre.code] = kept.plan
    return plans


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    with cluster(tmp_path_factory.mktemp("cluster"), workers=2) as found:
        yield found


def network_of(*sources: str) -> Network:
    return find_centres(sources, lambda _: TODAY)


def planned(network: Network, spread: Runner, told: Callable[[News], None] = lambda _: None) -> Iterator[CentrePlanned]:
    return plan_network(network.centres, spread, None, told, lambda: False, actor="nurse1", at=AT)


def plans_of(done: Iterator[CentrePlanned]) -> dict[str, Plan]:
    results = {one.found.centre.code: one.result for one in done}
    assert {code: str(result) for code, result in results.items() if isinstance(result, Message)} == {}
    return {code: result.plan for code, result in results.items() if isinstance(result, PlanKept)}


def test_processes_make_the_plans_that_each_centre_would_make_alone(folder: Path, alone: dict[str, Plan]) -> None:
    assert plans_of(planned(network_of(str(folder)), runner(None, 2))) == alone


def test_a_cluster_makes_the_same_plans_with_a_worker_killed_in_the_middle(
    folder: Path, alone: dict[str, Plan], running: RunningCluster
) -> None:
    begun: list[str] = []

    def told(news: News) -> None:
        begun.append(news.name)
        if len(begun) == 3:
            running.workers[0].kill()

    assert plans_of(planned(network_of(str(folder)), runner(running.address, 1), told)) == alone
    assert running.workers[0].wait(timeout=20) != 0
    assert set(begun) == set(alone)


def test_plans_of_a_database_are_kept_as_each_centre_would_keep_them(
    folder: Path, alone: dict[str, Plan], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'network.db'}"
    store = Store.open(url)
    for below in sorted(folder.iterdir()):
        assert isinstance(import_folder(store, below, TODAY, actor="nurse1", at=AT), Imported)
    make_plan(store, "N02", TODAY, actor="nurse1", at=AT)
    done = {one.found.centre.code: one.result for one in planned(network_of(url), runner(None, 2))}
    kept = {code: result for code, result in done.items() if isinstance(result, PlanKept)}
    assert {code: result.plan for code, result in kept.items()} == alone
    assert {code: (result.version, result.new) for code, result in kept.items()} == {code: (1, code != "N02") for code in alone}
    with store.unit_of_work("reader", AT) as work:
        assert {code: work.plans.get(code, 1).plan for code in alone} == alone
    store.close()


def test_a_centre_that_is_changed_meanwhile_keeps_no_plan_and_the_others_do(folder: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'network.db'}"
    store = Store.open(url)
    for name in ("n01", "n02"):
        import_folder(store, folder / name, TODAY, actor="nurse1", at=AT)
    network = network_of(url)
    with store.unit_of_work("nurse1", AT) as work:
        centre = work.centres.load("N01")
        work.centres.replace(replace(centre, name="renamed meanwhile"))
        work.commit()
    done = {one.found.centre.code: one.result for one in planned(network, runner(None, 2))}
    assert isinstance(done["N01"], Message)
    assert "was changed while its plan was being made" in str(done["N01"])
    assert isinstance(done["N02"], PlanKept)
    store.close()


def test_a_folder_with_a_fault_is_named_and_no_other_centre_keeps_a_plan(folder: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'network.db'}"
    store = Store.open(url)
    import_folder(store, folder / "n01", TODAY, actor="nurse1", at=AT)
    spoiled = tmp_path / "spoiled"
    copytree(folder / "n02", spoiled)
    (spoiled / "fills.csv").write_text("patient,filled\n")
    centres = read_centres((url, str(spoiled), str(folder / "n03")), lambda _: TODAY)
    with pytest.raises(FaultyFolders) as faulty:
        list(plan_network(centres, runner(None, 2), None, lambda _: None, lambda: False, actor="nurse1", at=AT))
    assert {fault.file for fault in faulty.value.faults} == {str(spoiled / "fills.csv")}
    with store.unit_of_work("reader", AT) as work:
        assert work.plans.latest("N01") is None
    store.close()


def test_a_worker_loads_no_database_and_no_forecast() -> None:
    program = "import sys, refillplan.services.network.work; print({'sqlalchemy', 'refillplan.forecast'} & set(sys.modules))"
    ended = subprocess.run((sys.executable, "-c", program), capture_output=True, text=True, check=True, cwd=ROOT)
    assert ended.stdout == "set()\n"


def test_a_worker_with_other_versions_is_refused(folder: Path) -> None:
    found = network_of(str(folder / "n01")).centres[0]
    asked = network_work.PlanAsked(
        problem=PlanProblem(centre=found.centre, today=TODAY, weeks=8),
        versions=tuple((name, "0.0" if name == "ortools" else here) for name, here in network_work.versions_here()),
    )
    refused = network_work.plan_piece(asked, lambda: False)
    assert isinstance(refused, Message)
    assert "the worker has ortools" in str(refused)


def test_readings_and_lots_stay_at_home(folder: Path) -> None:
    centre = network_of(str(folder / "n01")).centres[0].centre
    typed = replace(centre, fills=tuple(replace(fill, lot="L1", readings="as typed") for fill in centre.fills))
    sent = network_work.without_notes(typed)
    assert {(fill.lot, fill.readings) for fill in sent.fills} == {("", "")}
    assert [fill.filled_on for fill in sent.fills] == [fill.filled_on for fill in centre.fills]
