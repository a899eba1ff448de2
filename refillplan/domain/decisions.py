"""What a physician has decided for the end of a pump's life."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from refillplan.domain.codes import require_code
from refillplan.domain.field_words import in_words
from refillplan.domain.messages import N_, message, require


class Choice(StrEnum):
    """What is to come at the end of a pump's life."""

    REPLACE = "replace"
    OTHER_TREATMENT = "other_treatment"
    EXTEND = "extend"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A physician's decision for one pump; it holds until the pump gets a later one.

    Parameters
    ----------
    signed_by
        Code of the physician.
    document
        Where the signed decision is kept: its reference in the hospital's own record.
    reason
        The physician's own words, kept as typed and never read by the program.
    extended_until
        Last day of an extension; for an extension only.
    theatre_on
        The theatre day of a replacement, once it is placed.
    """

    serial: str
    decided_on: date
    choice: Choice
    signed_by: str
    document: str
    reason: str = ""
    extended_until: date | None = None
    theatre_on: date | None = None

    def __post_init__(self) -> None:
        require_code("serial", self.serial)
        require_code("signed_by", self.signed_by)
        require(bool(self.document.strip()), "document", N_("a decision needs the reference of its document"))
        wordless = self.choice in (Choice.REPLACE, Choice.OTHER_TREATMENT)
        require(
            wordless or bool(self.reason.strip()),
            "reason",
            N_("the decision '{choice}' needs a reason"),
            choice=message(self.choice.value),
        )
        extends = self.choice is Choice.EXTEND
        require(
            extends is (self.extended_until is not None),
            "extended_until",
            N_("an extension, and nothing else, has a date in extended_until"),
        )
        require(
            self.extended_until is None or self.extended_until > self.decided_on,
            "extended_until",
            N_("{name}, {on}, is not after the decision of {decided_on}"),
            name=in_words("extended_until"),
            on=str(self.extended_until),
            decided_on=str(self.decided_on),
        )
        require(
            self.theatre_on is None or self.choice is Choice.REPLACE,
            "theatre_on",
            N_("only a replacement has a theatre day"),
        )
        require(
            self.theatre_on is None or self.theatre_on >= self.decided_on,
            "theatre_on",
            N_("the theatre day, {on}, is before the decision of {decided_on}"),
            on=str(self.theatre_on),
            decided_on=str(self.decided_on),
        )


def decisions_in_force(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return the latest decision of each pump, by serial."""
    return {decision.serial: decision for decision in sorted(decisions, key=lambda decision: decision.decided_on)}
