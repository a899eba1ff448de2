"""What column generation is tried on: everybody's elastic network, and the rows of the sessions."""

from functools import partial

from refillplan.planner.bookings import sort_bookings
from refillplan.planner.capacity import capacity_of, profiles_of
from refillplan.planner.ground import Ground
from refillplan.planner.groups import Groups
from refillplan.planner.networks import own_minima_of, paths_of
from refillplan.planner.problem import Problem


def elastic_ground(problem: Problem) -> Ground:
    """Return the ground on which visits may be late or without a session."""
    bookings, profiles = sort_bookings(problem), profiles_of(problem)
    elastic = partial(paths_of, problem, bookings, profiles=profiles, elastic=True)
    networks = [elastic(range(len(problem.starts)))]
    return Ground(
        capacity=capacity_of(problem, bookings, profiles),
        networks=networks,
        groups=Groups(networks, with_comfort=True),
        paths_of=elastic,
        floors=own_minima_of(len(profiles), networks),
    )
