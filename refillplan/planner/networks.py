"""Networks of all patients: plain ones for those whom they serve, elastic ones for the others."""

from collections.abc import Sequence

import numpy as np

from refillplan.planner.arrays import INF, Ints
from refillplan.planner.bookings import Bookings
from refillplan.planner.goals import BIG
from refillplan.planner.network import Network
from refillplan.planner.pricing import SCALE, Paths, Weights
from refillplan.planner.problem import Problem
from refillplan.planner.profile import Profile
from refillplan.planner.sweeping import paths_in
from refillplan.planner.walk import trace

OWN_MINIMA = Weights(unplaced=BIG[0], beyond=BIG[1], moved=BIG[2], comfort=SCALE)
"""Weights under which the cheapest chain is least in each tier in turn, prices counting in the last one."""


def free(problem: Problem) -> Ints:
    """Return the (sessions, 2) prices of sessions that cost nothing."""
    return np.zeros((len(problem.sessions), 2), dtype=np.int64)


def paths_of(
    problem: Problem,
    bookings: Bookings,
    members: Sequence[int],
    profiles: Sequence[Profile],
    *,
    elastic: bool,
    elsewhere: bool | None = None,
) -> Paths:
    """Return the network of some patients, over the sessions into which any visit fits; elastic ones allow visits elsewhere."""
    held = {h.session for h in bookings.held if h.own_kind}
    refills, reviews = [any(profile.most) for profile in profiles], [len(profile.most) > 1 for profile in profiles]
    as_booked = [refill or s in held for s, refill in enumerate(refills)]
    takes = np.array([refills, reviews, as_booked], dtype=bool)
    elsewhere = elastic if elsewhere is None else elsewhere
    return paths_in(Network(problem, bookings, members, takes, elastic=elastic, elsewhere=elsewhere))


def split_paths(problem: Problem, bookings: Bookings, profiles: Sequence[Profile]) -> list[Paths]:
    """Return plain networks for those whom they serve, elastic ones for the others."""
    everyone = range(len(problem.starts))
    plain = paths_of(problem, bookings, everyone, profiles, elastic=False)
    cheapest = plain.price(free(problem), Weights(comfort=SCALE))
    hard = [int(i) for i in everyone if cheapest[i] >= INF]
    if not hard:
        return [plain]
    easy = [int(i) for i in everyone if cheapest[i] < INF]
    networks = [paths_of(problem, bookings, easy, profiles, elastic=False)] if easy else []
    return [*networks, paths_of(problem, bookings, hard, profiles, elastic=True)]


def own_minima_of(sessions: int, networks: Sequence[Paths]) -> tuple[int, ...]:
    """Return the sums of all patients' own minima, tier by tier, where there are so many sessions."""
    sums = [0, 0, 0, 0]
    for paths in networks:
        paths.price(np.zeros((sessions, 2), dtype=np.int64), OWN_MINIMA)
        tiers = (paths.network.times @ trace(paths).tiers).tolist()
        sums = [a + b for a, b in zip(sums, tiers, strict=True)]
    return tuple(sums)


def unreachable(problem: Problem, bookings: Bookings, members: Sequence[int], profiles: Sequence[Profile]) -> tuple[int, ...]:
    """Return those of ``members`` whom no chain can serve at all, because what is held for them contradicts."""
    with_held = {held.patient for held in bookings.held}
    asked = [member for member in members if member in with_held]
    if not asked:
        return ()
    cheapest = paths_of(problem, bookings, asked, profiles, elastic=True).price(free(problem), OWN_MINIMA)
    return tuple(member for member, cost in zip(asked, cheapest.tolist(), strict=True) if cost >= INF)
