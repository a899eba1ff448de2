"""What may stand as a code: short, and never a person's name or national identifier."""

import re
from functools import lru_cache

from refillplan.domain.messages import N_, require

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_LONGEST_DIGITS = 10  # a French national identifier has 13 or 15 digits


def require_code(field: str, text: str) -> None:
    """Raise `InvalidValue` unless ``text`` is a short code of ASCII letters, digits, dot, dash, underscore."""
    require(
        _is_code(text),
        field,
        N_(
            "'{text}' is not a code: 1 to 32 letters (without accents), digits, '.', '-' or '_', beginning with a letter or digit"
        ),
        text=text,
    )


def require_patient_code(field: str, text: str) -> None:
    """Raise `InvalidValue` unless ``text`` is a code that can be neither a name nor a national identifier.

    A patient code has at least one digit, so that no name passes, and at most ten, so that no
    national identifier does.
    """
    require_code(field, text)
    require(
        _is_patient_code(text),
        field,
        N_("'{text}' is not a patient code: it needs 1 to {most} digits, so that it is neither a name nor a national identifier"),
        text=text,
        most=_LONGEST_DIGITS,
    )


@lru_cache(maxsize=10_000)  # the same few codes stand in a centre's rows again and again
def _is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


@lru_cache(maxsize=10_000)
def _is_patient_code(text: str) -> bool:
    return 1 <= sum(character.isdigit() for character in text) <= _LONGEST_DIGITS
