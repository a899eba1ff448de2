"""From the end of column generation to a proof: all plans within a distance of the bound are looked through, then more."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from math import ceil, inf

from refillplan.planner.best import Best
from refillplan.planner.generation import MANY, Generated
from refillplan.planner.pricing import COMFORT, SCALE
from refillplan.planner.progress import Stop, raise_if
from refillplan.planner.remaining import Step, known_steps, remaining_steps

WIDEST = 64
"""Units above the bound within which a first plan is looked for exactly."""

_MOST_STEPS, _LAST_STEPS = 20_000, 60_000  # more are not chosen among exactly; the latter where little is left to win
_FEW_STEPS = 6_000  # all that a better plan can use are looked through at once if they are so few
_FEW_UNITS = 16  # above the bound: so far a first plan is looked for where few steps are
_LITTLE = 0.01  # of the bound
_MANY_STEPS = 8_000  # with more than this the steps of the chains known are looked through first
_TOLD = COMFORT - 1  # alone it is soon chosen exactly: among many steps a plan that is known is made better, too


def narrow(best: Best, generated: Generated, value: int, that_keep: Callable[[], AbstractSet[Step] | None], stop: Stop) -> int:
    """Make the best plan better until it is proved, as far as that can be done; return what is proved of any plan.

    Parameters
    ----------
    value
        What column generation proves, in 65536ths; by the prices of that the networks are priced.
    that_keep
        Finds the steps of plans that keep to the tiers held, None where that says little; asked where there are many.
    """
    bound = first = within = -(-value // SCALE)  # plans that cost up to ``within`` are looked through
    among_known = best.cost is not None and best.goal.tier != _TOLD
    kept = None
    while best.cost is None or bound < best.cost:
        raise_if(stop)
        steps = None if best.cost is None else remaining_steps(best.networks, (best.cost - 1) * SCALE - value, _FEW_STEPS)
        if steps is not None and best.cost is not None:
            within = best.cost - 1
        else:
            steps = remaining_steps(best.networks, within * SCALE - value, _most_steps(best, bound))
        if (steps is None or len(steps) > _MANY_STEPS) and not among_known:
            among_known = True
            best.search([step for paths in best.networks for step in known_steps(paths.network, generated.offered)])
            continue
        if steps is None or (best.cost is None and within - first > WIDEST):
            break
        if len(steps) > _MANY_STEPS:
            kept = kept or that_keep()
        end = best.search(steps if kept is None else [step for step in steps if step in kept])
        bound = ceil(max(bound, min(end.bound, within + 1, inf if best.cost is None else best.cost)))
        if bound <= within:
            break
        within = 4 * within - 3 * first + 3 if best.cost is None else min(2 * within - first + 1, best.cost - 1)
    return bound


def look_through_few(best: Best) -> bool:
    """Look for a first plan among all that are nearly as good as the bound, if that is soon done; tell whether there is one."""
    steps = remaining_steps(best.networks, _FEW_UNITS * SCALE, _FEW_STEPS)
    if steps is not None:
        best.search(steps)
    return best.cost is not None


def _most_steps(best: Best, bound: int) -> int:
    """Return among how many steps to choose exactly: among more where the bound is near and patients are not too many."""
    few = sum(paths.network.size for paths in best.networks) < MANY
    near = few and best.cost is not None and best.cost - bound <= _LITTLE * bound
    return _LAST_STEPS if near else _MOST_STEPS
