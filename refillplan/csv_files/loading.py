"""Rows of text to values: every cell read for itself, then the value built, then the key looked at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Generic, TypeVar

from refillplan.csv_files.cells import verbatim, wrong
from refillplan.csv_files.columns import Column, Table
from refillplan.csv_files.faults import Fault
from refillplan.csv_files.sheets import Sheet, TextRow, read_sheet
from refillplan.domain.lines import refuse_control_characters
from refillplan.domain.messages import N_, InvalidValue, message

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")

_Cell = tuple[str, int, Callable[[str], object]]
"""Name of a column, its position in the file, and how its cells are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Generic[T_co]):
    """One row: the cells that could be read, by column name, and the value; None where a fault stands against it."""

    line: int
    cells: Mapping[str, object]
    value: T_co | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded(Generic[T_co]):
    """What could be read of one file.

    Parameters
    ----------
    keys
        The codes that other rows may refer to, those of faulty rows too; None: nothing can be told.
    """

    table: Table[T_co]
    rows: tuple[Row[T_co], ...]
    keys: frozenset[str] | None
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> tuple[tuple[int, T_co], ...]:
        """Line and value of each row without a fault of its own."""
        return tuple((row.line, row.value) for row in self.rows if row.value is not None)

    @property
    def values(self) -> tuple[T_co, ...]:
        """Values of the rows without a fault of their own, in the order of the file."""
        return tuple(row.value for row in self.rows if row.value is not None)

    def fault(self, line: int | None, column: str | None, template: str, **params: str | int) -> Fault:
        """Return a fault of this file."""
        return Fault(file=self.table.file, line=line, column=column, sentence=message(template, **params))


def load(folder: Path, table: Table[T], today: date) -> Loaded[T]:
    """Read one file of the folder."""
    sheet, sheet_faults = read_sheet(folder, table)
    if sheet is None:
        return Loaded(table=table, rows=(), keys=None, faults=sheet_faults)
    faults = list(sheet_faults)
    rows: list[Row[T]] = []
    first_lines: dict[tuple[object, ...], int] = {}
    cells = _cells(table, sheet, today)
    for text_row in sheet.rows:
        row, row_faults = _row(table, cells, text_row)
        key = _key(table, row)
        first = row.line if key is None else first_lines.setdefault(key, row.line)
        faults += row_faults
        if first != row.line:
            sentence = message(N_("line {first} has the same {columns}"), first=first, columns=", ".join(table.key))
            faults.append(Fault(file=table.file, line=row.line, column=table.key[-1], sentence=sentence))
            row = Row(line=row.line, cells=row.cells, value=None)
        rows.append(row)
    return Loaded(table=table, rows=tuple(rows), keys=_keys(table, sheet), faults=tuple(faults))


def _key(table: Table[T], row: Row[T]) -> tuple[object, ...] | None:
    """Return the cells that no other row may share; None where there are none, or one of them is in doubt."""
    whole = row.value is not None or all(row.cells.get(name) is not None for name in table.key)
    return tuple(map(row.cells.get, table.key)) if table.key and whole else None


def _cells(table: Table[T], sheet: Sheet, today: date) -> Sequence[_Cell]:
    """Return how the columns that are there are read; a text that stands many times in a column is read once."""
    return [
        (column.name, sheet.positions[column.name], cache(partial(_value, column, today)))
        for column in table.columns
        if column.name in sheet.positions
    ]


def _row(table: Table[T], columns: Sequence[_Cell], row: TextRow) -> tuple[Row[T], tuple[Fault, ...]]:
    if not row.sound:
        return Row(line=row.line, cells={}, value=None), ()
    cells: dict[str, object] = {}
    faults: list[Fault] = []
    for name, position, read in columns:
        try:
            value = read(row.cells[position])
        except InvalidValue as error:
            faults.append(Fault(file=table.file, line=row.line, column=name, sentence=error.sentence))
        else:
            if value is not None:
                cells[name] = value
    if faults or len(columns) < len(table.columns):
        return Row(line=row.line, cells=cells, value=None), tuple(faults)
    try:
        return Row(line=row.line, cells=cells, value=table.build(**cells)), ()
    except InvalidValue as error:
        known = error.field if error.field in table.column_names else None
        return Row(line=row.line, cells=cells, value=None), (
            Fault(file=table.file, line=row.line, column=known, sentence=error.sentence),
        )


def _value(column: Column, today: date, raw: str) -> object:
    """Return the value of a cell, None for an empty one."""
    refuse_control_characters(raw)
    text = raw if column.parse is verbatim else raw.strip()
    if not text:
        if column.needed:
            raise wrong(N_("the cell is empty"))
        return None
    value = column.parse(text)
    if column.done and isinstance(value, date) and value > today:
        raise wrong(N_("{day} is after today ({today})"), day=value.isoformat(), today=today.isoformat())
    return value


def _keys(table: Table[object], sheet: Sheet) -> frozenset[str] | None:
    """Take the codes of faulty rows too: a mistake in a row must not make every row that refers to it one.

    Where a code itself cannot be read nothing can be told of the rows that refer to the file.
    """
    if len(table.key) != 1 or table.key[0] not in sheet.positions:
        return None
    position = sheet.positions[table.key[0]]
    codes = [row.cells[position].strip() if position < len(row.cells) else "" for row in sheet.rows]
    unread = any(not row.sound and not code.isprintable() for row, code in zip(sheet.rows, codes, strict=True))
    return None if unread else frozenset(codes) - {""}
