"""What a report is made of: tables, figures and the sources that their numbers rest on."""

from dataclasses import dataclass

from refillplan.domain.messages import Message

Cell = str | Message
"""A text as it is, or a sentence to be translated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table.

    Parameters
    ----------
    key
        Short name, for a file.
    rests_on
        Keys of the sources that its numbers rest on.
    """

    key: str
    title: Message
    headings: tuple[Message, ...]
    rows: tuple[tuple[Cell, ...], ...]
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a number comes from.

    Parameters
    ----------
    key
        What tables and figures name; several sources may share it.
    as_of
        ISO date.
    """

    key: str
    name: Message
    value: Cell
    source: Cell
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Numbers drawn together, one for each mark of the axis; ``low`` and ``high`` are their interval, if any."""

    name: Message
    values: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing: bars side by side, lines with their intervals as bands.

    Parameters
    ----------
    marks
        Texts along the axis.
    even
        Whether to draw the diagonal of a calibration plot: what was asked along the axis, what was found upwards.
    """

    key: str
    title: Message
    axis: Message
    marks: tuple[str, ...]
    bars: tuple[Series, ...] = ()
    lines: tuple[Series, ...] = ()
    rests_on: tuple[str, ...] = ()
    even: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to print: what it is, when and for whom it was made, its tables and figures, and what they rest on."""

    title: Message
    lines: tuple[Message, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    sources: tuple[Source, ...]
