"""What the people on a call sheet have answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CallState(StrEnum):
    """Whether the patient was reached and agreed, refused, or is still to be phoned."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a patient said to one line of a call sheet.

    Parameters
    ----------
    version
        The plan whose call sheet it was.
    told_at
        Start of the visit that the patient was told.
    """

    version: int
    patient: str
    told_at: datetime
    state: CallState
