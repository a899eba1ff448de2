"""A second solution of refill-only centres, sharing no code with the planner: one big flow model for HiGHS.

Written from the specification in `refillplan.planner`: a 0/1 variable per patient and legal step
between two half-days, capacity by counting how many refills each session can hold at most.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from ortools.math_opt.python import mathopt

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.chains import ChainStart, chain_starts
from refillplan.domain.half_days import SessionKey, covers
from refillplan.domain.people import Patient
from refillplan.domain.plans import Horizon, Tiers
from refillplan.domain.sessions import Session
from refillplan.domain.visit_kinds import REFILL
from refillplan.domain.windows import interval_of

BEYOND = 28
START, OUT = "start", "out"


def most_refills(centre: Centre, session: Session) -> int:
    """Count by hand: starts in order of time, each as early as a place and an operator are free."""
    kind = centre.kind(REFILL)
    skilled = {operator.operator for operator in centre.operators if REFILL in operator.kinds}
    places, operators = [0] * session.places, [0 for operator in session.operators if operator in skilled]
    placed = 0
    for start in range(0, session.minutes - kind.place_minutes + 1, centre.planning.grid_minutes):
        while places and operators and min(places) <= start and min(operators) <= start:
            places[places.index(min(places))] = start + kind.place_minutes
            operators[operators.index(min(operators))] = start + kind.operator_minutes
            placed += 1
    return placed


def reference_tiers(centre: Centre, today: date, weeks: int) -> Tiers:
    """Solve tier by tier to the end with HiGHS; for centres of refills without pins, frozen days, reviews and reserve."""
    return _Flow(centre, today, weeks).solve()


class _Flow:
    def __init__(self, centre: Centre, today: date, weeks: int) -> None:
        self.centre = centre
        self.horizon = Horizon.after(today, weeks)
        self.end = self.horizon.end_on
        self.sessions = {s.key: s for s in sessions_between(centre, self.horizon.start_on, self.end)}
        self.model = mathopt.Model()
        told = [v for v in centre.visits if v.told and self.horizon.start_on <= v.session.on < self.end]
        self.told = {(visit.patient, visit.session) for visit in told}
        self.terms: dict[str, list[Any]] = {"unplaced": [], "beyond": [], "moved": [], "comfort": []}
        self.used: dict[SessionKey, list[Any]] = defaultdict(list)
        for start in chain_starts(centre, today, self.horizon)[0]:
            self.add_patient(start)
        for key, takes in self.used.items():
            session = self.sessions[key]
            self.model.add_linear_constraint(mathopt.fast_sum(takes) <= most_refills(centre, session))
            if session.comfortable_visits is not None:
                above = self.model.add_variable(lb=0)
                self.model.add_linear_constraint(mathopt.fast_sum(takes) - above <= session.comfortable_visits)
                self.terms["comfort"].append(centre.comfort.crowding * above)

    def add_patient(self, start: ChainStart) -> None:
        patient, weights = start.patient, self.centre.comfort
        interval = interval_of(self.centre.protocol, patient)
        end = self.end if patient.active_to is None else min(self.end, patient.active_to + timedelta(days=1))
        into: dict[Any, list[Any]] = defaultdict(list)
        outof: dict[Any, list[Any]] = defaultdict(list)
        todo: list[Any] = [START]
        seen: set[Any] = {START}
        possible = [key for key in self.sessions if self.can_come(patient, key)]
        while todo:
            node = todo.pop()
            if node == START:
                w = start.window
                earliest, target, limit = w.earliest_on, w.target_on, w.limit_on
            else:
                on = node[1]
                earliest, target, limit = (
                    on + timedelta(days=d) for d in (interval.min_days, interval.target_days, interval.limit_days)
                )
            latest = max(limit, self.horizon.start_on) + timedelta(days=BEYOND)
            steps: list[tuple[Any, int, int, int]] = []
            if limit >= end:
                steps.append((OUT, 0, 0, weights.late_day * max(0, (end - target).days)))
            else:
                steps.append((("elsewhere", max(limit, self.horizon.start_on)), 1, 0, 0))
            for key in possible:
                if earliest <= key.on <= latest:
                    late, early = max(0, (key.on - target).days), max(0, (target - key.on).days)
                    comfort = weights.early_day * early + weights.late_day * late + self.wish(patient, key)
                    steps.append(((key, key.on), 0, max(0, (key.on - limit).days), comfort))
            for to, unplaced, beyond, comfort in steps:
                take = self.model.add_binary_variable()
                outof[node].append(take)
                into[to].append(take)
                self.terms["unplaced"].append(unplaced * take)
                self.terms["beyond"].append(beyond * take)
                self.terms["comfort"].append(comfort * take)
                if to != OUT and (patient.patient, to[0]) in self.told:
                    self.terms["moved"].append(-take)
                if to != OUT and to[0] != "elsewhere":
                    self.used[to[0]].append(take)
                if to != OUT and to not in seen:
                    seen.add(to)
                    todo.append(to)
        self.model.add_linear_constraint(mathopt.fast_sum(outof[START]) == 1)
        for node in seen - {START}:
            self.model.add_linear_constraint(mathopt.fast_sum(into[node]) - mathopt.fast_sum(outof[node]) == 0)

    def can_come(self, patient: Patient, key: SessionKey) -> bool:
        mine = [u for u in self.centre.unavailabilities if u.patient == patient.patient and u.hard]
        return patient.active_on(key.on) and not any(
            u.from_on <= key.on <= u.to_on and covers(u.half_day, key.half_day) for u in mine
        )

    def wish(self, patient: Patient, key: SessionKey) -> int:
        weights = self.centre.comfort
        mine = [u for u in self.centre.unavailabilities if u.patient == patient.patient and not u.hard]
        soft = any(u.from_on <= key.on <= u.to_on and covers(u.half_day, key.half_day) for u in mine)
        other_day = patient.usual_weekday not in (None, key.on.isoweekday())
        other_half = patient.preferred_half_day not in (None, key.half_day)
        return weights.other_weekday * other_day + weights.other_half_day * other_half + weights.soft_unavailability * soft

    def solve(self) -> Tiers:
        values = []
        for name in ("unplaced", "beyond", "moved", "comfort"):
            cost = mathopt.fast_sum(self.terms[name]) + (len(self.told) if name == "moved" else 0)
            self.model.minimize(cost)
            exact = mathopt.SolveParameters(relative_gap_tolerance=0.0, absolute_gap_tolerance=0.9)
            result = mathopt.solve(self.model, mathopt.SolverType.HIGHS, params=exact)
            assert result.termination.reason == mathopt.TerminationReason.OPTIMAL
            values.append(round(result.objective_value()))
            self.model.add_linear_constraint(cost <= values[-1])
        return Tiers(unplaced=values[0], beyond_limit_days=values[1], moved=values[2], comfort=values[3])
