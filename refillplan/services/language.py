"""Sentences in the reader's language, from the catalogues under ``refillplan/locale``."""

import gettext
import re
from collections.abc import Callable
from importlib.resources import files

from refillplan.domain.messages import N_, Message, Param

LANGUAGES = ("fr", "en")
"""The languages that the program speaks; English is the language of the templates."""

_SESSION = re.compile(r"(?<![\w/-])(\d{4}-\d\d-\d\d)-(am|pm)(?![\w/-]|\.\w)")
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
