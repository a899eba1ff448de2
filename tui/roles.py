"""Who sits at the screen, and what the program lets them do."""

from enum import StrEnum

from refillplan.domain.messages import N_, message


class Role(StrEnum):
    """What somebody is in the unit; a reader changes nothing."""

    NURSE = "nurse"
    PHYSICIAN = "physician"
    READER = "reader"

    @property
    def may_enter(self) -> bool:
        """Whether this role may enter and change anything."""
        return self is not Role.READER


ROLE_NAMES = {
    Role.NURSE: message(N_("nurse")),
    Role.PHYSICIAN: message(N_("physician")),
    Role.READER: message(N_("reader: nothing can be changed")),
}
"""The roles in words."""
