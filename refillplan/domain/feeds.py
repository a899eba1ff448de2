"""Feeds: calendars that a phone subscribes to, each behind a secret link of its own."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.codes import require_code
from refillplan.domain.messages import N_, require


class FeedRole(StrEnum):
    """What a feed shows: all visits of the unit, those of one operator, or the decided replacements."""

    UNIT = "unit"
    OPERATOR = "operator"
    REPLACEMENTS = "replacements"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One phone's subscription; its token is known to the phone alone.

    Parameters
    ----------
    number
        Names the feed in its centre.
    operator
        Whose visits it shows; None for the unit's, and for replacements.
    phone
        A code for the phone, never a name.
    revoked_at
        When its link stopped working; None while it works.
    fetched_at
        When the phone last asked with its present link (aware, UTC); None: never.
    client
        The family of programs that asked then, as in ``calendars/clients.toml``.
    """

    number: int
    role: FeedRole
    operator: str | None
    phone: str
    lang: str
    made_at: datetime
    revoked_at: datetime | None = None
    fetched_at: datetime | None = None
    client: str | None = None

    def __post_init__(self) -> None:
        require_code("phone", self.phone)
        require(
            (self.operator is not None) == (self.role is FeedRole.OPERATOR),
            "operator",
            N_("a feed shows the unit, one operator or the replacements"),
        )

    def shows(self, entry: CalendarEntry) -> bool:
        """Tell whether a visit stands in this feed."""
        match self.role:
            case FeedRole.UNIT:
                return True
            case FeedRole.OPERATOR:
                return entry.operator == self.operator
            case FeedRole.REPLACEMENTS:
                return False
