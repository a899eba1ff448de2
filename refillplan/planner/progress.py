"""What a running plan tells whoever waits for it, and how it is told to stop."""

from collections.abc import Callable
from dataclasses import dataclass

from refillplan.domain.messages import Message

STEPS = 6
"""Steps of planning: what the sessions hold, one for each tier, the hours. Earlier ones may come again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One line of news: what is being done, and cost and bound of what is minimised, where known.

    Parameters
    ----------
    step
        Which of the `STEPS` it is, from 1; None where it is none of them.
    tier
        Position of the one tier that ``bound`` is proved to bound, for told visits as minus those kept; None
        where it bounds something else or nothing.
    final
        Whether this is the last bound of its kind that shares of chains prove; what follows looks for whole ones.
    """

    doing: Message
    step: int | None = None
    cost: float | None = None
    bound: float | None = None
    tier: int | None = None
    final: bool = False


Report = Callable[[Progress], None]
"""Called with news, often; must return quickly."""

Stop = Callable[[], bool]
"""Asked often; once it says yes, planning ends without a plan."""


def quiet(_: Progress) -> None:
    """Report to nobody."""


class Stopped(Exception):
    """Planning was told to stop."""


def raise_if(stop: Stop) -> None:
    """Raise `Stopped` if ``stop`` says so."""
    if stop():
        raise Stopped
