"""The command line: reads the words of a command, calls one service, prints its answer; data on stdout, talk on stderr."""

import sys
from collections.abc import Sequence

from refillplan.cli.ctrl_c import ctrl_c_held_back, ctrl_c_noted


def main(args: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code.

    Parameters
    ----------
    args
        Words after the program's name; None: those of the process.

    Returns
    -------
    int
        0 well, 1 done with exceptions or violations to look at, 2 usage or bad input, 3 storage (or a fault in the
        program), 4 undecided, 130 interrupted.
    """
    words = sys.argv[1:] if args is None else list(args)
    try:
        with ctrl_c_held_back():
            from refillplan.cli.program import run  # noqa: PLC0415 (an interruption while it loads is answered, too)

        with ctrl_c_noted():
            return run(words)
    except KeyboardInterrupt:
        from refillplan.cli.program import interrupted  # noqa: PLC0415 (loaded by now)

        return interrupted(words)
