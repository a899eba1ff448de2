"""The pumps in place by date and code, with their dates on paper and what these are made of; here physicians sign."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from refillplan.domain.decisions import Decision, decisions_in_force
from refillplan.domain.devices import Pump
from refillplan.domain.messages import N_, Message, message
from refillplan.services.core.labels import LabelDates
from tui.decision_words import CHOICE_SIGNS, decision_sentence
from tui.forecasts import Foreseen
from tui.keys import key
from tui.screens.life_room import ForecastRoom
from tui.screens.signing import SigningRoom
from tui.widgets.flow import flowing
from tui.widgets.listing import Listing

if TYPE_CHECKING:  # the forecast loads NumPy and SciPy, so it is loaded when somebody asks
    from refillplan.services.forecasts.forecasting import Forecast

_WIDE = 110
_GROUPS = (N_("all {count}"), N_("due in periods that end short {count}"), N_("extended {count}"), N_("decided {count}"))
_Code = tuple[str, str]


class PumpsScreen(SigningRoom, ForecastRoom):
    """Every pump in place; by label date, then by code."""

    KEYS: ClassVar[tuple[str, ...]] = ("pump.extend", "pump.decide", "forecast.life", "pumps.group", "forecast.every")
    NAME: ClassVar[Message] = message(N_("Pumps"))
    ABOUT: ClassVar[Message] = message(
        N_(
            "Every pump in place with its dates on paper, by label date and code; the lines below say what the dates of the "
            "pump under the cursor are made of. The counts above the table are groups: g goes through them. A physician signs "
            "here: e an extension, d a decision for the end of the pump's life. Decided replacements are then put on theatre "
            "days: h on the forecast. Enter opens the patient. The order is that of dates and codes, and no other."
        )
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        key(
            "g",
            "group(1)",
            N_("group"),
            N_("Show the next group alone: due where supply falls short, extended, decided"),
            id="pumps.group",
        ),
        key("G", "group(-1)", N_("group before"), N_("Show the group before alone"), id="pumps.group-before"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._group = 0
        self._found: Forecast | None = None
        self._decisions: Mapping[_Code, Decision] = {}

    def body(self) -> Iterable[Widget]:
        """Return what is shown, the groups, the table, and what the dates are made of."""
        yield Static("", markup=False, id="summary")
        yield Static("", markup=False, id="counts")
        yield Listing(id="pumps")
        yield Static("", markup=False, id="detail")

    def on_mount(self) -> None:
        """Begin in the table."""
        super().on_mount()
        self.query_one(Listing).focus()

    def on_resize(self) -> None:
        """Draw as many columns as there is room for."""
        self._draw()

    def show_forecast(self, found: Foreseen) -> None:
        """Draw the pumps."""
        host = self.host
        forecast = found.by_life[host.forecasts.life].forecast
        self._found = forecast
        self._decisions = {
            (centre.code, serial): each
            for centre in forecast.centres
            for serial, each in decisions_in_force(centre.decisions).items()
        }
        groups = self._groups()
        self.query_one("#summary", Static).update(
            host.text(
                N_(
                    "Pumps in place by label date and code, {life}. Nominal: implant date + label life, or what a physician "
                    "entered."
                ),
                life=self.life_in_words(),
            )
        )
        names = [
            Content.styled(
                host.text(template, count=len(group)), "bold underline" if at == self._group % len(groups) else ""
            ).stylize(f"@click=screen.pick({at})")
            for at, (template, group) in enumerate(zip(_GROUPS, groups, strict=True))
        ]
        self.query_one("#counts", Static).update(flowing(names, self.app.size.width - 2))
        shown = groups[self._group % len(groups)]
        self.query_one(Listing).show(self._titles(), ((" ".join(_code(dates)), self._cells(dates)) for dates in shown))
        self._detail()

    def pump_in_hand(self) -> Pump | None:
        """Return the pump under the cursor, if it is of this centre."""
        dates, board = self._dates(), self.host.board
        if dates is None or dates.centre != board.centre.code:
            return None
        mine = (pump for pump in board.centre.pumps if pump.in_place_on(board.today))
        return next((pump for pump in mine if pump.serial == dates.serial), None)

    def action_group(self, by: int) -> None:
        """Show the next group."""
        self.action_pick((self._group + by) % len(_GROUPS))

    def action_pick(self, at: int) -> None:
        """Show the group of that place."""
        self._group = at
        self._draw()

    @on(DataTable.RowSelected)
    def _open(self) -> None:
        pump = self.pump_in_hand()
        if pump is None:
            self._no_pump()
        else:
            self.host.open_patient(pump.patient)

    @on(DataTable.RowHighlighted)
    def _detail(self) -> None:
        dates = self._dates()
        self.query_one("#detail", Static).update("" if dates is None else self._made_of(dates))

    def _dates(self) -> LabelDates | None:
        row = self.query_one(Listing).row_key
        label = () if self._found is None else self._found.label
        return next((dates for dates in label if " ".join(_code(dates)) == row), None)

    def _groups(self) -> tuple[Sequence[LabelDates], ...]:
        if self._found is None:
            return ((),) * len(_GROUPS)
        label = self._found.label
        return (
            label,
            self._found.due,
            [dates for dates in label if dates.extended_until is not None],
            [dates for dates in label if _code(dates) in self._decisions],
        )

    def _titles(self) -> Sequence[str]:
        text, settings = self.host.text, self.host.board.centre.forecast
        lives = (settings.short_life_years, settings.long_life_years)
        titles = (
            text(N_("patient")),
            text(N_("safe-by")),
            text(N_("label")),
            *(text(N_("{years} y"), years=f"{life.value:g}") for life in lives),
            text(N_("decision")),
        )
        if self.app.size.width < _WIDE:
            return titles
        return (*titles, text(N_("extended")), text(N_("model's range")), text(N_("model")), text(N_("pump")))

    def _cells(self, dates: LabelDates) -> Sequence[str | Text]:
        code = dates.patient if not self.host.forecasts.every else f"{dates.centre} {dates.patient}"
        decision = self._decisions.get(_code(dates))
        cells: tuple[str | Text, ...] = (
            code,
            *map(_day, (dates.safe_by_on, dates.label_on, dates.short_on, dates.long_on)),
            "" if decision is None else self._decided(decision),
        )
        if self.app.size.width < _WIDE:
            return cells
        model = " – ".join(_day(on) for on in (dates.model_from_on, dates.model_to_on) if on is not None)
        return (*cells, _day(dates.extended_until), model, dates.model, dates.serial)

    def _decided(self, decision: Decision) -> Text:
        shown = self.query_one(Listing).signed(self.host.desk, CHOICE_SIGNS[decision.choice])
        wide = self.app.size.width >= _WIDE
        return shown.append(f" {_day(decision.theatre_on)}") if wide and decision.theatre_on is not None else shown

    def _made_of(self, dates: LabelDates) -> str:
        desk = self.host.desk
        parts = [f"{dates.patient}, {dates.serial}, {dates.model}"]
        decision = self._decisions.get(_code(dates))
        if decision is not None:
            parts.append(decision_sentence(desk, decision))
        parts += [desk.translate(part) for part in dates.made_of]
        if dates.model_from_on is not None and dates.model_to_on is not None:
            first, last = _day(dates.model_from_on), _day(dates.model_to_on)
            parts.append(desk.text(N_("model's own range {first} to {last}"), first=first, last=last))
        return "; ".join(parts)


def _code(dates: LabelDates) -> _Code:
    """Return what names a pump among several centres."""
    return dates.centre, dates.serial


def _day(on: date | None) -> str:
    return "" if on is None else f"{on:%d/%m/%Y}"
