"""Ctrl-C where Python and its libraries do not answer it well: while modules are loaded."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ctrl_c_held_back() -> Iterator[None]:
    """Let Ctrl-C wait for the end of the block: half-loaded modules turn it into errors of their own.

    Raises
    ------
    KeyboardInterrupt
        At the end, where it was pressed.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler or threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: pressed.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if pressed.is_set():
            raise KeyboardInterrupt


def is_ctrl_c(error: BaseException) -> bool:
    """Tell whether Ctrl-C is at the bottom of an error, however it was wrapped."""
    seen: set[int] = set()
    rest: list[BaseException | None] = [error]
    while rest:
        one = rest.pop()
        if one is None or id(one) in seen:
            continue
        if isinstance(one, KeyboardInterrupt):
            return True
        seen.add(id(one))
        rest += [one.__cause__, one.__context__]
    return False
