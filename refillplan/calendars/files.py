"""Calendars on disk: a file whose calendar did not change is left alone."""

from collections.abc import Mapping
from pathlib import Path

from refillplan.private_files import make_folder, write_files


def write_calendars(calendars: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write those calendars whose bytes differ from the files in ``folder``, and return their paths.

    Each file is replaced at one stroke, so that nobody ever reads half of one. Other files in the
    folder stay. The folder is created if need be.

    Parameters
    ----------
    calendars
        Bytes by file name.
    """
    make_folder(folder)
    changed = {name: content for name, content in calendars.items() if not _holds(folder / name, content)}
    if changed:
        write_files(changed, folder)
    return tuple(folder / name for name in changed)


def write_events(events: Mapping[str, bytes], folder: Path, prefix: str) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Make ``events`` all that the folder holds under names that begin with ``prefix``; return what was written and removed.

    Parameters
    ----------
    events
        Bytes by file name.
    """
    written = write_calendars(events, folder)
    gone = tuple(path for path in sorted(folder.glob(f"{prefix}*.ics")) if path.name not in events)
    for path in gone:
        path.unlink()
    return written, gone


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content
