"""Whether a centre has room for what it is asked, without anybody's being worse off than allowed."""

from dataclasses import dataclass
from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.plans import Infeasible, Planned, Tiers, Undecided
from refillplan.domain.windows import interval_of
from refillplan.planner.capacity import profiles_of
from refillplan.planner.memory import Memory
from refillplan.planner.pricing import COMFORT
from refillplan.planner.problem import build_problem
from refillplan.planner.progress import Progress, Report, Stop
from refillplan.planner.solve import solve


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRoom:
    """It does not fit, proved or not."""

    proved: bool


def room_for(
    centre: Centre, today: date, weeks: int, allowed: Tiers, *, memory: Memory, report: Report, stop: Stop
) -> Planned | NoRoom | Undecided:
    """Return the best plan if it leaves no more visits unplaced and no more days beyond limits than allowed.

    Planning ends as soon as it is proved that no plan does.

    Parameters
    ----------
    allowed
        Its first two figures count.

    Returns
    -------
    Planned
        The best plan, as `refillplan.planner.solve.solve` gives it.
    NoRoom
        Where it does not keep to what is allowed; proved where no plan does.
    Undecided
        Where it was stopped.
    """
    watch = _Watch(allowed, report)
    outcome = solve(centre, today, weeks, memory=memory, report=watch.report, stop=lambda: watch.full or stop())
    if watch.full:
        return NoRoom(proved=True)
    match outcome:
        case Planned() if outcome.plan.tiers.unplaced > allowed.unplaced or _late(outcome.plan.tiers, allowed):
            bounds = outcome.plan.bounds
            return NoRoom(proved=bounds.unplaced > allowed.unplaced or _late(bounds, allowed))
        case Infeasible():
            return NoRoom(proved=True)
        case Undecided():
            return outcome if stop() else NoRoom(proved=False)
        case _:
            return outcome


def is_full(centre: Centre, today: date, weeks: int, allowed: Tiers, *, memory: Memory, report: Report, stop: Stop) -> bool:
    """Tell whether it is soon proved that there is no room, as `room_for` understands it.

    What is not proved may still not fit, but seldom: no plan is looked for, the sessions are shared out as far as
    their prices tell. It takes a small part of the time.
    """
    watch = _Watch(allowed, report)
    solve(centre, today, weeks, memory=memory, report=watch.report, stop=lambda: watch.full or watch.told_all or stop())
    return watch.full


def _late(tiers: Tiers, allowed: Tiers) -> bool:
    """Whether there are too many days beyond limits, the visits unplaced being as many as allowed.

    A bound of these days is that of plans with so many visits unplaced: with fewer unplaced, it says nothing.
    """
    return tiers.unplaced == allowed.unplaced and tiers.beyond_limit_days > allowed.beyond_limit_days


class _Watch:
    """Looks through the planner's news for the proof that there is no room.

    Attributes
    ----------
    full
        Whether it was found.
    told_all
        Whether all bounds are told that come before whole chains are looked for.
    """

    def __init__(self, allowed: Tiers, report: Report) -> None:
        self._allowed = allowed
        self._report = report
        self.full = False
        self.told_all = False

    def report(self, news: Progress) -> None:
        """Pass news on, and note a bound beyond what is allowed."""
        bound = 0.0 if news.bound is None else news.bound
        unplaced, late = self._allowed.unplaced, self._allowed.beyond_limit_days
        if (news.tier == 0 and bound > unplaced) or (news.tier == 1 and unplaced == 0 and bound > late):
            self.full = True
        self.told_all |= news.final and news.tier == COMFORT
        self._report(news)


def most_newcomers(centre: Centre, today: date, weeks: int) -> int:
    """Return a number of new patients that cannot all be seen inside the limit, for lack of room in the sessions.

    In any stretch of ``limit_days`` every patient needs a visit: no stretch holds more patients than its sessions
    hold refills. Meant as the end of a search, not as a proof: limits may be exceeded already.
    """
    problem = build_problem(centre, today, weeks)
    limit_days = centre.protocol.limit_days
    refills = [0] * problem.horizon.days
    for session, profile in zip(problem.sessions, profiles_of(problem), strict=True):
        refills[problem.day(session.key.on)] += max(profile.most, default=0)
    stretches = (sum(refills[day : day + limit_days]) for day in range(max(1, problem.horizon.days - limit_days + 1)))
    always = (start for start in problem.starts if problem.last_day(start) >= problem.horizon.days)
    here = sum(interval_of(centre.protocol, start.patient).limit_days <= limit_days for start in always)
    return max(0, min(stretches) - here) + 1
