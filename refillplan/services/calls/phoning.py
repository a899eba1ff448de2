"""Whom to phone since their calendar cannot know yet: visits that changed shortly before they start."""

from dataclasses import dataclass
from datetime import datetime

from refillplan.calendars.clients import Client, known_clients, lag_of
from refillplan.domain.phone_list import SHORTLY, EntryChange, PhoneCall, to_phone
from refillplan.services.core.access import looking
from refillplan.storage import Store

__all__ = ["EntryChange", "PhoneCall", "PhoneList", "phone_list"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneList:
    """Whom to phone as things stand at ``at``, and what is known of how late calendars may be."""

    at: datetime
    calls: tuple[PhoneCall, ...]
    clients: tuple[Client, ...]


def phone_list(store: Store, centre: str, at: datetime) -> PhoneList:
    """Return the calendars that have not been fetched since a visit in them changed within 48 h of its start.

    Raises
    ------
    StorageError
        If the database cannot be used.
    """
    with looking(store) as work:
        changes = work.calendar.changes(centre, at - SHORTLY)
        feeds = work.feeds.list(centre)
    calls = to_phone(changes, feeds, at, lag_of)
    named = {call.feed.client for call in calls if call.feed is not None}
    return PhoneList(at=at, calls=calls, clients=tuple(client for client in known_clients() if client.family in named))
