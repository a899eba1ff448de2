"""Sentences for people, kept apart from the language they are read in."""

from dataclasses import dataclass
from typing import TypeAlias

Param: TypeAlias = "str | int | Message"


def N_(text: str) -> str:
    """Mark ``text`` for the message catalogues and return it unchanged."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence: an English template, marked with `N_`, and what fills it.

    Parameters
    ----------
    template
        English text with ``{name}`` fields; the key in the catalogues.
    params
        Pairs of field name and value; a value that is itself a `Message` is translated first.
    """

    template: str
    params: tuple[tuple[str, Param], ...] = ()

    def __str__(self) -> str:
        return self.template.format(**{name: str(value) for name, value in self.params})


def message(template: str, **params: Param) -> Message:
    """Build a `Message` from a template marked with `N_` and its fields."""
    return Message(template, tuple(params.items()))


class InvalidValue(ValueError):
    """A value that the clinic's words do not allow; says so in one sentence.

    Parameters
    ----------
    sentence
        What is wrong, for the person who entered it.
    field
        Name of the wrong field, as in the CSV contract; empty where several fields disagree.
    """

    def __init__(self, sentence: Message, field: str = "") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.field = field


def require(condition: bool, field: str, template: str, **params: Param) -> None:
    """Raise `InvalidValue` about ``field`` unless ``condition`` holds."""
    if not condition:
        raise InvalidValue(message(template, **params), field)
