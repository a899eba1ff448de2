"""How a command ends."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes (design 5.2)."""

    WELL = 0
    LOOK = 1  # done, with exceptions or violations to look at
    BAD_INPUT = 2
    STORAGE = 3
    UNDECIDED = 4
    INTERRUPTED = 130


class SolvingInterrupted(KeyboardInterrupt):
    """Ctrl-C while the planner was at work.

    Parameters
    ----------
    still_running
        Whether the planner's thread is inside a step that cannot be stopped; only the end of the process ends it.

    Attributes
    ----------
    meanwhile
        What the command has done and kept before, in the reader's language.
    """

    def __init__(self, *, still_running: bool) -> None:
        super().__init__()
        self.still_running = still_running
        self.meanwhile = ""
