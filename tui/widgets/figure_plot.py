"""A figure as a plot in characters: bars side by side, means with their intervals; every series has its own sign."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual.color import Color
from textual.content import Content
from textual_plotext import PlotextPlot

from refillplan.domain.messages import N_
from refillplan.services.core.language import as_shown
from tui.host import Host
from tui.widgets.flow import flowing

if TYPE_CHECKING:  # the forecast loads NumPy and SciPy, so it is loaded when somebody asks
    from refillplan.services.forecasts.report import Figure, Series

_BARS = ("█", "░", "▚")
_MEANS = (("●", "│"), ("○", "┊"), ("◆", "╎"))
_COLOURS = ("primary", "warning", "accent")
_AXIS_COLUMNS = 7
_Rgb = tuple[int, int, int]


class FigurePlot(PlotextPlot):
    """A figure; where there is no room for all of its marks, it shows the first of them."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._figure: Figure | None = None

    def show(self, figure: "Figure | None") -> None:
        """Draw a figure; None: take no room."""
        self._figure = figure
        self.display = figure is not None
        self._draw()

    def on_resize(self) -> None:
        """Draw as many marks as there is room for."""
        self._draw()

    @property
    def shown_marks(self) -> int:
        """How many marks of the figure are drawn."""
        figure = self._figure
        if figure is None:
            return 0
        if figure.even:
            return len(figure.marks)
        columns_each = len(figure.bars) + len(figure.lines) + 1
        return max(1, min(len(figure.marks), (self.app.size.width - _AXIS_COLUMNS) // columns_each))

    def legend(self, width: int) -> Content:
        """Return what the signs mean, in the reader's language."""
        figure = self._figure
        if figure is None:
            return Content("")
        desk = cast("Host", self.app).desk
        signs = [
            *zip(figure.bars, _BARS, strict=False),
            *((line, mean) for line, (mean, _) in zip(figure.lines, _MEANS, strict=False)),
        ]
        parts = [
            Content.assemble((sign, f"${_COLOURS[at % len(_COLOURS)]}"), f" {desk.translate(series.name)}")
            for at, (series, sign) in enumerate(signs)
        ]
        if self.shown_marks < len(figure.marks):
            last = figure.marks[self.shown_marks - 1]
            parts.append(Content(desk.text(N_("drawn up to {period}; the table has all"), period=as_shown(last))))
        return flowing(parts, width)

    def _draw(self) -> None:
        figure, plot = self._figure, self.plt
        plot.clear_figure()
        if figure is None or not self.size.width:
            return
        plot.xaxes(lower=True, upper=False)
        plot.yaxes(left=True, right=False)
        if figure.even:
            self._draw_even(figure)
        else:
            self._draw_marks(figure, self.shown_marks)
        self.refresh()

    def _draw_marks(self, figure: "Figure", shown: int) -> None:
        """Draw in whole columns: all of a mark's bars and means side by side, then at least one column free."""
        drawn = (*figure.bars, *figure.lines)
        top = max(1, max((max((*series.values[:shown], *series.high[:shown])) for series in drawn), default=0))
        columns = self.size.width - len(f"{top:.0f}") - 1
        each = max(len(drawn) + 1, columns // shown)
        wide = max(1, each // (len(drawn) + 1))
        margin = (each - wide * len(drawn)) // 2
        for at, series in enumerate(drawn):
            first = [mark * each + margin + at * wide for mark in range(shown)]
            if at < len(figure.bars):
                self._bars(first, series, at, wide, each)
            else:
                self._means([column + wide // 2 for column in first], series, at - len(figure.bars), self._rgb(at))
        self._axes(figure.marks[:shown], [mark * each + each // 2 for mark in range(shown)], columns, top)

    def _bars(self, first: Sequence[int], series: "Series", at: int, wide: int, each: int) -> None:
        values = list(series.values[: len(first)])
        middles = [column + (wide - 1) / 2 for column in first]
        if any(values):  # plotext takes a width as a share of the distance between bars, and fills both columns at its edges
            share = (wide - 1) / each if len(first) > 1 else wide - 1
            self.plt.bar(middles, values, width=share, marker=_BARS[at % len(_BARS)], color=self._rgb(at))

    def _means(self, places: Sequence[int], series: "Series", at: int, colour: _Rgb) -> None:
        mean, stick = _MEANS[at % len(_MEANS)]
        for place, low, high in zip(places, series.low, series.high, strict=False):
            self.plt.plot([place, place], [low, high], marker=stick, color=colour)
        self.plt.scatter(list(places), list(series.values[: len(places)]), marker=mean, color=colour)

    def _axes(self, marks: Sequence[str], middles: Sequence[int], columns: int, top: float) -> None:
        firsts = [at for at, mark in enumerate(marks) if at == 0 or mark[:4] != marks[at - 1][:4]]
        self.plt.xticks([float(middles[at]) for at in firsts], [marks[at][:4] for at in firsts])
        self.plt.xlim(0, columns - 1)
        self.plt.ylim(0, top)
        step = max(1, round(top / max(1, min(5, self.size.height // 3))))
        heights = list(range(0, int(top) + 1, step))
        self.plt.yticks([float(height) for height in heights], [str(height) for height in heights])

    def _draw_even(self, figure: "Figure") -> None:
        places = [float(mark) for mark in figure.marks]
        self.plt.plot([0, 1], [0, 1], marker="·", color=self._rgb(0))
        for at, series in enumerate(figure.lines):
            self.plt.scatter(places, list(series.values), marker=_MEANS[at % len(_MEANS)][0], color=self._rgb(at))
        self.plt.xlim(0, 1)
        self.plt.ylim(0, 1)
        ticks = [0, 0.5, 1]
        self.plt.xticks(ticks, [f"{100 * tick:g} %" for tick in ticks])
        self.plt.yticks(ticks, [f"{100 * tick:g} %" for tick in ticks])

    def _rgb(self, at: int) -> _Rgb:
        return Color.parse(self.app.theme_variables[_COLOURS[at % len(_COLOURS)]]).rgb
