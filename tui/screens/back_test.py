"""Looking back: what would have been forecast at past dates, and what happened."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget
from textual.widgets import Static

from refillplan.domain.messages import N_, Message, message
from refillplan.services.core.language import as_shown
from tui.forecasts import Forecasts, other_by
from tui.screens.life_room import AskingRoom
from tui.widgets.figure_plot import FigurePlot
from tui.widgets.listing import Listing

if TYPE_CHECKING:  # the forecast loads NumPy and SciPy, so it is loaded when somebody asks
    from refillplan.services.forecasts.forecasting import Backtest
    from refillplan.services.forecasts.report import Table


class BackTestScreen(AskingRoom):
    """How often intervals held what happened, and every comparison."""

    KEYS: ClassVar[tuple[str, ...]] = ("forecast.by", "forecast.life", "forecast.every", "app.back")
    DOING: ClassVar[Message] = message(N_("forecasting from past dates, and comparing with what happened"))
    NAME: ClassVar[Message] = message(N_("Look back"))
    ABOUT: ClassVar[Message] = message(
        N_(
            "Stands at the start of each past quarter or year, forecasts the next from what was known then, and compares with"
            " what happened. The plot shows how often an interval held it (upwards) against how often it should have "
            "(along): on the dots is best. The first table counts this, the second has every comparison. b goes over to "
            "quarters or years."
        )
    )

    def body(self) -> Iterable[Widget]:
        """Return what is shown, the plot and the tables."""
        yield Static("", markup=False, id="summary")
        yield FigurePlot(id="plot")
        yield Static("", markup=False, id="legend")
        yield Listing(id="accuracy")
        yield Listing(id="comparisons")

    def on_mount(self) -> None:
        """Begin in the comparisons."""
        self.query_one(FigurePlot).display = False
        super().on_mount()
        self.query_one("#comparisons").focus()

    def draw_known(self) -> bool:
        """Draw the look back, if it is known."""
        past = self.host.forecasts.past(self.host.board)
        if past is not None:
            self._show(past)
        return past is not None

    def other_periods(self, forecasts: Forecasts) -> None:
        """Take years in the place of quarters, or the other way round, for the look back alone."""
        forecasts.past_by = other_by(forecasts.past_by)

    def compute(self) -> None:
        """Look back."""
        self.host.forecasts.read_past(self.host.desk, self.host.board)

    def _show(self, past: "Backtest | Message") -> None:
        from refillplan.services.forecasts.forecasting import By  # noqa: PLC0415
        from refillplan.services.forecasts.report import (  # noqa: PLC0415 (loads what only a forecast needs)
            BY_WORDS,
            accuracy_table,
            calibration_figure,
            comparison_table,
        )

        plot, legend = self.query_one(FigurePlot), self.query_one("#legend", Static)
        summary = self.query_one("#summary", Static)
        if isinstance(past, Message):
            plot.show(None)
            by = BY_WORDS[By(self.host.forecasts.past_by)]
            summary.update("✖ " + self.host.text(N_("{name}: {value}"), name=by, value=past))
            legend.update("")
            for listing in self.query(Listing):
                listing.show((), ())
            return
        plot.show(calibration_figure(past))
        legend.update(plot.legend(self.app.size.width - 2))
        accuracy = accuracy_table(past)
        about = f"{', '.join(past.centres)}, {self.host.desk.translate(self.life_in_words())}"
        summary.update(self.host.text(N_("{name}: {value}"), name=about, value=accuracy.title))
        self._fill_table("#accuracy", accuracy)
        self._fill_table("#comparisons", comparison_table(past))

    def _fill_table(self, name: str, table: "Table") -> None:
        translate = self.host.desk.translate
        rows = ((str(at), [translate(as_shown(cell)) for cell in row]) for at, row in enumerate(table.rows))
        self.query_one(name, Listing).show([translate(heading) for heading in table.headings], rows)
