"""From a peer's chains to a whole plan with hours, so that the independent checker can say what it is worth."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from peer_ground import Ground, Stops, refill_times

from refillplan.domain.chains import chain_starts
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import message
from refillplan.domain.plans import Plan, PlanException, Tiers
from refillplan.domain.visit_kinds import REFILL
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Window, interval_of, window_after
from refillplan.planner.check import check_plan


def plan_of(ground: Ground, chains: Mapping[str, Stops], bounds: Tiers) -> Plan:
    """Return the plan that consists of these chains, its figures counted by the checker."""
    starts, not_planned = chain_starts(ground.centre, ground.today, ground.horizon)
    desk = _Desk(ground)
    exceptions = []
    for start in starts:
        code, window = start.patient.patient, start.window
        for stop in chains[code]:
            on = ground.horizon.start_on + timedelta(days=-1 - stop) if stop < 0 else ground.sessions[stop].key.on
            if stop >= 0:
                desk.book(code, stop, window)
            if stop < 0 or on > window.limit_on:
                exceptions.append(_exception(code, window, None if stop < 0 else ground.sessions[stop].key, on))
            window = window_after(interval_of(ground.centre.protocol, start.patient), on)
    plan = Plan(
        centre=ground.centre.code,
        today=ground.today,
        horizon=ground.horizon,
        visits=tuple(sorted(desk.visits, key=lambda visit: (visit.starts_at, visit.patient))),
        exceptions=tuple(exceptions),
        not_planned=not_planned,
    )
    return replace(plan, tiers=check_plan(ground.centre, plan).tiers, bounds=bounds)


def _exception(patient: str, window: Window, placed: SessionKey | None, on: date) -> PlanException:
    return PlanException(
        patient=patient,
        limit_on=window.limit_on,
        reason=message("no session inside the limit"),
        placed=placed,
        assumed_on=on if placed is None else None,
        nearest_before=None,
        nearest_after=None,
    )


class _Desk:
    """Gives hours: refills are all alike, so in each session they start as early as a place and an operator are free."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._told = {(visit.patient, visit.starts_at) for visit in ground.centre.visits if visit.told}
        self._times: dict[int, list[tuple[int, int, str]]] = {}
        self.visits: list[Visit] = []

    def book(self, patient: str, stop: int, window: Window) -> None:
        session, centre = self._ground.sessions[stop], self._ground.centre
        times = self._times.setdefault(stop, refill_times(centre, session))
        if not times:
            raise ValueError(f"{session.key} holds no more refills and gets one")
        start, place, operator = times.pop(0)
        opens_at = datetime.combine(session.key.on, session.opens, tzinfo=ZoneInfo(centre.timezone))
        starts_at = opens_at + timedelta(minutes=start)
        self.visits.append(
            Visit(
                patient=patient,
                kind=REFILL,
                session=session.key,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=centre.kind(REFILL).place_minutes),
                place=place,
                operator=operator,
                told=(patient, starts_at) in self._told,
                window=window,
            )
        )
