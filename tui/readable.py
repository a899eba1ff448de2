"""Sentences of the services as people read days: ``2027-01-07-am`` becomes ``Thu 07/01 morning``."""

import re
from collections.abc import Callable
from datetime import date

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, Message, Param

WEEKDAY_NAMES = tuple(Message(name) for name in (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun")))
HALF_DAY_NAMES = {HalfDay.AM: Message(N_("morning")), HalfDay.PM: Message(N_("afternoon"))}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TYPED = re.compile(r"--\w+ \{(\w+)\}")
_SESSION = re.compile(r"\d{4}-\d\d-\d\d-(am|pm)")


def readable(sentence: Message, today: date, translate: Callable[[Message], str]) -> Message:
    """Return a sentence in which every field that is a day or a half-day, and nothing else, is written for people."""

    def field(value: Param) -> Param:
        if isinstance(value, Message):
            return readable(value, today, translate)
        if not isinstance(value, str):
            return value
        try:
            if _SESSION.fullmatch(value):
                key = SessionKey.parse(value)
                return f"{_day(key.on)} {translate(HALF_DAY_NAMES[key.half_day])}"
            return _day(date.fromisoformat(value)) if _DAY.fullmatch(value) else value
        except ValueError:  # it looks like a day, but there is none
            return value

    def _day(on: date) -> str:
        year = "" if on.year == today.year else f"/{on:%Y}"
        return f"{translate(WEEKDAY_NAMES[on.weekday()])} {on:%d/%m}{year}"

    typed = _TYPED.findall(sentence.template)  # of a command: stays as it is to be typed
    filled = ((name, value if name in typed else field(value)) for name, value in sentence.params)
    return Message(sentence.template, tuple(filled))
