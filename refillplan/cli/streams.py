"""Standard output and error: nothing that is printed may fail for want of a letter, and a failure to write is told."""

import codecs
import errno
import os
import sys
import unicodedata
from io import TextIOWrapper

_HANDLER = "refillplan.stand-in"
DISK_FAULTS = (errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT)
"""What a disk says that is full or faulty, whatever is asked of it."""

_STAND_INS = {"→": "->", "–": "-", "—": "-", "’": "'", "…": "...", "œ": "oe", "Œ": "OE", "─": "-", "━": "-", "·": "."}


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    """Return letters near to those that an encoding has not: a plain one for one with an accent, or else a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_near, error.object[error.start : error.end])), error.end


def _near(letter: str) -> str:
    plain = _STAND_INS.get(letter) or "".join(part for part in unicodedata.normalize("NFKD", letter) if part.isascii())
    return plain or "?"


def prepare_streams() -> None:
    """Let stdout and stderr write every letter in whatever encoding they have; stdout is for this program's data alone."""
    _own_stdout()
    codecs.register_error(_HANDLER, _stand_in)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)


def _own_stdout() -> None:
    """Let what libraries print past Python go to stderr, as HiGHS does now and then whatever it is asked for."""
    stdout = sys.stdout
    if not isinstance(stdout, TextIOWrapper) or stdout is not sys.__stdout__ or sys.stderr is None:
        return
    stdout.flush()
    own = os.dup(stdout.fileno())
    os.dup2(sys.stderr.fileno(), stdout.fileno())
    buffering = 1 if stdout.line_buffering else -1
    sys.stdout = open(own, "w", buffering=buffering, encoding=stdout.encoding, errors=stdout.errors)  # noqa: SIM115 (to the end)
    setattr(sys, "__stdout__", sys.stdout)  # noqa: B010 (what draws the screen in a browser writes there)


def forget_stdout() -> None:
    """Nobody can read any more; keep Python from complaining about it as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def cannot_write(error: Exception) -> bool:
    """Tell whether an error is that of writing to where no file is named: a full device behind stdout, for example."""
    return isinstance(error, OSError) and error.filename is None and error.errno in (*DISK_FAULTS, errno.EBADF)
