"""Folders to begin with: the samples that come with the program, and generated centres."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from refillplan.csv_files import write_folder
from refillplan.domain.centre import Centre
from refillplan.generator import CentreSpec, generate_centre
from refillplan.services.core.folders import require_empty

__all__ = ["SAMPLE_TODAY", "CentreSpec", "generate_folder", "sample_folder"]

SAMPLE_TODAY = date(2027, 1, 4)
"""The day on which the sample centres are seen."""


@contextmanager
def sample_folder(name: str) -> Iterator[Path]:
    """Give the folder of a sample: inside the installed package, or beside it in a checkout.

    Raises
    ------
    FileNotFoundError
        If there is none of that name.
    """
    package = files("refillplan")
    installed = package / "sample_data" / name
    with as_file(installed if installed.is_dir() else package / ".." / "sample_data" / name) as folder:
        if not (folder / "centre.toml").is_file():
            raise FileNotFoundError(2, "no such sample", name)
        yield folder.resolve()


def generate_folder(spec: CentreSpec, folder: Path) -> Centre:
    """Write the centre that ``spec`` asks for as a folder of CSV files, and return it.

    Raises
    ------
    InvalidValue
        If there is anything in the folder.
    OSError
        If the folder cannot be written.
    """
    require_empty(folder)
    centre = generate_centre(spec)
    write_folder(centre, folder)
    return centre
