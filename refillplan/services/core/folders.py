"""Folders and files to write into."""

from pathlib import Path

from refillplan.domain.messages import N_, InvalidValue, message


def require_empty(folder: Path) -> None:
    """Raise `InvalidValue` if there is anything at ``folder`` other than an empty folder."""
    if folder.exists() and not folder.is_dir():
        raise InvalidValue(message(N_("{folder} is a file, not a folder"), folder=str(folder)))
    if folder.is_dir() and any(folder.iterdir()):
        raise InvalidValue(message(N_("the folder {folder} is not empty: choose a new one"), folder=str(folder)))


def require_new(file: Path) -> None:
    """Raise `InvalidValue` if there is anything at ``file``."""
    if file.exists():
        raise InvalidValue(message(N_("{file} exists already"), file=str(file)), "file")
