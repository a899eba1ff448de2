"""The sessions' rows over whole numbers: what any choice of chains must keep to, posted once for every whole model."""

from collections.abc import Mapping, Sequence

from ortools.math_opt.python import mathopt

from refillplan.planner.capacity import Capacity
from refillplan.planner.profile import Profile

Takes = Mapping[int, Sequence[mathopt.Variable]]
"""By session, the 0/1 choices that put a visit into it."""


def post_sessions(
    model: mathopt.Model, capacity: Capacity, refills: Takes, reviews: Takes, taken: Mapping[tuple[int, int], int]
) -> list[mathopt.Variable]:
    """Keep every session that has a choice inside its profile, and its week the reserve.

    Parameters
    ----------
    taken
        Numbers of refills and reviews already settled, by session and kind (0, 1).

    Returns
    -------
    The numbers of visits above the comfortable one, for the objective.
    """
    open_ones = {*refills, *reviews}
    reserved: dict[int, mathopt.Variable] = {}
    for week in capacity.weeks:
        if open_ones.isdisjoint(week.sessions):
            continue
        for s in week.sessions:
            reserved[s] = model.add_integer_variable(lb=0, ub=max(capacity.profiles[s].most, default=0))
        model.add_linear_constraint(mathopt.fast_sum(reserved[s] for s in week.sessions) >= week.needed)
    above = []
    for s in sorted(open_ones | reserved.keys()):
        short, longer = list(refills.get(s, ())), list(reviews.get(s, ()))
        with_reserve = [*short, reserved[s]] if s in reserved else short
        refilled, reviewed = taken.get((s, 0), 0), taken.get((s, 1), 0)
        _post_profile(model, capacity.profiles[s], mathopt.fast_sum(with_reserve) + refilled, mathopt.fast_sum(longer) + reviewed)
        comfortable = int(capacity.comfortable[s])
        most = len(short) + len(longer) + refilled + reviewed
        if 0 <= comfortable < most:
            crowd = model.add_integer_variable(lb=0, ub=most - comfortable)
            model.add_linear_constraint(mathopt.fast_sum([*short, *longer]) - crowd <= comfortable - refilled - reviewed)
            above.append(crowd)
    return above


def _post_profile(model: mathopt.Model, profile: Profile, short: mathopt.LinearBase, longer: mathopt.LinearBase) -> None:
    for a, b, most in profile.facets():
        model.add_linear_constraint(a * short + b * longer <= most)
    if profile.convex:
        return
    number = [model.add_binary_variable() for _ in profile.most]
    model.add_linear_constraint(mathopt.fast_sum(number) == 1)
    model.add_linear_constraint(longer == mathopt.fast_sum(m * pick for m, pick in enumerate(number)))
    model.add_linear_constraint(short <= mathopt.fast_sum(most * pick for most, pick in zip(profile.most, number, strict=True)))
