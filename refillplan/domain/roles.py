"""Who may do what at the program: roles of those who act, which keep from mistakes."""

from enum import StrEnum

from refillplan.domain.messages import N_, message


class Role(StrEnum):
    """What somebody who acts is: a nurse enters, a physician signs besides, an administrator looks after the database."""

    NURSE = "nurse"
    PHYSICIAN = "physician"
    READER = "reader"
    ADMINISTRATOR = "administrator"

    @property
    def may_enter(self) -> bool:
        """Whether this role may enter and change anything, plan and publish."""
        return self is not Role.READER

    @property
    def may_sign(self) -> bool:
        """Whether this role may decide what a physician signs: decisions on pumps, own intervals, the protocol."""
        return self is Role.PHYSICIAN

    @property
    def may_administer(self) -> bool:
        """Whether this role may give roles and erase what is kept of a patient."""
        return self is Role.ADMINISTRATOR


ROLE_WORDS = {
    Role.NURSE: message(N_("nurse")),
    Role.PHYSICIAN: message(N_("physician")),
    Role.READER: message(N_("reader: nothing can be changed")),
    Role.ADMINISTRATOR: message(N_("administrator")),
}
"""The roles in words."""
