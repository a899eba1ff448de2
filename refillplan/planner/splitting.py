"""A first whole plan from the end of column generation: only those whose chain is split are chosen for anew.

A basic solution of the master splits at most as many patients as it has rows of sessions; everybody else keeps the
one chain that it gives them, and what is left to choose is small. The master sees the hull of what fits into a session:
where the chains that are whole do not fit together for all that, those who come there are chosen for anew, too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial

from refillplan.planner.capacity import Capacity
from refillplan.planner.closing import close
from refillplan.planner.generation import MANY, Generated
from refillplan.planner.goals import Goal
from refillplan.planner.places import Alike
from refillplan.planner.pool import cheapest_of
from refillplan.planner.pricing import OWN, SCALE, Column, Paths
from refillplan.planner.remaining import Step, known_steps, remaining_steps
from refillplan.planner.standing import mixes_of, spare_of

_TRACE = 1e-6  # shares nearer to one than this are whole
_SLACKS = (SCALE // 10, SCALE)  # above the cheapest chain within which a split patient's steps are all looked at
_MOST_STEPS = 40_000
_FEW_STEPS = 500
_MANY_STEPS = 8_000  # the linear program of so many alone may take minutes: fewer chains are tried first
_CHAINS = (8, 16, 32)  # of each split patient, beside those used


def choose_split(
    capacity: Capacity,
    networks: Sequence[Paths],
    generated: Generated,
    goal: Goal,
    nodes: int,
    *,
    near_only: bool,
    together: Goal | None = None,
) -> tuple[Column, ...] | None:
    """Return a plan in which the chains that are whole already stay, None where none was found.

    Parameters
    ----------
    networks
        Priced by the prices that prove the bound.
    nodes
        Of branch and bound, at most.
    near_only
        Whether to end where the steps, or the chains, that are near to the cheapest make no plan, unless all are few.
    together
        All tiers together, where the goal holds the earlier ones at their bounds: whether any plan keeps to these may take
        branch and bound hours to find out. After a first try plans are looked for that need not; one that does is returned.
    """
    shares = [*zip(generated.offered, generated.mix.shares.tolist(), strict=True)]
    whole = _that_fit(capacity, {column.patient: column for column, share in shares if share > 1 - _TRACE})
    split = [column for column in generated.offered if column.patient not in whole]
    used = [column for column, share in shares if share > _TRACE and column.patient not in whole]
    cheapest = partial(cheapest_of, split, capacity, goal, generated.bound.prices)
    alike = Alike(networks)
    looked_for = partial(close, capacity, known=None, nodes=nodes, settled=[*whole.values()], alike=alike)
    for number, steps in enumerate(_tries(networks, split, used, cheapest, whole.keys(), near_only=near_only)):
        if number and together is not None:
            near = together.costs[1] - 1  # less than a day beyond a limit
            chosen = looked_for(steps, together, near=near, rounded=True).columns
        else:
            chosen = looked_for(steps, goal).columns
        plan = sorted([*(chosen or ()), *whole.values()], key=lambda column: column.patient)
        if chosen is not None and goal.keeps(plan):
            return tuple(plan)
    return None


def _tries(
    networks: Sequence[Paths],
    split: Sequence[Column],
    used: Sequence[Column],
    cheapest: Callable[[int], list[Column]],
    whole: AbstractSet[int],
    *,
    near_only: bool,
) -> Iterator[list[Step]]:
    """Yield steps of the split patients to choose among; where many are near, those of few chains come first."""
    few = sum(paths.network.size for paths in networks) < MANY
    slacks = _SLACKS[1:] if few else _SLACKS
    for slack in slacks:
        near = remaining_steps(networks, slack, _MOST_STEPS, whole)
        if slack == slacks[0] and (near is None or len(near) > _MANY_STEPS):
            yield from (_steps_of(networks, [*used, *cheapest(each)]) for each in _CHAINS)
            if near_only:
                return
        if near is not None:
            yield near
        wide = list(dict.fromkeys([*(near or ()), *_steps_of(networks, split)]))
        if near is None or not near_only or len(wide) <= _FEW_STEPS:
            yield wide


def _steps_of(networks: Sequence[Paths], chains: Sequence[Column]) -> list[Step]:
    return [step for paths in networks for step in known_steps(paths.network, chains)]


def _that_fit(capacity: Capacity, whole: Mapping[int, Column]) -> dict[int, Column]:
    """Leave out the chains through sessions whose mix does not fit, or whose week has no reserve left beside them."""
    mixes = mixes_of(whole.values())
    full = {session for session, mix in mixes.items() if not capacity.profiles[session].holds(*mix)}
    full |= {session for session, left in spare_of(capacity, mixes).items() if left < 0}
    return {i: c for i, c in whole.items() if full.isdisjoint(stop // 3 for stop in c.stops if stop >= 0 and stop % 3 != OWN)}
