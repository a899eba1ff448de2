"""Whether what is kept names a patient: by the columns that hold codes, and by words in what staff typed.

A code may be as short as ``1``: looked for anywhere, it would be found in every weekday, place and hour.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from refillplan.storage.audit.audited import key_names
from refillplan.storage.rows.base import Base

TYPED = frozenset({"reason", "override_reason", "readings", "lot", "document"})
"""The columns of what belongs to a patient or a day in which staff write words of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A patient who may be named: by code, or by the serial of a pump."""

    patient: str
    serials: frozenset[str]

    @property
    def words(self) -> re.Pattern[str]:
        """The code and the serials as words of a text: not as a part of a longer code, nor of an hour."""
        codes = "|".join(map(re.escape, sorted((self.patient, *self.serials), key=len, reverse=True)))
        return re.compile(rf"(?<![\w-])(?<!\w\.)(?<!\d:)(?:{codes})(?![\w-]|\.\w|:\d)")

    def in_text(self, text: str) -> bool:
        """Tell whether a text names the patient."""
        return self.words.search(text) is not None

    def in_key(self, table: str, key: str) -> bool:
        """Tell whether the natural key of a row does, parts joined by ``/``."""
        columns = Base.metadata.tables.get(table)
        if columns is None:  # of an earlier version
            return self.in_text(key)
        return any(map(self._in_column, key_names(columns), key.split("/")))

    def in_values(self, values: object) -> bool:
        """Tell whether columns, a sentence or rows do, as JSON has them."""
        match values:
            case {"template": str(), "params": list(params)}:
                return any(self._in_field(name, value) for name, value in params)
            case Mapping():
                return any(self._in_column(str(name), value) for name, value in values.items())
            case list():
                return any(map(self.in_values, values))
        return False

    def _in_field(self, name: str, value: object) -> bool:
        """Tell whether a field of a sentence does; some hold what was typed, and some several codes."""
        if name in ("patient", "serial") or not isinstance(value, str):
            return self._in_column(name, value)
        return self.in_text(value)

    def _in_column(self, name: str, value: object) -> bool:
        if not isinstance(value, str):
            return self.in_values(value)
        if name in ("patient", "serial"):
            return value == self.patient or value in self.serials
        return name in TYPED and self.in_text(value)
