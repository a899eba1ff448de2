"""What the people on a call sheet have answered."""

from enum import StrEnum


class CallState(StrEnum):
    """Whether the patient was reached and agreed, refused, or is still to be phoned."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
