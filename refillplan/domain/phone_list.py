"""Whom to phone: visits that changed shortly before they start, and calendars that cannot know of it yet."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.feeds import Feed

SHORTLY = timedelta(hours=48)
"""A change this shortly before the visit may come too late for a phone that asks by itself (design 7)."""

_KEPT_WITHIN = timedelta(minutes=5)
"""A change bears the time at which its command began; a phone that asks before it is kept does not get it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryChange:
    """One revision of a calendar entry: at ``at``, from ``old`` (None: it is new) to ``new``."""

    at: datetime
    old: CalendarEntry | None
    new: CalendarEntry

    @property
    def starts_at(self) -> datetime:
        """The earlier of the two starts: by then somebody stands in the wrong place."""
        old = self.new.starts_at if self.old is None or self.old.cancelled else self.old.starts_at
        return old if self.new.cancelled else min(old, self.new.starts_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCall:
    """One calendar that has not been fetched since a visit in it changed.

    Parameters
    ----------
    change
        From what the calendar showed when it was fetched last, to what holds now.
    feed
        None: nobody's phone is subscribed to the operator's visits.
    operator
        Whom it concerns; None: the unit.
    expected_at
        By when the phone asks again if its client keeps to its known lag; None: not known.
    """

    change: EntryChange
    feed: Feed | None
    operator: str | None
    expected_at: datetime | None


def to_phone(
    changes: Iterable[EntryChange], feeds: Iterable[Feed], at: datetime, lag: Callable[[str], timedelta | None]
) -> tuple[PhoneCall, ...]:
    """Return the calendars that have not been fetched since a visit in them changed within 48 h of its start.

    Visits that are over by ``at`` are left out. An operator whom a changed visit leaves or reaches, and whose visits
    no phone is subscribed to, stands in the list without a feed.

    Parameters
    ----------
    changes
        All revisions of the last 48 h, oldest first.
    lag
        The known lag of a family of clients, None where it is not known.
    """
    late = [change for change in changes if change.starts_at - change.at <= SHORTLY and change.starts_at >= at]
    working = [feed for feed in feeds if feed.revoked_at is None]
    calls = [call for feed in working for call in _calls(feed, _unseen(late, feed), lag)]
    reached = {feed.operator for feed in working}
    concerned = sorted({operator for change in late for operator in _operators(change)} - reached)
    for operator in concerned:
        own = [change for change in late if operator in _operators(change)]
        calls += [PhoneCall(change=c, feed=None, operator=operator, expected_at=None) for c in _joined(own)]
    return tuple(sorted(calls, key=_order))


def _unseen(late: Sequence[EntryChange], feed: Feed) -> list[EntryChange]:
    mine = (c for c in late if feed.shows(c.new) or (c.old is not None and feed.shows(c.old)))
    return [change for change in mine if feed.fetched_at is None or feed.fetched_at <= change.at + _KEPT_WITHIN]


def _calls(feed: Feed, unseen: Sequence[EntryChange], lag: Callable[[str], timedelta | None]) -> list[PhoneCall]:
    known = None if feed.client is None else lag(feed.client)
    expected_at = None if feed.fetched_at is None or known is None else feed.fetched_at + known
    return [PhoneCall(change=c, feed=feed, operator=feed.operator, expected_at=expected_at) for c in _joined(unseen)]


def _joined(changes: Sequence[EntryChange]) -> list[EntryChange]:
    """Make one change of all those of the same visit; one that ends where it began is none."""
    by_uid: dict[str, list[EntryChange]] = {}
    for change in changes:
        by_uid.setdefault(change.new.uid, []).append(change)
    joined = (EntryChange(at=own[-1].at, old=own[0].old, new=own[-1].new) for own in by_uid.values())
    return [change for change in joined if change.old is None or _shown(change.old) != _shown(change.new)]


def _shown(entry: CalendarEntry) -> tuple[object, ...]:
    return (entry.starts_at, entry.ends_at, entry.place, entry.operator, entry.kind, entry.cancelled)


def _operators(change: EntryChange) -> set[str]:
    return {change.new.operator} if change.old is None else {change.old.operator, change.new.operator}


def _order(call: PhoneCall) -> tuple[datetime, str, str, int]:
    return (call.change.starts_at, call.change.new.patient, call.operator or "", 0 if call.feed is None else call.feed.number)
