"""Python's search for unused memory: a full one takes a fifth of a second in a big centre, so it waits for a quiet moment."""

import gc
from time import monotonic

_QUIET_SECONDS = 10
_YOUNG, _MIDDLE, _NEVER = 50_000, 50, 1_000_000


def put_off() -> None:
    """Search by itself only among what is new; `Pauses` does the rest."""
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _NEVER)


class Pauses:
    """Knows when somebody last did something, and searches when that is a while ago."""

    def __init__(self) -> None:
        self._touched_at = monotonic()

    def touched(self) -> None:
        """Note that a key was pressed or the mouse moved."""
        self._touched_at = monotonic()

    def use(self) -> None:
        """Search everywhere, if it is quiet."""
        if monotonic() - self._touched_at > _QUIET_SECONDS:
            gc.collect()
