"""Many writers at once, on PostgreSQL and on SQLite: no double booking, no lost update, every conflict told to its actor."""

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from busy_writers import CODE, RINSE, TODAY, Act, place_of
from service_samples import ACTOR, AT

from refillplan.csv_files import write_folder
from refillplan.generator import CentreSpec, generate_centre
from refillplan.services.calls.publishing import Published, publish
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import history
from refillplan.services.entering.importing import Imported, import_folder
from refillplan.services.plans.planning import PlanKept, make_plan
from refillplan.services.upkeep.auditing import verify_audit
from refillplan.storage import Store

pytest_plugins = ["service_stores"]

PROGRAM = Path(__file__).with_name("busy_writers.py")


@contextmanager
def database(kind: str, tmp_path: Path) -> Iterator[str]:
    """Yield the address of a database in which a unit's plan is in force."""
    if kind == "sqlite":
        yield begun(f"sqlite:///{tmp_path / 'unit.db'}", tmp_path)
        return
    from storage_databases import PostgresqlServer, postgresql_server  # noqa: PLC0415 (on the path by now)

    with postgresql_server() as url:
        server = PostgresqlServer(url)
        yield begun(server.empty(), tmp_path)
        server.close()


def begun(url: str, tmp_path: Path) -> str:
    made = generate_centre(CentreSpec(code=CODE, patients=12, seed=5, today=TODAY, load=0.5, weeks=6, frozen_days=3))
    short = replace(made.kind(RINSE), place_minutes=60, operator_minutes=15)
    kinds = tuple(short if kind.kind == RINSE else kind for kind in made.visit_kinds)
    write_folder(replace(made, visit_kinds=kinds), tmp_path / "made")
    store = Store.open(url)
    assert isinstance(import_folder(store, tmp_path / "made", TODAY, actor=ACTOR, at=AT), Imported)
    assert isinstance(make_plan(store, CODE, TODAY, actor=ACTOR, at=AT), PlanKept)
    assert isinstance(publish(store, CODE, TODAY, called=True, actor=ACTOR, at=AT), Published)
    store.close()
    return url


def let_them_write(url: str, processes: int, threads: int, seconds: float) -> list[Act]:
    words = [sys.executable, str(PROGRAM), url]
    team = [
        subprocess.Popen(
            [*words, f"W{number}", str(seconds), str(threads)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for number in range(processes)
    ]
    said = [process.communicate(timeout=seconds + 120) for process in team]
    assert [(err, process.returncode) for (_, err), process in zip(said, team, strict=True)] == [("", 0)] * processes
    return [json.loads(line) for out, _ in said for line in out.splitlines()]


def require_nothing_lost(url: str, acts: list[Act]) -> None:
    """Do again, on paper and in the order of their numbers, what was said to be done; nothing else must be there."""
    store = Store.open(url)
    centre, lines = load_centre(store, CODE), history(store, CODE)
    done = sorted((act for act in acts if "refused" not in act), key=lambda act: int(str(act["edit"])))
    assert [act["edit"] for act in done] == [line.number for line in reversed(lines) if line.actor.startswith("W")]
    assert [act["actor"] for act in done] == [line.actor for line in reversed(lines) if line.actor.startswith("W")]
    rinses: list[object] = []
    for act in done:
        if "gone" in act:
            rinses.remove(act["gone"])
        if "come" in act:
            rinses.append(act["come"])
    assert sorted(map(str, rinses)) == sorted(str(place_of(visit)) for visit in centre.visits if visit.kind == RINSE)
    fills = [[fill.patient, str(fill.filled_on), fill.kind] for fill in centre.fills]
    assert all(act["fill"] in fills for act in done if "fill" in act)
    stays = defaultdict(list)
    for visit in centre.visits:
        stays[visit.place].append((visit.starts_at, visit.ends_at))
    assert all(before[1] <= after[0] for held in stays.values() for before, after in pairwise(sorted(held)))
    assert verify_audit(store).faults == ()
    store.close()


def require_conflicts_told(acts: list[Act]) -> None:
    refused = [act for act in acts if "refused" in act]
    assert all(str(act["refused"]).strip() for act in refused)
    print(Counter((act["act"], act.get("kind", "done")) for act in acts))  # noqa: T201 (shown by -s: the figures)


@pytest.mark.parametrize(("kind", "processes", "threads"), [("postgresql", 3, 4), ("sqlite", 3, 1)])
def test_a_few_writers_at_once_lose_nothing(kind: str, processes: int, threads: int, tmp_path: Path) -> None:
    with database(kind, tmp_path) as url:
        acts = let_them_write(url, processes, threads, seconds=3)
        assert {act["actor"] for act in acts if "refused" not in act}
        require_nothing_lost(url, acts)
        require_conflicts_told(acts)


@pytest.mark.many_writers
@pytest.mark.parametrize(("kind", "processes", "threads"), [("postgresql", 10, 5), ("sqlite", 8, 1)])
def test_fifty_writers_on_postgresql_and_eight_processes_on_sqlite_lose_nothing_in_a_minute(
    kind: str, processes: int, threads: int, tmp_path: Path
) -> None:
    with database(kind, tmp_path) as url:
        acts = let_them_write(url, processes, threads, seconds=60)
        assert len({act["actor"] for act in acts}) == processes * threads
        require_nothing_lost(url, acts)
        require_conflicts_told(acts)
