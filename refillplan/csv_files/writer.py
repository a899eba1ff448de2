"""A centre to a folder that reads back as the same centre."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from refillplan.csv_files.cells import written
from refillplan.csv_files.centre_toml import FILE, written_head
from refillplan.csv_files.tables import TABLES
from refillplan.domain.centre import Centre


def write_folder(centre: Centre, folder: Path) -> None:
    """Write a centre by the contract (design 5.1), the same bytes for the same centre.

    `read_folder` gives the same centre back, as far as the contract can say it: a visit's window
    is not written, and its end and session are counted anew from its kind and start. The files
    are data, not made for show: a text that begins with ``=``, ``+``, ``-`` or ``@`` is written as
    it is, although a spreadsheet that opens the file may take it for a formula.

    Parameters
    ----------
    folder
        Created, with its parents, where it does not exist.

    Raises
    ------
    FileExistsError
        If there is anything in the folder: an old file would be read back with the new ones.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    zone = ZoneInfo(centre.timezone)
    local = replace(centre, visits=tuple(replace(visit, starts_at=visit.starts_at.astimezone(zone)) for visit in centre.visits))
    (folder / FILE).write_bytes(written_head(centre).encode())
    for table in TABLES:
        rows: tuple[object, ...] = getattr(local, table.name)
        if rows or table.needed:
            cells = ([written(getattr(row, name)) for name in table.column_names] for row in rows)
            write_sheet(folder / table.file, table.column_names, cells)


def write_sheet(file: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one file of cells that are text already: UTF-8, commas, a header row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    file.write_bytes(text.getvalue().encode())
