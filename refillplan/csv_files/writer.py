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
from refillplan.private_files import make_folder, write_files


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
    make_folder(folder)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    zone = ZoneInfo(centre.timezone)
    local = replace(centre, visits=tuple(replace(visit, starts_at=visit.starts_at.astimezone(zone)) for visit in centre.visits))
    files: dict[str, bytes] = {}
    for table in TABLES:
        rows: tuple[object, ...] = getattr(local, table.name)
        if rows or table.needed:
            cells = ([written(getattr(row, name)) for name in table.column_names] for row in rows)
            files[table.file] = sheet_bytes(table.column_names, cells)
    files[FILE] = written_head(centre).encode()  # last: a folder without it is refused, should this be cut
    write_files(files, folder)


def sheet_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return one file of cells that are text already: UTF-8, commas, a header row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()
