"""What may stand in a free text: one line of it, so that every file can hold it and give it back."""

import re

from refillplan.domain.messages import N_, InvalidValue, message

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def refuse_control_characters(text: str, field: str = "") -> None:
    """Raise `InvalidValue` about ``field`` if ``text`` holds a line break, a tab or another control character."""
    found = _CONTROL.search(text)
    if found is not None:
        sentence = N_("character {position} is a line break, a tab or another control character (U+{code})")
        raise InvalidValue(message(sentence, position=found.start() + 1, code=f"{ord(found[0]):04X}"), field)
