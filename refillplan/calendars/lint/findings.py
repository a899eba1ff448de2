"""What the check finds."""

from dataclasses import dataclass
from enum import StrEnum

from refillplan.domain.messages import Message


class LintRule(StrEnum):
    """The pitfalls, by what is wrong."""

    ENCODING = "encoding"
    LINE_END = "line_end"
    LONG_LINE = "long_line"
    BROKEN_LINE = "broken_line"
    CONTROL_CHARACTER = "control_character"
    STRUCTURE = "structure"
    METHOD = "method"
    UID_MISSING = "uid_missing"
    UID_TWICE = "uid_twice"
    UID_CHANGED = "uid_changed"
    STAMP_MISSING = "stamp_missing"
    SEQUENCE_MISSING = "sequence_missing"
    SEQUENCE_KEPT = "sequence_kept"
    FLOATING_TIME = "floating_time"
    ZONE_MISSING = "zone_missing"
    ZONE_LATE = "zone_late"
    PEOPLE = "people"
    E_MAIL = "e_mail"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One pitfall in one line; ``line`` counts the lines of the file from 1."""

    rule: LintRule
    line: int
    sentence: Message
