"""Sentences in the reader's language, from the catalogues under ``refillplan/locale``."""

import gettext
from collections.abc import Callable
from importlib.resources import files

from refillplan.domain.messages import Message

LANGUAGES = ("fr", "en")
"""The languages that the program speaks; English is the language of the templates."""

Translate = Callable[[Message], str]
"""Puts a sentence into one language."""


def translator(lang: str) -> Translate:
    """Return what puts sentences into ``lang``; a language that has no catalogue is answered in English."""
    catalogue = gettext.translation("refillplan", str(files("refillplan") / "locale"), languages=[lang], fallback=True)

    def translate(sentence: Message) -> str:
        template = catalogue.gettext(sentence.template)
        return template.format(
            **{name: translate(value) if isinstance(value, Message) else str(value) for name, value in sentence.params}
        )

    return translate
