"""How a file of the contract is described: its columns, and the value that a row becomes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: how its cells are read, and what must hold of each cell alone.

    Parameters
    ----------
    parse
        From the text of a cell that is not empty to its value; raises `InvalidValue`.
    needed
        Whether a cell may not be empty. An empty cell takes the default of the domain value.
    refers_to
        Name of the table whose key each code of the cell must be.
    done
        Whether the date tells of something done, and so may not lie after today.
    """

    name: str
    parse: Callable[[str], object]
    needed: bool
    refers_to: str | None
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[T_co]):
    """One file.

    Parameters
    ----------
    name
        The file without ``.csv``; also the field of `Centre` that holds its rows.
    build
        Makes the value of a row from the cells that are not empty, by column name.
    key
        The columns that no two rows may share; where one may be empty, empty is a value like any other.
    needed
        Whether the file must be there; another that is missing has no rows.
    """

    name: str
    build: Callable[..., T_co]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    needed: bool = False

    @property
    def file(self) -> str:
        """Name of the file."""
        return f"{self.name}.csv"

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns in the order of the contract."""
        return tuple(column.name for column in self.columns)


def needed(name: str, parse: Callable[[str], object], *, refers_to: str | None = None, done: bool = False) -> Column:
    """Return a column whose cells may not be empty."""
    return Column(name=name, parse=parse, needed=True, refers_to=refers_to, done=done)


def maybe(name: str, parse: Callable[[str], object], *, refers_to: str | None = None, done: bool = False) -> Column:
    """Return a column whose cells may be empty."""
    return Column(name=name, parse=parse, needed=False, refers_to=refers_to, done=done)
