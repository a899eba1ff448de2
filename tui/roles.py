"""Who sits at the screen, and what the program lets them do."""

from enum import StrEnum

from refillplan.domain.messages import N_, message


class Role(StrEnum):
    """What somebody is in the unit: a reader changes nothing, a nurse plans, a physician signs, too."""

    NURSE = "nurse"
    PHYSICIAN = "physician"
    READER = "reader"

    @property
    def may_enter(self) -> bool:
        """Whether this role may enter and change anything."""
        return self is not Role.READER

    @property
    def may_sign(self) -> bool:
        """Whether this role signs extensions, decisions for the end of a pump's life, and changes of an interval."""
        return self is Role.PHYSICIAN


ROLE_NAMES = {
    Role.NURSE: message(N_("nurse")),
    Role.PHYSICIAN: message(N_("physician")),
    Role.READER: message(N_("reader: nothing can be changed")),
}
"""The roles in words."""
