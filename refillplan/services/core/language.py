"""Sentences in the reader's language, from the catalogues under ``refillplan/locale``."""

import gettext
import re
from collections.abc import Callable
from importlib.resources import files

from refillplan.domain.messages import N_, Message, Param, message

LANGUAGES = ("fr", "en")
"""The languages that the program speaks; English is the language of the templates."""

_SESSION = re.compile(r"(?<![\w/-])(\d{4}-\d\d-\d\d)-(am|pm)(?![\w/-]|\.\w)")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_DECIMAL = re.compile(r"(\d+)\.(\d+)( \(.*\))?")
_HALF_DAY = {"am": N_("{day}-am"), "pm": N_("{day}-pm")}

Translate = Callable[[Message], str]
"""Puts a sentence into one language."""


def translator(lang: str) -> Translate:
    """Return what puts sentences into ``lang``; a language that has no catalogue is answered in English.

    Half-days that fill a sentence are written as that language writes them, wherever the sentence comes from.
    """
    catalogue = gettext.translation("refillplan", str(files("refillplan") / "locale"), languages=[lang], fallback=True)

    def translate(sentence: Message) -> str:
        template = catalogue.gettext(sentence.template)
        return template.format(**{name: filled(value) for name, value in sentence.params})

    def filled(value: Param) -> str:
        if isinstance(value, Message):
            return translate(value)
        return _SESSION.sub(lambda found: catalogue.gettext(_HALF_DAY[found[2]]).format(day=found[1]), str(value))

    return translate


def as_shown(cell: str | Message) -> Message:
    """Return a cell of a table for people: a quarter, a number with decimals and a half-day as their language writes them.

    Parameters
    ----------
    cell
        A sentence, which stays as it is, or a text as it stands in files.
    """
    if isinstance(cell, Message):
        return cell
    if quarter := _QUARTER.fullmatch(cell):
        return message(N_("{year}-Q{quarter}"), year=quarter[1], quarter=quarter[2])
    if number := _DECIMAL.fullmatch(cell):
        return message(N_("{whole}.{tenths}"), whole=number[1], tenths=f"{number[2]}{number[3] or ''}")
    return message("{cell}", cell=cell)
