"""From frozen values to columns and back, where both bear the same names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from refillplan.storage.rows.base import Base, Columns

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

V = TypeVar("V")


@cache
def _field_names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def column_names(row: type[Base], prefix: str = "") -> tuple[str, ...]:
    """Return the names of a row's columns that begin with ``prefix``, without that of its centre."""
    names = (attribute.key for attribute in row.__mapper__.column_attrs)
    return tuple(name for name in names if name != "centre" and name.startswith(prefix))


def columns_of(value: DataclassInstance, prefix: str = "") -> Columns:
    """Return the fields of a value as columns, each name behind ``prefix``."""
    return {prefix + name: getattr(value, name) for name in _field_names(type(value))}


def value_of(make: Callable[..., V], row: Base, prefix: str = "") -> V:
    """Make a value from the columns of a row that begin with ``prefix``."""
    return make(**{name.removeprefix(prefix): getattr(row, name) for name in column_names(type(row), prefix)})
