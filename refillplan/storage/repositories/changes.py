"""Rows of one centre: read them, compare them with what is given, write the difference."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import BindParameter, Table, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from refillplan.domain.messages import N_, message
from refillplan.storage.audit.audited import key_names, key_part, key_text
from refillplan.storage.audit.entries import Change
from refillplan.storage.errors import DuplicateRow
from refillplan.storage.mapping.alike import column_names
from refillplan.storage.rows.base import Columns, OfCentre, table_of

R = TypeVar("R", bound=OfCentre)
Key = tuple[str, ...]
_STAY = ("place", "starts_at", "ends_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How the rows given for one table differ from those stored.

    Parameters
    ----------
    added
        Rows that are given and not stored.
    changed
        Pairs of a row as stored and as given, by the same natural key.
    absent
        Rows that are stored and not given.
    unchanged
        Number of rows that are stored as they are given.
    """

    table: Table
    key_names: tuple[str, ...]
    added: tuple[Columns, ...]
    changed: tuple[tuple[Columns, Columns], ...]
    absent: tuple[Columns, ...]
    unchanged: int

    def key_text(self, columns: Columns) -> str:
        """Return the natural key of a row in words."""
        return key_text(columns, self.key_names)


def stored_rows(session: Session, row: type[R], centre: str) -> list[R]:
    """Return the rows of a centre in the order of their natural keys, each part of a key compared as text."""
    chosen = select(row).where(row.centre == centre)
    # Rows are written below without the session's knowledge: what it has seen before may be old.
    rows = session.scalars(chosen.execution_options(populate_existing=True)).all()
    names = key_names(table_of(row))
    return sorted(rows, key=lambda stored: tuple(key_part(getattr(stored, name)) for name in names))


def compare(session: Session, row: type[OfCentre], centre: str, given: Iterable[Columns]) -> Difference:
    """Compare the rows given for a table with those that the centre has.

    Raises
    ------
    DuplicateRow
        If two given rows have the same natural key.
    """
    names = key_names(table_of(row))
    wanted = _by_key(row.__tablename__, names, ({"centre": centre, **columns} for columns in given))
    have = {_key(columns, names): columns for columns in map(_columns_of_row, stored_rows(session, row, centre))}
    both = [(columns, wanted[key]) for key, columns in have.items() if key in wanted]
    changed = tuple((old, new) for old, new in both if old != new)
    return Difference(
        table=table_of(row),
        key_names=names,
        added=tuple(columns for key, columns in wanted.items() if key not in have),
        changed=changed,
        absent=tuple(columns for key, columns in have.items() if key not in wanted),
        unchanged=len(both) - len(changed),
    )


def insert_rows(session: Session, row: type[OfCentre], rows: Sequence[Columns]) -> None:
    """Insert rows in bulk."""
    if rows:
        session.execute(insert(table_of(row)), rows)


def apply(session: Session, difference: Difference, *, removing: bool) -> list[Change]:
    """Write the added and changed rows, remove the absent ones if ``removing``, and return what was changed."""
    table, text = difference.table, difference.key_text
    if difference.added:
        session.execute(insert(table), difference.added)
    _update(session, difference)
    done = [Change(table=table.name, key=text(new), old=None, new=new) for new in difference.added]
    done += [Change(table=table.name, key=text(new), old=old, new=new) for old, new in difference.changed]
    return [*done, *remove(session, difference)] if removing else done


def apply_bookings(session: Session, difference: Difference, *, removing: bool) -> list[Change]:
    """Do as `apply`, in an order in which no place has two visits at a time meanwhile, whoever changes places with whom."""
    gone = remove(session, difference) if removing else []
    moved = [old for old, new in difference.changed if any(old[name] != new[name] for name in _STAY)]
    table, keys = difference.table, ("centre", *difference.key_names)
    aside = update(table).where(*(table.c[key] == bindparam(f"its_{key}") for key in keys)).values(place=-table.c.place)
    if moved:
        session.execute(aside, [{f"its_{key}": columns[key] for key in keys} for columns in moved])
    return [*gone, *apply(session, difference, removing=False)]


def remove(session: Session, difference: Difference) -> list[Change]:
    """Remove the absent rows and return what was removed."""
    _delete(session, difference)
    table, text = difference.table, difference.key_text
    return [Change(table=table.name, key=text(old), old=old, new=None) for old in difference.absent]


def _update(session: Session, difference: Difference) -> None:
    if not difference.changed:
        return
    keys = ("centre", *difference.key_names)
    columns = difference.table.c
    values: dict[str, BindParameter[object]] = {
        column.key: bindparam(f"new_{column.key}") for column in columns if column.key not in keys
    }
    statement = update(difference.table).where(*(columns[key] == bindparam(f"its_{key}") for key in keys)).values(values)
    rows = [
        {f"its_{name}" if name in keys else f"new_{name}": value for name, value in new.items()} for _, new in difference.changed
    ]
    session.execute(statement, rows)


def _delete(session: Session, difference: Difference) -> None:
    if not difference.absent:
        return
    keys = ("centre", *difference.key_names)
    statement = delete(difference.table).where(*(difference.table.c[key] == bindparam(f"its_{key}") for key in keys))
    session.execute(statement, [{f"its_{key}": columns[key] for key in keys} for columns in difference.absent])


def _by_key(table: str, names: tuple[str, ...], rows: Iterable[Columns]) -> dict[Key, Columns]:
    found: dict[Key, Columns] = {}
    for columns in rows:
        key = _key(columns, names)
        if key in found:
            raise DuplicateRow(message(N_("{key} stands twice in {table}"), key="/".join(key), table=table))
        found[key] = columns
    return found


def _columns_of_row(row: OfCentre) -> Columns:
    return {"centre": row.centre, **{name: getattr(row, name) for name in column_names(type(row))}}


def _key(columns: Columns, names: tuple[str, ...]) -> Key:
    return tuple(key_part(columns[name]) for name in names)
