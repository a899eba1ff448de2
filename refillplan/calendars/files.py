"""Calendars on disk: a file whose calendar did not change is left alone."""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory


def write_calendars(calendars: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write those calendars whose bytes differ from the files in ``folder``, and return their paths.

    Each file is replaced at one stroke, so that nobody ever reads half of one. Other files in the
    folder stay. The folder is created if need be.

    Parameters
    ----------
    calendars
        Bytes by file name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    changed = {folder / name: content for name, content in calendars.items() if not _holds(folder / name, content)}
    if not changed:
        return ()
    # Inside the folder, because only within one file system is a replacement one stroke.
    with TemporaryDirectory(dir=folder, prefix=".") as beside:
        for path, content in changed.items():
            new = Path(beside) / path.name
            new.write_bytes(content)
            os.replace(new, path)
    return tuple(changed)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content
