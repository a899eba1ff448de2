"""The replacement forecast: need against supply, label lives side by side, ends with their intervals, and what they rest on."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from refillplan.domain.messages import N_, Message, message
from refillplan.services.core.language import as_shown
from tui.forecasts import Foreseen
from tui.keys import key
from tui.screens.life_room import ForecastRoom
from tui.widgets.figure_plot import FigurePlot
from tui.widgets.flow import flowing
from tui.widgets.listing import Listing

if TYPE_CHECKING:  # the forecast loads NumPy and SciPy, so it is loaded when somebody asks
    from refillplan.services.forecasts.report import Table


class ForecastScreen(ForecastRoom):
    """Views of one forecast, one at a time."""

    KEYS: ClassVar[tuple[str, ...]] = (
        "forecast.view",
        "forecast.life",
        "forecast.pumps",
        "forecast.theatre",
        "forecast.back",
    )
    NAME: ClassVar[Message] = message(N_("Forecast"))
    ABOUT: ClassVar[Message] = message(
        N_(
            "How many pumps fall due for replacement when, and how many can be obtained. The names above are views; v goes "
            "through them. The label layer is implant date + label life; the cohort layer counts the ends that are likely, "
            "with intervals at 80 %. i changes the label life that counts, b goes over to years, n takes all centres "
            "together. p lists the pumps by date and code, h the theatre days, k looks back. Counts are of all pumps "
            "together: nothing is said of one pump but its dates on paper, and nobody stands before anybody but by date and "
            "code."
        )
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        key("v", "view(1)", N_("view"), N_("Show the next view of the forecast"), id="forecast.view"),
        key("V", "view(-1)", N_("view before"), N_("Show the view before"), id="forecast.view-before"),
        key("p", "pumps", N_("pumps"), N_("The pumps in place, by label date and code, to sign for"), id="forecast.pumps"),
        key("h", "theatre", N_("theatre"), N_("Theatre days, and the replacements decided for them"), id="forecast.theatre"),
        key("k", "back_test", N_("look back"), N_("What would have been forecast, and what happened"), id="forecast.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._at = 0
        self._titles: list[str] = []
        self._rows: list[list[str]] = []

    def body(self) -> Iterable[Widget]:
        """Return the views, what is shown, its figure and its table."""
        yield Static("", markup=False, id="views")
        yield Static("", markup=False, id="summary")
        yield FigurePlot(id="plot")
        yield Static("", markup=False, id="legend")
        yield Listing(id="figures")
        yield Static("", markup=False, id="detail")

    def on_mount(self) -> None:
        """Begin in the table."""
        self.query_one(FigurePlot).display = False
        super().on_mount()
        self.query_one(Listing).focus()

    def on_resize(self) -> None:
        """Draw as much as there is room for."""
        self.call_after_refresh(self._draw)

    def show_forecast(self, found: Foreseen) -> None:
        """Draw the view that is chosen."""
        from tui.forecast_views import VIEWS  # noqa: PLC0415 (loads what only a forecast needs)

        view, host = VIEWS[self._at % len(VIEWS)], self.host
        names = [
            Content.styled(host.desk.translate(each.name), "bold underline" if each is view else "").stylize(
                f"@click=screen.pick({at})"
            )
            for at, each in enumerate(VIEWS)
        ]
        self.query_one("#views", Static).update(flowing(names, self.app.size.width - 2))
        table = view.table(found, host.forecasts.life)
        self._show_table(table)
        figure = None if view.figure is None else view.figure(found, host.forecasts.life)
        plot, legend, detail = self.query_one(FigurePlot), self.query_one("#legend", Static), self.query_one("#detail", Static)
        plot.show(figure)
        legend.display, detail.display = figure is not None, figure is None
        legend.update(plot.legend(self.app.size.width - 2))
        codes = ", ".join(centre.code for centre in found.by_life[host.forecasts.life].forecast.centres)
        self.query_one("#summary", Static).update(host.text(N_("{name}: {value}"), name=codes, value=table.title))

    def _show_table(self, table: "Table") -> None:
        translate = self.host.desk.translate
        titles = [translate(heading) for heading in table.headings]
        rows = [(str(at), [translate(as_shown(cell)) for cell in row]) for at, row in enumerate(table.rows)]
        self.query_one(Listing).show(titles, rows)
        self._titles, self._rows = titles, [cells for _, cells in rows]
        self._detail()

    @on(DataTable.RowHighlighted)
    def _detail(self) -> None:
        at = self.query_one(Listing).row_key
        row = self._rows[int(at)] if at is not None and int(at) < len(self._rows) else []
        titles = self._titles if row else []
        named = [
            self.host.text(N_("{name}: {value}"), name=title, value=cell) for title, cell in zip(titles, row, strict=True) if cell
        ]
        named = named if len(row) > 1 else row
        self.query_one("#detail", Static).update(", ".join(named))

    def action_view(self, by: int) -> None:
        """Show a neighbour among the views."""
        self.action_pick(self._at + by)

    def action_pick(self, at: int) -> None:
        """Show a view by its place."""
        from tui.forecast_views import VIEWS  # noqa: PLC0415

        self._at = at % len(VIEWS)
        self._draw()

    def action_pumps(self) -> None:
        """List the pumps."""
        from tui.screens.pumps import PumpsScreen  # noqa: PLC0415

        self.app.push_screen(PumpsScreen())

    def action_theatre(self) -> None:
        """Show the theatre days."""
        from tui.screens.theatre import TheatreScreen  # noqa: PLC0415

        self.app.push_screen(TheatreScreen())

    def action_back_test(self) -> None:
        """Look back."""
        from tui.screens.back_test import BackTestScreen  # noqa: PLC0415

        self.app.push_screen(BackTestScreen())
