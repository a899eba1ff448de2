"""The centre's settings, each with its source and date where it has one; to be looked at."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import on
from textual.widget import Widget
from textual.widgets import DataTable, Static

from refillplan.domain.messages import N_, Message, message
from tui.screens.base import Room
from tui.widgets.listing import Listing
from tui.words import SHORT_HALF_DAYS, WEEKDAYS, years_of

_Row = tuple[str, str, str, str]


class SettingsScreen(Room):
    """What the centre plans by."""

    KEYS: ClassVar[tuple[str, ...]] = ("app.language", "app.colours", "app.jump")
    NAME: ClassVar[Message] = message(N_("Settings"))
    ABOUT: ClassVar[Message] = message(
        N_(
            "What the centre plans by, with source and date. They are changed in the centre's folder (centre.toml), then "
            "imported."
        )
    )

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_Row] = []

    def body(self) -> Iterable[Widget]:
        """Return the table."""
        yield Listing(id="settings")
        yield Static("", markup=False, id="detail")

    def on_mount(self) -> None:
        """Begin in the table."""
        super().on_mount()
        self.query_one(Listing).focus()

    def fill(self) -> None:
        """Draw the settings."""
        text = self.host.text
        titles = (text(N_("setting")), text(N_("value")), text(N_("since")), text(N_("source")))
        rows = [*self._protocol(), *self._planning(), *self._sessions(), *self._models(), *self._kinds(), *self._operators()]
        self._rows = rows
        self.query_one(Listing).show(titles, ((str(at), row) for at, row in enumerate(rows)))
        self._detail()

    @on(DataTable.RowHighlighted)
    def _detail(self) -> None:
        row = self._rows[int(self.query_one(Listing).row_key or 0)]
        self.query_one("#detail", Static).update(", ".join(part for part in row if part))

    def _protocol(self) -> Iterator[_Row]:
        text, protocol = self.host.text, self.host.board.centre.protocol
        since, source = f"{protocol.valid_from:%d/%m/%Y}", protocol.source
        yield text(N_("earliest")), text(N_("{days} days"), days=protocol.min_days), since, source
        yield text(N_("target")), text(N_("{days} days"), days=protocol.target_days), since, source
        yield text(N_("limit")), text(N_("{days} days"), days=protocol.limit_days), since, source

    def _planning(self) -> Iterator[_Row]:
        text, centre = self.host.text, self.host.board.centre
        planning, review = centre.planning, centre.review
        own = text(N_("the centre's choice"))
        yield text(N_("weeks planned")), str(planning.weeks), "", own
        yield text(N_("told visits stay for")), text(N_("{days} days"), days=planning.frozen_days), "", own
        yield text(N_("visits start every")), text(N_("{minutes} min"), minutes=planning.grid_minutes), "", own
        yield text(N_("places kept free a week")), str(planning.reserve_places_per_week), "", own
        if review is not None:
            yield (
                text(N_("review")),
                text(N_("{kind}, every {months} months"), kind=review.kind, months=review.every_months),
                "",
                own,
            )
        yield text(N_("time zone")), centre.timezone, "", own
        yield text(N_("public holidays")), centre.holiday_zone, "", own

    def _sessions(self) -> Iterator[_Row]:
        text, translate = self.host.text, self.host.desk.translate
        for each in self.host.board.centre.sessions:
            name = f"{translate(WEEKDAYS[each.weekday - 1])} {translate(SHORT_HALF_DAYS[each.half_day])}"
            hours = f"{each.opens:%H:%M}–{each.closes:%H:%M}"
            value = text(N_("{hours}, places: {places}"), hours=hours, places=each.places)
            since = "" if each.valid_from is None else f"{each.valid_from:%d/%m/%Y}"
            yield name, value, since, ", ".join(each.operators)

    def _models(self) -> Iterator[_Row]:
        text = self.host.text
        for model in self.host.board.centre.pump_models:
            low, high = model.life_min_years, model.life_max_years
            life = (
                text(N_("label life unknown"))
                if high is None
                else text(N_("label life {years} years"), years=years_of(low, high))
            )
            yield model.model, life, "" if model.source_on is None else f"{model.source_on:%d/%m/%Y}", model.source

    def _kinds(self) -> Iterator[_Row]:
        text = self.host.text
        for kind in self.host.board.centre.visit_kinds:
            template = N_("place {place} min, operator {operator} min")
            yield (
                kind.kind,
                text(template, place=kind.place_minutes, operator=kind.operator_minutes),
                "",
                text(N_("the centre's choice")),
            )

    def _operators(self) -> Iterator[_Row]:
        for operator in self.host.board.centre.operators:
            yield operator.operator, operator.role.value, "", ", ".join(sorted(operator.kinds))
