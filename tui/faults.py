"""What went wrong, as one sentence for a dialog."""

import tempfile
import traceback
from pathlib import Path

from refillplan.domain.file_errors import why_unusable
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.services.upkeep.databases import StorageError


def sentence_on(error: Exception) -> Message:
    """Return what to tell of an error; a fault in the program leaves a report, without values, since these may be of patients."""
    match error:
        case InvalidValue() | StorageError():
            return error.sentence
        case OSError() if error.filename is not None:
            return message(N_("{file}: {reason}"), file=str(error.filename), reason=why_unusable(error))
    return message(
        N_("a fault in the program ({kind}); nothing more was done. Please report it with the file {file}"),
        kind=type(error).__name__,
        file=str(_report(error)),
    )


def _report(error: Exception) -> Path:
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}\n" for frame in traceback.extract_tb(error.__traceback__)]
    with tempfile.NamedTemporaryFile("w", prefix="refillplan-fault-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write(f"{type(error).__name__}\n")
        file.writelines(frames)
    return Path(file.name)
