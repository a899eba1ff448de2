"""How fast the machine is at the moment, so that limits of time hold for the program and not for what else runs there."""

import time

_USUAL_MS = 45.0  # of `_plain_work`, where the limits were set


def slower() -> float:
    """Return how many times as long as where the limits were set a piece of plain Python takes now; at least 1."""
    return max(1.0, min(_plain_work() for _ in range(3)) / _USUAL_MS)


def _plain_work() -> float:
    """Return the milliseconds that the processor works on dictionaries, strings and sorting, as a screen does."""
    began = time.process_time()
    found = {}
    for number in range(200_000):
        found[number % 1000, "x"] = f"{number}x"
    sorted(found.items())
    return 1000 * (time.process_time() - began)
