"""Ctrl-C where Python and its libraries do not answer it well: while modules are loaded, and where a library swallows it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_PRESSED = threading.Event()


def _note(*_: object) -> None:
    _PRESSED.set()
    raise KeyboardInterrupt


@contextmanager
def ctrl_c_noted() -> Iterator[None]:
    """Note Ctrl-C besides raising it: raised inside a callback of a library it is lost."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler or not _on_main_thread():
        yield
        return
    _PRESSED.clear()
    signal.signal(signal.SIGINT, _note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def ctrl_c_was_pressed() -> bool:
    """Tell whether Ctrl-C was pressed since `ctrl_c_noted`."""
    return _PRESSED.is_set()


@contextmanager
def ctrl_c_awaited() -> Iterator[None]:
    """Note Ctrl-C without raising it, so that it can be looked for; where it is ignored it stays so."""
    before = signal.getsignal(signal.SIGINT)
    if before not in (signal.default_int_handler, _note) or not _on_main_thread():
        yield
        return
    signal.signal(signal.SIGINT, lambda *_: _PRESSED.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _on_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


@contextmanager
def ctrl_c_held_back() -> Iterator[None]:
    """Let Ctrl-C wait for the end of the block: half-loaded modules turn it into errors of their own.

    Raises
    ------
    KeyboardInterrupt
        At the end, where it was pressed.
    """
    before = signal.getsignal(signal.SIGINT)
    if before not in (signal.default_int_handler, _note) or not _on_main_thread():
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
