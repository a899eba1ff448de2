"""Two at work on one centre: what somebody else has changed since one looked, in a sentence with name and time."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from refillplan.domain.edits import EditState
from refillplan.domain.messages import N_, Message, Param, message
from refillplan.services.core.access import looking
from refillplan.storage import Action, AuditEntry, StorageError, Store, UnitOfWork

_UNNAMED = {
    "calendar_entries",
    "calls",
    "centres",
    "edits",
    "feeds",
    "plan_exceptions",
    "plan_not_planned",
    "plan_visits",
    "plans",
    "published_events",
    "scenarios",
}
"""Tables whose entries follow from others, or do not change what a centre has entered: they are no news to anybody."""

_MOST = 3
"""So many changes are named one by one."""


class CentreChanged(StorageError):
    """Somebody changed the centre while its plan was being made."""


class ChangedMeanwhile(StorageError):
    """Somebody changed, since one looked, the very rows that one is about to change; nothing was stored."""


def revision(store: Store, centre: str) -> int:
    """Return the revision of a centre, to be given back as what was seen.

    Raises
    ------
    StorageError
        If the centre cannot be read.
    """
    with looking(store) as work:
        return work.centres.revision(centre)


def what_changed(work: UnitOfWork, centre: str, seen: int) -> Message | None:
    """Return who changed what of a centre, and when, since one of its revisions; None where the audit does not say."""
    zone = ZoneInfo(work.centres.load(centre).timezone)
    since = work.audit.since(centre, seen)
    edits = {str(edit.number): edit.what for edit in work.edits.list(centre)}
    entries = [entry for entry in since if entry.table not in _UNNAMED]
    said = [(entry, _edited(entry, edits[entry.key])) for entry in since if entry.table == "edits" and entry.key in edits]
    told = [_line(entry.actor, f"{entry.at.astimezone(zone):%H:%M}", what) for entry, what in said if what is not None]
    return _joined(told) if told else _joined([_entry_line(entry, zone) for entry in entries])


def _edited(entry: AuditEntry, what: Message) -> Message | None:
    """Return an edit that was made, taken back or made again, in words; None for one that only became final."""
    if entry.action is Action.ADDED:
        return what
    match (entry.new or {}).get("state"):
        case EditState.UNDONE:
            return message(N_("taken back: {what}"), what=what)
        case EditState.DONE:
            return message(N_("made again: {what}"), what=what)
    return None


def require_unseen(work: UnitOfWork, centre: str, others: Iterable[AuditEntry]) -> None:
    """Raise where this unit of work has changed a row that others have changed since one looked.

    Parameters
    ----------
    others
        The entries made since then, before this unit of work changed anything.

    Raises
    ------
    ChangedMeanwhile
        Naming who, when, and the difference.
    """
    theirs = [entry for entry in others if entry.table not in _UNNAMED]
    if not theirs:
        return
    mine = {(entry.table, entry.key) for entry in work.audit.after(centre, max(entry.id for entry in theirs))}
    zone = ZoneInfo(work.centres.load(centre).timezone)
    same = _joined([_entry_line(entry, zone) for entry in theirs if (entry.table, entry.key) in mine])
    if same is not None:
        raise ChangedMeanwhile(message(N_("{what}; nothing was stored: look again, then enter it anew"), what=same))


def _entry_line(entry: AuditEntry, zone: ZoneInfo) -> Message:
    at = f"{entry.at.astimezone(zone):%H:%M}"
    row = f"{entry.table} {entry.key}"
    match entry.action:
        case Action.ADDED:
            what = message(N_("{row} added"), row=row)
        case Action.REMOVED | Action.ERASED:
            what = message(N_("{row} removed"), row=row)
        case Action.CHANGED:
            old, new = entry.old or {}, entry.new or {}
            names = [name for name in new if old.get(name) != new[name]]
            differences = ", ".join(f"{name} {_shown(old.get(name))} -> {_shown(new[name])}" for name in names)
            what = message(N_("{row}: {differences}"), row=row, differences=differences)
    return _line(entry.actor, at, what)


def _line(actor: str, at: str, what: Message) -> Message:
    return message(N_("changed by {actor} at {time}: {what}"), actor=actor, time=at, what=what)


def _joined(lines: list[Message]) -> Message | None:
    if not lines:
        return None
    said, *rest = lines[:_MOST]
    for then in rest:
        said = message(N_("{said}; {then}"), said=said, then=then)
    more: Param = len(lines) - _MOST
    return message(N_("{said}; and changes besides: {count}"), said=said, count=more) if len(lines) > _MOST else said


def _shown(value: object) -> str:
    return "-" if value is None else str(value)
