"""Pieces of text in lines, none of them broken."""

from collections.abc import Iterable

from textual.content import Content

_APART = 2


def flowing(parts: Iterable[Content], width: int) -> Content:
    """Return the parts in as many lines as they need."""
    lines: list[list[Content]] = [[]]
    for part in parts:
        if lines[-1] and sum(each.cell_length + _APART for each in lines[-1]) + part.cell_length > width:
            lines.append([])
        lines[-1].append(part)
    return Content("\n").join(Content(" " * _APART).join(line) for line in lines)
