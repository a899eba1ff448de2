"""The sample folders, read; and the tables of their README files."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from refillplan.csv_files import read_folder
from refillplan.domain.centre import Centre

SAMPLES = Path(__file__).parents[2] / "sample_data"
TODAY = date(2027, 1, 4)
FRANCE = tuple(sorted(path.parent for path in (SAMPLES / "france").glob("*/centre.toml")))
FOLDERS = (SAMPLES / "small", SAMPLES / "centre", SAMPLES / "overloaded", *FRANCE)


def read_sample(folder: Path) -> Centre:
    centre = read_folder(folder, TODAY)
    if not isinstance(centre, Centre):
        raise AssertionError("\n".join(str(fault) for fault in centre.faults))
    return centre


def readme_tables(folder: Path) -> list[list[dict[str, str]]]:
    """Return the tables of the folder's README in order, each row by the names in its header."""
    return [list(_rows(block)) for block in (folder / "README.md").read_text(encoding="utf-8").split("\n\n") if "|---" in block]


def _rows(block: str) -> Iterator[dict[str, str]]:
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines() if line.startswith("|")]
    header, _, *rows = lines
    return (dict(zip(header, row, strict=True)) for row in rows)
