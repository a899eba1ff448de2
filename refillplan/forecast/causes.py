"""Why a pump ended: from the words in the records to the causes that the forecast tells apart."""

import re
import unicodedata
from enum import StrEnum


class Cause(StrEnum):
    """A cause of a pump's end that competes with the others."""

    WEAR_OUT = "wear_out"
    DYSFUNCTION = "dysfunction"
    INFECTION_CATHETER = "infection_catheter"
    OTHER = "other"


EARLY = (Cause.DYSFUNCTION, Cause.INFECTION_CATHETER, Cause.OTHER)
"""The causes whose rate does not depend on the age of the pump."""

_BY_DECISION = re.compile(r"\b(elective|planned|preventive|programme|preventif|preventive|anticipe|decision)")
_WORDS = (
    (Cause.WEAR_OUT, re.compile(r"\b(battery|batterie|pile|wear|worn|usure|depletion|epuisement|end of life|fin de vie)")),
    (Cause.INFECTION_CATHETER, re.compile(r"\b(infect|catheter|occlusion|obstruction|seps|erosion)")),
    (Cause.DYSFUNCTION, re.compile(r"\b(dysfonction|dysfunction|failure|panne|defaut|defect|malfunction|defaillance|alarm)")),
)


def cause_of(words: str) -> Cause | None:
    """Return the cause that the words of a record name.

    English and French words are known, with or without accents. A replacement by decision, before anything failed,
    is no failure: None. Words that name nothing known, and no words, are `Cause.OTHER`.
    """
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    if _BY_DECISION.search(plain):
        return None
    return next((cause for cause, pattern in _WORDS if pattern.search(plain)), Cause.OTHER)
