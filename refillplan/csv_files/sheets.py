"""A file to rows of text: encoding, separator, header, number of cells."""

import csv
import io
import itertools
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from refillplan.csv_files.cells import shown
from refillplan.csv_files.columns import Table
from refillplan.csv_files.faults import Fault
from refillplan.domain.file_errors import why_unusable
from refillplan.domain.messages import N_, message

_BAD_BYTE = re.compile("[\udc80-\udcff]")  # what surrogateescape makes of bytes that are not UTF-8
_LONGEST_ROW_LINES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """A row with its physical line; where it is not ``sound`` its fault is noted, and its cells are a guess."""

    line: int
    cells: tuple[str, ...]
    sound: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of one file and the position of each column of the contract that its header names."""

    positions: dict[str, int]
    rows: tuple[TextRow, ...]


def read_text(folder: Path, file: str) -> tuple[str | None, tuple[Fault, ...]]:
    """Return the text of a file, None if it cannot be read; bytes that are not UTF-8 as surrogates, with their fault."""
    try:
        text = (folder / file).read_bytes().decode("utf-8-sig", "surrogateescape")
    except FileNotFoundError:
        return None, (Fault(file=file, sentence=message(N_("the file is missing"))),)
    except OSError as error:
        sentence = message(N_("the file cannot be read: {reason}"), reason=why_unusable(error))
        return None, (Fault(file=file, sentence=sentence),)
    for number, line in enumerate(_lines(text) if _BAD_BYTE.search(text) else (), 1):
        bad = _BAD_BYTE.search(line)
        if bad is not None:
            sentence = message(
                N_("byte {position} of the line ({value}) is not UTF-8: save the file as UTF-8 (in Excel: 'CSV UTF-8')"),
                position=len(line[: bad.start()].encode()) + 1,
                value=f"0x{ord(bad[0]) - 0xDC00:02X}",
            )
            return text, (Fault(file=file, line=number, sentence=sentence),)
    return text, ()


def read_sheet(folder: Path, table: Table[object]) -> tuple[Sheet | None, tuple[Fault, ...]]:
    """Return the rows of a file, None where nothing can be told of them, and the faults found on the way."""
    if not table.needed and not os.path.lexists(folder / table.file):
        return Sheet(positions={name: position for position, name in enumerate(table.column_names)}, rows=()), ()
    text, text_faults = read_text(folder, table.file)
    if text is None:
        return None, text_faults
    rows = list(_rows(text))
    if not rows:
        return None, (Fault(file=table.file, sentence=message(N_("the file is empty: even its header row is missing"))),)
    header, header_fault = _checked(table.file, rows[0], len(rows[0].cells))
    if not header.sound:
        return None, text_faults if header_fault is None else (*text_faults, header_fault)
    positions, header_faults = _header(table, header)
    if not positions:
        return None, (*text_faults, *header_faults)
    checked = [_checked(table.file, row, len(header.cells)) for row in rows[1:]]
    row_faults = tuple(fault for _, fault in checked if fault is not None)
    return Sheet(positions=positions, rows=tuple(row for row, _ in checked)), (*text_faults, *header_faults, *row_faults)


def _lines(text: str) -> list[str]:
    return list(io.StringIO(text, newline=""))


def _rows(text: str) -> Iterator[TextRow]:
    """Give the rows that are not blank; after a row whose quotation marks do not close, go on with the next line."""
    lines = _lines(text)
    if '"' not in text and max(map(len, lines), default=0) <= csv.field_size_limit():  # a row is a line: nothing to go wrong
        plain = zip(itertools.count(1), csv.reader(lines), strict=False)
        yield from (TextRow(line=line, cells=tuple(cells), sound=True) for line, cells in plain if "".join(cells).strip())
        return
    start = 0
    while start < len(lines):
        reader = csv.reader(lines[start : start + _LONGEST_ROW_LINES], strict=True)
        try:
            row = TextRow(line=start + 1, cells=tuple(next(reader)), sound=True)
        except csv.Error:
            row = TextRow(line=start + 1, cells=_guessed(lines[start]), sound=False)
        start += reader.line_num if row.sound else 1
        if any(cell.strip() for cell in row.cells):
            yield row


def _guessed(line: str) -> tuple[str, ...]:
    return tuple(cell.strip().strip('"') for cell in line.split(","))


def _header(table: Table[object], row: TextRow) -> tuple[dict[str, int], tuple[Fault, ...]]:
    """Return the position of each column, empty where the first row is no header, and what is wrong with it."""

    def fault(template: str, column: str | None = None, **params: str | int) -> Fault:
        return Fault(file=table.file, line=row.line, column=column, sentence=message(template, **params))

    names = [cell.strip() for cell in row.cells]
    known = table.column_names
    if len(names) == 1 and set(names[0].split(";")) & set(known):
        return {}, (fault(N_("the cells are separated by semicolons: separate them with commas")),)
    if len(names) == 1 and set(names[0].split("\t")) & set(known):
        return {}, (fault(N_("the cells are separated by tabs: separate them with commas")),)
    if not set(names) & set(known):
        return {}, (fault(N_("the first row must name the columns: {columns}"), columns=",".join(known)),)
    faults = []
    for position, name in enumerate(names):
        if not name:
            faults.append(fault(N_("cell {number} of the header row is empty"), number=position + 1))
        elif name not in known:
            faults.append(fault(N_("there is no such column in the contract of this file"), column=shown(name)))
        elif name in names[:position]:
            faults.append(fault(N_("the column stands twice"), column=name))
    faults += [fault(N_("the column is missing"), column=name) for name in known if name not in names]
    return {name: names.index(name) for name in known if name in names}, tuple(faults)


def _checked(file: str, row: TextRow, width: int) -> tuple[TextRow, Fault | None]:
    if not row.sound:
        sentence = message(N_("a quotation mark does not close, or text follows it"))
    elif _BAD_BYTE.search("".join(row.cells)) is not None:
        return replace(row, sound=False), None
    elif len(row.cells) != width:
        sentence = message(
            N_("the row has {found} cells instead of {width}; a cell that holds a comma stands in quotation marks"),
            found=len(row.cells),
            width=width,
        )
    else:
        return row, None
    return replace(row, sound=False), Fault(file=file, line=row.line, sentence=sentence)
