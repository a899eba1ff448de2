"""Edits of what a centre has entered: the difference that one makes, how it is made again, and how it is unmade."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, message


class EditState(StrEnum):
    """Whether an edit holds, was undone, was undone and left behind by a later edit, or can never be undone."""

    DONE = "done"
    UNDONE = "undone"
    REPLACED = "replaced"
    FINAL = "final"


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreDifference:
    """What an edit changes.

    Parameters
    ----------
    gone, come
        The centre before and after, each with those rows alone that the other has not.
    """

    gone: Centre
    come: Centre

    @property
    def inverse(self) -> "CentreDifference":
        """The difference that unmakes this one."""
        return CentreDifference(gone=self.come, come=self.gone)


def difference(before: Centre, after: Centre) -> CentreDifference:
    """Return what leads from one state of a centre to another."""
    return CentreDifference(gone=_without(before, after), come=_without(after, before))


def apply(centre: Centre, change: CentreDifference) -> Centre:
    """Return the centre with the change made.

    Raises
    ------
    InvalidValue
        If the centre has not what is to go, or has already what is to come: somebody has changed it since.
    """
    changed: dict[str, object] = {}
    for name in _names():
        present, gone, come = (getattr(of, name) for of in (centre, change.gone, change.come))
        if isinstance(present, tuple):
            if not set(gone) <= set(present) or set(come) & set(present):
                raise _changed_since(name)
            left = set(gone)
            changed[name] = (*(row for row in present if row not in left), *come)
        elif gone != come:
            if present != gone:
                raise _changed_since(name)
            changed[name] = come
    return replace(centre, **changed)  # type: ignore[arg-type]  # each value comes from the field of the same name


def _without(centre: Centre, other: Centre) -> Centre:
    rows = {name: _missing(getattr(centre, name), getattr(other, name)) for name in _names() if _is_rows(centre, name)}
    return replace(centre, **rows)  # type: ignore[arg-type]  # each value comes from the field of the same name


def _missing(rows: Iterable[object], others: Iterable[object]) -> tuple[object, ...]:
    known = set(others)
    return tuple(row for row in rows if row not in known)


def _is_rows(centre: Centre, name: str) -> bool:
    return isinstance(getattr(centre, name), tuple)


def _names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Centre))


def _changed_since(name: str) -> InvalidValue:
    return InvalidValue(message(N_("the {table} were changed since then: this cannot be undone or made again"), table=name))
