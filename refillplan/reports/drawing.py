"""Figures as SVG and PNG, the same bytes for the same figure."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from refillplan.domain.messages import Message
from refillplan.reports.values import Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BARS = ("#1f5fa8", "#e08a1e", "#7a9cc6", "#c9c9c9")
_LINES = ("#2f2f2f", "#a8321f", "#3f7f3f")
_MOST_MARKS = 14
_TALL, _WIDE = 3.0, 6.0


def drawn(figure: Figure, kind: str, translate: Callable[[Message], str]) -> bytes:
    """Return a figure as a file.

    Parameters
    ----------
    kind
        ``svg`` or ``png``.
    """
    import matplotlib as mpl  # noqa: PLC0415 (takes half a second to load)
    from matplotlib.figure import Figure as Drawing  # noqa: PLC0415

    with mpl.rc_context({"svg.hashsalt": "refillplan", "font.family": "DejaVu Sans", "font.size": 8, "svg.fonttype": "path"}):
        drawing = Drawing(figsize=(_TALL + 1, _TALL) if figure.even else (_WIDE, _TALL), layout="constrained")
        axes = drawing.add_subplot()
        _draw(axes, figure, translate)
        drawing.legend(loc="outside lower center", ncols=3, frameon=False)
        content = io.BytesIO()
        nothing = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
        metadata = {**nothing, "Title": translate(figure.title)}
        drawing.savefig(content, format=kind, dpi=150, metadata=metadata)
    return content.getvalue()


def _draw(axes: Axes, figure: Figure, translate: Callable[[Message], str]) -> None:
    places = list(range(len(figure.marks)))
    width = 0.8 / max(1, len(figure.bars))
    for number, series in enumerate(figure.bars):
        at = [place - 0.4 + (number + 0.5) * width for place in places]
        axes.bar(at, series.values, width, label=translate(series.name), color=_BARS[number % len(_BARS)])
    for number, series in enumerate(figure.lines):
        colour = _LINES[number % len(_LINES)]
        axes.plot(places, series.values, label=translate(series.name), color=colour, marker="o", markersize=2.5, linewidth=1.2)
        if series.low:
            axes.fill_between(places, series.low, series.high, color=colour, alpha=0.15, linewidth=0)
    if figure.even:
        axes.plot(places, [float(mark) for mark in figure.marks], color="#999999", linewidth=0.8, linestyle="--")
    step = max(1, -(-len(places) // _MOST_MARKS))
    axes.set_xticks(places[::step], figure.marks[::step], rotation=45 if len(places) > _MOST_MARKS // 2 else 0)
    axes.set_xlabel(translate(figure.axis))
    axes.set_ylim(bottom=0)
    axes.set_title(translate(figure.title), loc="left", fontsize=8, wrap=True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
