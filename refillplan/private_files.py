"""Files that may hold codes of patients: whole or not at all, for their owner or the group of a folder that a group shares."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

_SHARED = stat.S_ISGID | stat.S_IWGRP


def mode_for_new(folder: Path) -> int:
    """Return the mode of a new file in a folder: 660 where a group shares it (mode 2770), else 600."""
    return 0o660 if folder.stat().st_mode & _SHARED == _SHARED else 0o600


def make_folder(folder: Path) -> None:
    """Make a folder with its parents, if need be; inside one that a group shares it is for the group, too.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    above = folder.parent.stat().st_mode
    if above & _SHARED == _SHARED:
        folder.chmod(stat.S_IMODE(above))


def write_files(contents: Mapping[str, bytes], folder: Path, *, mode: int | None = None) -> None:
    """Write files, each at one stroke, the first only once all are on the disk; the last given comes last.

    A file that exists keeps its mode, other files in the folder stay, and the folder is made if need be.

    Parameters
    ----------
    contents
        Bytes by file name.
    mode
        That of new files; None: `mode_for_new`.

    Raises
    ------
    OSError
        If they cannot be written; it names the file that was asked for.
    """
    at_work = folder
    try:
        make_folder(folder)
        through = [name for name in contents if _leads_elsewhere(folder / name)]
        for name in through:
            at_work = folder / name
            at_work.write_bytes(contents[name])
        whole = [name for name in contents if name not in through]
        if not whole:
            return
        # Inside the folder, because only within one file system is a replacement one stroke.
        at_work = folder
        with TemporaryDirectory(dir=folder, prefix=".") as beside:
            for name in whole:
                at_work = folder / name
                new = Path(beside) / name
                new.write_bytes(contents[name])
                new.chmod(stat.S_IMODE(at_work.stat().st_mode) if at_work.exists() else mode or mode_for_new(folder))
            for name in whole:
                at_work = folder / name
                os.replace(Path(beside) / name, at_work)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(at_work)) from error


def _leads_elsewhere(file: Path) -> bool:
    """Tell whether a name stands for something else, such as /dev/stdout: it is written through, never replaced."""
    return file.is_symlink() or (file.exists() and not file.is_file())


def write_file(file: Path, content: bytes, *, mode: int | None = None) -> None:
    """Write one file as `write_files` does.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    write_files({file.name: content}, file.parent, mode=mode)
