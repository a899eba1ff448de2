"""What prices some of the patients teach for all: each of them stands for so many, and little is lost.

How many days beyond limits a centre enforces hangs on few weeks in which too much is due at once. The prices of those
weeks are nearly the same whoever exactly comes, so that a part of the patients finds them, in a small part of the time.
What they prove is worked out anew, exactly, for all patients.
"""

from collections.abc import Sequence

from refillplan.planner.capacity import Capacity, Prices
from refillplan.planner.generation import Generator, Pool
from refillplan.planner.goals import Goal
from refillplan.planner.networks import own_minima_of
from refillplan.planner.pricing import Paths
from refillplan.planner.progress import Stop, quiet

_SOME, _PART = 250, 4  # patients, at most, and at most one of so many


def learn(capacity: Capacity, networks: Sequence[Paths], goal: Goal, stop: Stop) -> Prices | None:
    """Return prices for a goal that some of the patients teach; None where not even they find places."""
    patients = sum(paths.network.size for paths in networks)
    weight = max(1, patients // min(_SOME, patients // _PART + 1))
    some = [Paths(paths.network.every(weight)) for paths in networks]
    floors = own_minima_of(len(capacity.profiles), some)
    generator = Generator(capacity, some, goal, floors, Pool(), None, stop, weight=weight)
    generated = generator.run(quiet, stop)
    return None if generated is None else generated.bound.prices
