"""The race: the same generated centres for every contender, each in a process of its own, every plan checked."""

import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Timer

import peer_worker
from peer_contenders import can_run
from peer_ground import Ground
from peer_plans import plan_of
from peer_task import Found, Task

from refillplan.domain.centre import Centre
from refillplan.domain.plans import Tiers
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.check import check_plan

TODAY = date(2027, 1, 4)
_GRACE_SECONDS = 60.0  # after the time limit, before a contender that does not end is killed
_MEBIBYTE_IN_KIBIBYTES = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A generated centre, by what is asked of the generator.

    Parameters
    ----------
    load
        Refills needed in a year, by those that the sessions hold.
    told_days
        Patients due up to this many days after today have been told a visit.
    reviews
        Whether patients have reviews besides refills; the planner's peers do not know them.
    """

    patients: int
    seed: int
    load: float
    weeks: int
    told_days: int = 0
    reviews: bool = False

    def centre(self) -> Centre:
        """Return the centre: told visits without pins or frozen days, and but for reviews as all contenders know it."""
        made = generate_centre(
            CentreSpec(
                code="RACE",
                patients=self.patients,
                seed=self.seed,
                today=TODAY,
                load=self.load,
                weeks=self.weeks,
                told_days=self.told_days,
                refill_only=not self.reviews,
                frozen_days=0,
            )
        )
        return replace(made, visits=tuple(replace(visit, pins=frozenset()) for visit in made.visits))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One contender on one instance.

    Parameters
    ----------
    tiers
        The figures of its plan as the checker counts them; None where it has no plan.
    bounds
        The figures that it proved.
    faults
        Sentences of the checker; none for a sound plan.
    seconds, cpu_seconds, peak_mebibytes
        Of the whole process, start-up included.
    """

    instance: Instance
    contender: str
    tiers: Tiers | None
    bounds: Tiers
    faults: tuple[str, ...]
    seconds: float
    cpu_seconds: float
    peak_mebibytes: int
    passes: float | None

    @property
    def proved(self) -> bool:
        """Whether it proved that no plan is better than its own."""
        return self.tiers == self.bounds


def race(instances: Iterable[Instance], contenders: Sequence[str], *, seconds: float, cores: int) -> Iterator[Row]:
    """Run every contender on every instance, one at a time; one without a plan in its time skips what is larger."""
    given_up: dict[tuple[str, float], int] = {}
    for instance in instances:
        centre = instance.centre()
        for contender in contenders:
            key = (contender, instance.load)
            if not can_run(contender) or instance.patients > given_up.get(key, instance.patients):
                continue
            row = run(instance, centre, contender, seconds=seconds, cores=cores)
            if row.tiers is None:
                given_up[key] = min(instance.patients, given_up.get(key, instance.patients))
            yield row


def run(instance: Instance, centre: Centre, contender: str, *, seconds: float, cores: int) -> Row:
    """Run one contender in its own process, then check its plan in this one."""
    task = Task(contender=contender, centre=centre, today=TODAY, weeks=instance.weeks, seconds=seconds, cores=cores)
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "task", Path(folder) / "found"
        asked.write_bytes(pickle.dumps(task))
        began = time.perf_counter()
        usage = _process([sys.executable, str(Path(peer_worker.__file__)), str(asked), str(answered)], seconds + _GRACE_SECONDS)
        took = time.perf_counter() - began
        found, peak = pickle.loads(answered.read_bytes()) if answered.exists() else (Found(), usage.ru_maxrss)
    plan = found.plan if found.chains is None else plan_of(Ground(centre, TODAY, instance.weeks), found.chains, found.bounds)
    verdict = None if plan is None else check_plan(centre, plan)
    return Row(
        instance=instance,
        contender=contender,
        tiers=None if verdict is None else verdict.tiers,
        bounds=found.bounds,
        faults=() if verdict is None else tuple(str(violation.sentence) for violation in verdict.violations),
        seconds=round(took, 3),
        cpu_seconds=round(usage.ru_utime + usage.ru_stime, 3),
        peak_mebibytes=peak // _MEBIBYTE_IN_KIBIBYTES,
        passes=found.passes,
    )


def _process(words: Sequence[str], most_seconds: float) -> resource.struct_rusage:
    """Run a program to its end and return what it used; one that does not end in time is killed, a failure is passed on."""
    source = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": path})
    timer = Timer(most_seconds, process.kill)
    timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    in_time = timer.is_alive()
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if in_time and process.returncode != 0:
        raise RuntimeError(f"{words[-3:]} ended with {process.returncode}")
    return usage


def best_bounds(rows: Iterable[Row]) -> Tiers:
    """Return the best that any contender proved of one instance: each later figure only holds with the earlier ones."""
    return max((row.bounds for row in rows), default=Tiers())
