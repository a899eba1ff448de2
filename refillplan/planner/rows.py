"""The sessions' rows over whole numbers: what any choice of chains must keep to, posted once for every whole model."""

from collections.abc import Iterable, Mapping, Sequence
from math import inf

from refillplan.planner.capacity import Capacity
from refillplan.planner.profile import Profile
from refillplan.planner.sheet import Sheet, Variable

Takes = Mapping[int, Sequence[Variable]]
"""By session, the choices that put visits into it."""


def post_sessions(
    sheet: Sheet, capacity: Capacity, refills: Takes, reviews: Takes, taken: Mapping[tuple[int, int], int]
) -> list[Variable]:
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
    reserved: dict[int, Variable] = {}
    for week in capacity.weeks:
        if open_ones.isdisjoint(week.sessions):
            continue
        for s in week.sessions:
            reserved[s] = sheet.add(max(capacity.profiles[s].most, default=0))
        post(sheet, ((1.0, reserved[s]) for s in week.sessions), lb=week.needed)
    above = []
    for s in sorted(open_ones | reserved.keys()):
        short, longer = list(refills.get(s, ())), list(reviews.get(s, ()))
        with_reserve = [*short, reserved[s]] if s in reserved else short
        settled = (taken.get((s, 0), 0), taken.get((s, 1), 0))
        _post_profile(sheet, capacity.profiles[s], with_reserve, longer, settled)
        comfortable = int(capacity.comfortable[s]) - sum(settled)
        most = sum(sheet.most(take) for take in (*short, *longer))
        if capacity.comfortable[s] >= 0 and comfortable < most:
            crowd = sheet.add(most - comfortable)
            post(sheet, [*((1.0, take) for take in (*short, *longer)), (-1.0, crowd)], ub=comfortable)
            above.append(crowd)
    return above


def post(sheet: Sheet, terms: Iterable[tuple[float, Variable]], *, lb: float = -inf, ub: float = inf) -> None:
    """Keep a sum of choices between two bounds."""
    sheet.keep({variable: coefficient for coefficient, variable in terms}, lb, ub)


def _post_profile(
    sheet: Sheet,
    profile: Profile,
    short: Sequence[Variable],
    longer: Sequence[Variable],
    settled: tuple[int, int],
) -> None:
    refilled, reviewed = settled
    for a, b, most in profile.facets():
        terms = [*((float(a), take) for take in short if a), *((float(b), take) for take in longer if b)]
        post(sheet, terms, ub=most - a * refilled - b * reviewed)
    if profile.convex:
        return
    number = [sheet.add() for _ in profile.most]
    post(sheet, ((1.0, pick) for pick in number), lb=1, ub=1)
    reviews = [*((1.0, take) for take in longer), *((-float(m), pick) for m, pick in enumerate(number))]
    post(sheet, reviews, lb=-reviewed, ub=-reviewed)
    refills = [*((1.0, take) for take in short), *((-float(most), pick) for most, pick in zip(profile.most, number, strict=True))]
    post(sheet, refills, ub=-refilled)
