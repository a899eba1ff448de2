"""Codes that must be the key of a row of another file."""

from collections.abc import Iterator

from refillplan.csv_files.cells import shown
from refillplan.csv_files.columns import Column
from refillplan.csv_files.faults import Fault
from refillplan.csv_files.files import Files
from refillplan.csv_files.loading import Loaded
from refillplan.domain.messages import N_


def unknown_references(files: Files) -> Iterator[Fault]:
    """Give one fault for each cell that names a code which the other file does not have."""
    loaded_by_name = {loaded.table.name: loaded for loaded in files.in_order}
    for loaded in files.in_order:
        for column in loaded.table.columns:
            if column.refers_to is not None:
                yield from _unknown(loaded, column, loaded_by_name[column.refers_to])


def _unknown(loaded: Loaded[object], column: Column, other: Loaded[object]) -> Iterator[Fault]:
    if other.keys is None:
        return
    for row in loaded.rows:
        cell = row.cells.get(column.name)
        if cell in other.keys:  # one known code, as in nearly every row
            continue
        unknown = [code for code in _codes(cell) if code not in other.keys]
        if unknown:
            named = ", ".join(shown(code) for code in unknown)
            yield loaded.fault(row.line, column.name, N_("{file} has no {codes}"), file=other.table.file, codes=named)


def _codes(cell: object) -> tuple[str, ...]:
    match cell:
        case str():
            return (cell,)
        case tuple() | frozenset():
            return tuple(sorted(cell))
        case _:
            return ()
