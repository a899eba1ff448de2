"""A written form of a generated centre that depends on no repr, no hash order and no platform."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum

from hypothesis import settings

some_centres = settings(max_examples=40, deadline=None)
"""For properties of whole centres, which take a while to make."""


def plain(value: object) -> object:
    """Return ``value`` as what JSON knows: dataclasses by field, sets sorted, dates in ISO form."""
    match value:
        case Enum():
            return value.value
        case date() | datetime() | time():
            return value.isoformat()
        case frozenset():
            return sorted(str(plain(item)) for item in value)
        case tuple():
            return [plain(item) for item in value]
        case None | str() | int() | float():
            return value
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(type(value).__name__)


def digest(value: object) -> str:
    return hashlib.sha256(json.dumps(plain(value), ensure_ascii=True).encode()).hexdigest()
