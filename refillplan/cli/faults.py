"""What went wrong, as one sentence and an exit code."""

import tempfile
import traceback
from pathlib import Path

from refillplan.cli.exits import Exit
from refillplan.cli.streams import DISK_FAULTS, cannot_write
from refillplan.domain.file_errors import why_unusable
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.services.upkeep.databases import (
    BadUrl,
    BrokenReference,
    DuplicateRow,
    NotABackup,
    NotAllowed,
    PlaceTaken,
    PlanNotDraft,
    StorageError,
    UnknownCentre,
    UnknownPlan,
)

_OF_THE_INPUT = (
    BadUrl,
    BrokenReference,
    DuplicateRow,
    NotABackup,
    NotAllowed,
    PlaceTaken,
    PlanNotDraft,
    UnknownCentre,
    UnknownPlan,
)
"""Storage errors that lie in what was typed rather than in the database."""


def answer(error: Exception) -> tuple[Exit, Message]:
    """Return the exit code and the sentence for an error.

    Wrong values, unknown centres and plans, and files that cannot be used are bad input; the rest of the storage's
    errors, and a disk that is full or faulty, are storage. Anything else is a fault in the program: it leaves a report
    without values in it, and ends with the code of storage, the only one that says that nothing can be relied on.
    """
    match error:
        case InvalidValue():
            return Exit.BAD_INPUT, error.sentence
        case StorageError():
            return Exit.BAD_INPUT if isinstance(error, _OF_THE_INPUT) else Exit.STORAGE, error.sentence
        case OSError() if error.filename is not None:
            code = Exit.STORAGE if error.errno in DISK_FAULTS else Exit.BAD_INPUT
            return code, message(N_("{file}: {reason}"), file=str(error.filename), reason=why_unusable(error))
        case OSError() if cannot_write(error):
            reason = why_unusable(error)
            return Exit.STORAGE, message(N_("what was to be written could not all be written: {reason}"), reason=reason)
    return Exit.STORAGE, message(
        N_("a fault in the program ({kind}); nothing more was done. Please report it with the file {file}"),
        kind=type(error).__name__,
        file=str(_report(error)),
    )


def _report(error: Exception) -> Path:
    """Write where in the program it happened, and no values, since these may be of patients."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}\n" for frame in traceback.extract_tb(error.__traceback__)]
    with tempfile.NamedTemporaryFile("w", prefix="refillplan-fault-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write(f"{type(error).__name__}\n")
        file.writelines(frames)
    return Path(file.name)
