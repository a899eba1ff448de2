"""How long a suggestion takes, and a new plan after a closed day and three refusals.

Run as a program: ``python tests/benchmarks/advice_speed.py [--patients 50 250] [--told-days 364 84] [--questions 100]``.
The centre is in force, its patients told their visits so many days ahead; every time is of one question, after the
first plan, by the clock and, in brackets, of the processor: that says more on a machine that others use, too. Where much
is draft, the best plan beside a moved visit moves other drafts too, and takes longer to prove.
"""

import json
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random

from refillplan.domain.centre import Centre
from refillplan.domain.people import Unavailability
from refillplan.domain.plans import Plan, Planned
from refillplan.domain.sessions import Closure
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.memory import Memory
from refillplan.planner.solve import solve
from refillplan.services.advising.advice import Adviser
from refillplan.services.calls.call_sheet import told_changes

TODAY = date(2027, 1, 4)


def planned(centre: Centre, memory: Memory) -> tuple[Plan, tuple[float, float]]:
    """The plan, with its seconds by the clock and of the processor."""
    began, began_processor = time.perf_counter(), time.process_time()
    outcome = solve(centre, TODAY, memory=memory)
    assert isinstance(outcome, Planned)
    return outcome.plan, (time.perf_counter() - began, time.process_time() - began_processor)


def in_force(patients: int, load: float, told_days: int = 364) -> Centre:
    centre = generate_centre(CentreSpec(code="MADE", patients=patients, seed=1, today=TODAY, load=load))
    plan, _ = planned(centre, Memory())
    told_until = TODAY + timedelta(days=told_days)
    return replace(centre, visits=tuple(replace(visit, told=visit.session.on <= told_until) for visit in plan.visits))


def suggestions(centre: Centre, questions: int) -> tuple[list[float], list[float]]:
    """Seconds of each question by the clock, and of the processor, each the least first."""
    adviser = Adviser(centre, TODAY)
    adviser.suggest(adviser.visit(centre.visits[0].patient))  # the first one makes the plan
    chance = Random(1)
    seconds, of_processor = [], []
    for _ in range(questions):
        patient = chance.choice(centre.patients).patient
        mine = sum(visit.patient == patient for visit in centre.visits)
        visit = adviser.visit(patient, chance.randint(1, max(1, mine // 3)))
        began, began_processor = time.perf_counter(), time.process_time()
        adviser.suggest(visit)
        seconds.append(time.perf_counter() - began)
        of_processor.append(time.process_time() - began_processor)
    return sorted(seconds), sorted(of_processor)


def closed_day(centre: Centre) -> list[tuple[float, float]]:
    """Seconds, as `planned` gives them, of the new plan after the busiest Tuesday is closed, and after each of three refusals."""
    memory = Memory()
    planned(centre, memory)
    tuesdays = Counter(v.session.on for v in centre.visits if v.session.on.weekday() == 1 and v.session.on > date(2027, 1, 25))
    day = max(sorted(tuesdays), key=lambda on: tuesdays[on])
    centre = replace(centre, closures=(*centre.closures, Closure(from_on=day, to_on=day, half_day=None, reason="works")))
    plan, took = planned(centre, memory)
    seconds = [took]
    for number in range(3):
        changes = [c for c in told_changes(centre, plan) if c.new is not None and c.new.session != c.old.session]
        new = changes[number % len(changes)].new
        assert new is not None
        key = new.session
        refused = Unavailability(patient=new.patient, from_on=key.on, to_on=key.on, half_day=key.half_day, hard=True)
        centre = replace(centre, unavailabilities=(*centre.unavailabilities, refused))
        plan, took = planned(centre, memory)
        seconds.append(took)
    return seconds


def _half(seconds: list[float]) -> float:
    return seconds[len(seconds) // 2]


def _most(seconds: list[float]) -> float:
    return seconds[int(0.95 * len(seconds))]


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, nargs="+", default=[50, 250])
    parser.add_argument("--load", type=float, default=0.8)
    parser.add_argument("--told-days", type=int, nargs="+", default=[364])
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = []
    for patients, told_days in product(given.patients, given.told_days):
        centre = in_force(patients, given.load, told_days)
        seconds, of_processor = suggestions(centre, given.questions)
        solves = closed_day(centre)
        what = {"patients": patients, "load": given.load, "told_days": told_days}
        again, again_of_processor = zip(*solves, strict=True)
        times = {"suggest_seconds": seconds, "suggest_processor_seconds": of_processor}
        times |= {"closed_then_refused_seconds": [*again], "closed_then_refused_processor_seconds": [*again_of_processor]}
        found.append({**what, **times})
        half, most = (f"{at(seconds):.3f} ({at(of_processor):.3f})" for at in (_half, _most))
        each = " ".join(f"{clock:.2f} ({processor:.2f})" for clock, processor in solves)
        who = f"{patients} patients, told {told_days} days ahead"
        sys.stdout.write(f"{who}: suggest p50 {half}, p95 {most}; closed, then refused: {each} (s)\n")
    if given.json is not None:
        given.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
