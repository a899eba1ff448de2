"""What a generated year has beside its weeks: closures, extra openings, leaves."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from refillplan.domain.agenda import holiday_on
from refillplan.domain.centre import Centre
from refillplan.domain.people import Role
from refillplan.domain.plans import Horizon
from refillplan.domain.sessions import Closure, Leave, Opening
from refillplan.generator.draws import chance, pick
from refillplan.generator.spec import CentreSpec

SUMMER = "summer closure"
_TUESDAY, _THURSDAY, _LAST_WORKING_DAY = 2, 4, 5


def with_closures(spec: CentreSpec, draws: Random, centre: Centre) -> Centre:
    """Return ``centre`` closed on bridge days and in August.

    The summer closure is nine days, Saturday to Sunday, because a chain has ten days of play
    (limit less earliest); a tight centre closes for sixteen.
    """
    horizon = Horizon.after(spec.today, spec.weeks)
    days = [horizon.start_on + timedelta(days=offset) for offset in range(horizon.days)]
    bridges = [day for day in days if _is_bridge(centre, day) and chance(draws, 70)]
    summers = [
        _summer(draws, year, days=16 if spec.tight else 9) for year in range(horizon.start_on.year, horizon.end_on.year + 1)
    ]
    closures = [Closure(from_on=day, to_on=day, reason="bridge day") for day in bridges]
    closures += [closure for closure in summers if horizon.start_on <= closure.from_on < horizon.end_on]
    return replace(centre, closures=tuple(sorted(closures, key=lambda closure: closure.from_on)))


def with_leaves(spec: CentreSpec, draws: Random, centre: Centre) -> Centre:
    """Return ``centre`` with an operator on leave for some weeks, where there are several, and another for days.

    The long leave goes to a nurse: a review needs a physician, and has to ride on the visit at
    which it falls due.
    """
    nurses = [operator.operator for operator in centre.operators if operator.role is Role.NURSE]
    leaves = []
    if nurses:
        from_on = _monday(spec, percent=25 + draws.randrange(20))
        long_weeks = min(3, 1 + spec.weeks // 8)
        leaves.append(Leave(operator=pick(draws, nurses), from_on=from_on, to_on=from_on + timedelta(days=7 * long_weeks - 1)))
    from_on = _monday(spec, percent=70 + draws.randrange(25))
    days = pick(draws, (2, 4, 11) if spec.tight else (2, 4))
    leaves.append(Leave(operator="OP1", from_on=from_on, to_on=from_on + timedelta(days=days)))
    usual = pick(draws, centre.sessions)
    half_day_on = _monday(spec, percent=draws.randrange(20)) + timedelta(days=usual.weekday - 1)
    operator = pick(draws, usual.operators)
    leaves.append(Leave(operator=operator, from_on=half_day_on, to_on=half_day_on, half_day=usual.half_day))
    return replace(centre, leaves=tuple(leaves))


def with_openings(spec: CentreSpec, draws: Random, centre: Centre) -> Centre:
    """Return ``centre`` with extra half-days: after the summer closure, and a week after the longest leave begins."""
    wanted = [(closure.to_on + timedelta(days=1), SUMMER) for closure in centre.closures if closure.reason == SUMMER]
    longest = max(centre.leaves, key=lambda leave: leave.to_on - leave.from_on)
    wanted.append((longest.from_on + timedelta(days=7), "leave"))
    for week_on, cause in wanted:
        opening = _opening(draws, centre, week_on, cause)
        centre = centre if opening is None else replace(centre, openings=(*centre.openings, opening))
    return centre


def summer_days(centre: Centre) -> list[date]:
    """Return the days of the summer closures, without the weekends at both ends."""
    closed = [closure for closure in centre.closures if closure.reason == SUMMER]
    return [
        closure.from_on + timedelta(days=offset)
        for closure in closed
        for offset in range(2, (closure.to_on - closure.from_on).days - 1)
    ]


def _monday(spec: CentreSpec, *, percent: int) -> date:
    """Return the Monday after so much of the horizon, and never today's week."""
    return spec.today + timedelta(days=7 - spec.today.weekday(), weeks=spec.weeks * percent // 100)


def _is_bridge(centre: Centre, day: date) -> bool:
    if holiday_on(centre, day) is not None:
        return False
    before, after = holiday_on(centre, day - timedelta(days=1)), holiday_on(centre, day + timedelta(days=1))
    return (before is not None and day.isoweekday() == _THURSDAY + 1) or (after is not None and day.isoweekday() == _TUESDAY - 1)


def _summer(draws: Random, year: int, *, days: int) -> Closure:
    first = date(year, 8, 1)
    saturday = first + timedelta(days=(5 - first.weekday()) % 7 + 7 * draws.randrange(2))
    return Closure(from_on=saturday, to_on=saturday + timedelta(days=days - 1), reason=SUMMER)


def _opening(draws: Random, centre: Centre, week_on: date, cause: str) -> Opening | None:
    """Open, in the week from ``week_on``, a half-day that the template leaves closed, like a session that it opens."""
    model = pick(draws, centre.sessions)
    usual = {template.weekday for template in centre.sessions if template.half_day is model.half_day}
    opened = {(opening.on, opening.half_day) for opening in centre.openings}
    free = [
        day
        for day in (week_on + timedelta(days=offset) for offset in range(5))
        if day.isoweekday() <= _LAST_WORKING_DAY
        and day.isoweekday() not in usual
        and (day, model.half_day) not in opened
        and holiday_on(centre, day) is None
        and not any(closure.from_on <= day <= closure.to_on for closure in centre.closures)
    ]
    if not free:
        return None
    return Opening(
        on=pick(draws, free),
        half_day=model.half_day,
        opens=model.opens,
        closes=model.closes,
        places=model.places,
        operators=model.operators,
        comfortable_visits=model.comfortable_visits,
        reason=f"extra half-day: {cause}",
    )
