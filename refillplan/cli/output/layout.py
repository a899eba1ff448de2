"""How wide the columns of a table are: words, dates and codes stay whole, long sentences take what is left."""

from collections.abc import Sequence

from rich.cells import cell_len

_LONGEST_WORD = 24
"""A word longer than this may be broken: no date, half-day or code is."""

_SENTENCE = 24
"""The column with the longest text gets so many letters before the others get more than their words need."""


def column_widths(columns: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """Return the width of each column, None where not even the longest words fit beside each other.

    Parameters
    ----------
    columns
        The texts of each column, its heading among them.
    room
        Letters that all columns together may take.
    """
    needed = [min(_LONGEST_WORD, max(map(_longest_word, texts))) for texts in columns]
    wanted = [max(cell_len(line) for text in texts for line in text.splitlines() or [""]) for texts in columns]
    left = room - sum(needed)
    if left < 0:
        return None
    widths = [min(need, want) for need, want in zip(needed, wanted, strict=True)]
    left = room - sum(widths)
    by_length = sorted(range(len(widths)), key=lambda position: wanted[position])
    for position, most in [(by_length[-1], _SENTENCE), *((position, room) for position in by_length)]:
        more = min(left, max(0, min(most, wanted[position]) - widths[position]))
        widths[position] += more
        left -= more
    return widths


def _longest_word(text: str) -> int:
    return max(map(cell_len, text.split()), default=1)
