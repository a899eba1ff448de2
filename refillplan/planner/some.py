"""What prices some of the patients teach for all: each of them stands for so many, and little is lost.

What a place is worth hangs on how much is due in its week at once. That is nearly the same whoever exactly comes, so that
a part of the patients finds prices, in a small part of the time. What they prove is worked out anew, exactly, for all
patients.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from refillplan.planner.arrays import Ints
from refillplan.planner.capacity import Capacity, Prices
from refillplan.planner.corridor import WIDE
from refillplan.planner.generation import Generator, Start
from refillplan.planner.goals import Goal
from refillplan.planner.groups import Groups
from refillplan.planner.network import Network
from refillplan.planner.networks import own_minima_of
from refillplan.planner.parts import part_of
from refillplan.planner.pool import cheapest_of
from refillplan.planner.pricing import Column, Paths
from refillplan.planner.problem import Problem
from refillplan.planner.progress import Progress, Report, Stop

_CHAINS = 10  # of each patient, kept from one length to the next
_SOME, _LEAST_PART = 125, 16  # patients that teach: so many, and where there are more, at least one of so many
_LUMPS = (28, 14, 1)  # days whose sessions of the same weekday share a row, one length after the other


def learn(
    problem: Problem, capacity: Capacity, networks: Sequence[Paths], goal: Goal, report: Report, stop: Stop
) -> Iterator[Prices | None]:
    """Yield prices for a goal that some of the patients teach, nearer and nearer; None where not even they find places.

    The Mondays of four weeks share a row at first, and so each weekday; then those of two weeks, then each day has its own.
    With few rows prices are soon found, and those of the finer rows are near to them; from weeks to days they climb.
    Weekdays are told apart: chains that go as far as they may come to some of them only. News is told without figures, which
    would not be of all.
    """

    def tell(news: Progress) -> None:
        report(Progress(doing=news.doing, step=news.step))

    patients = sum(paths.network.size for paths in networks)
    weight = max(1, patients // max(_SOME, patients // _LEAST_PART))
    some = [Paths(_every(weight, paths.network)) for paths in networks] if weight > 1 else networks
    some = Groups(some, with_comfort=goal.with_comfort).paths
    floors = own_minima_of(len(capacity.profiles), some)
    prices, known = None, list[Column]()
    for days in _LUMPS:
        start = Start(prices=prices, climb=days == _LUMPS[-1], width=None if prices is None else WIDE)
        lumps = _lumps(problem, capacity, days)
        generator = Generator(capacity, some, goal, floors, known, start, stop, lumps=lumps)
        generated = generator.run(tell, stop)
        if generated is None:
            yield None
            return
        prices = generated.bound.prices
        yield prices
        known = cheapest_of(generated.offered, capacity, goal, prices, _CHAINS)


def _lumps(problem: Problem, capacity: Capacity, days: int) -> Ints:
    """Return by facet the number of its row where the sessions of a weekday share one for so many days."""
    first = [(problem.day(session.key.on) // days, session.key.on.weekday()) for session in problem.sessions]
    of_facets = zip(capacity.session.tolist(), capacity.refills.tolist(), capacity.reviews.tolist(), strict=True)
    keys = [(first[s], refills, reviews) for s, refills, reviews in of_facets]
    number = {key: position for position, key in enumerate(dict.fromkeys(keys))}
    return np.array([number[key] for key in keys], dtype=np.int64)


def _every(number: int, network: Network) -> Network:
    """Return the network of the first chain and every so many after it."""
    columns = np.arange(0, network.size, number)
    return part_of(network, columns, np.full_like(columns, number))
