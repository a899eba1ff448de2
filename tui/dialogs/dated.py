"""Forms with days in them: typed, or chosen on a grid that shows how full half-days are."""

from datetime import date
from typing import ClassVar, TypeVar

from textual import work
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, InvalidValue
from refillplan.services.entering.closures import long_span
from tui.dialogs.base import Form
from tui.dialogs.go_to_day import GoToDayDialog
from tui.keys import key
from tui.typed_dates import read_day

T = TypeVar("T")


class DayField(Horizontal):
    """A field for a day, and what opens the grid for it."""

    def __init__(self, value: str, *, id: str, placeholder: str = "") -> None:
        grid = Content("▦ F6").stylize(f"@click=screen.grid('{id}')")
        field = Input(value, id=id, compact=True, placeholder=placeholder)
        super().__init__(field, Static(grid, markup=False, classes="grid-link"), classes="day")


class DatedForm(Form[T]):
    """A form whose days can be chosen on a grid.

    Attributes
    ----------
    PAST
        Whether its days are past ones.
    """

    PAST: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f6", "grid", N_("grid of days"), N_("Choose the day on a grid that shows how full half-days are"), id="form.grid"),
    ]

    @work
    async def action_grid(self, field: str = "") -> None:
        """Choose the day of a field, or of the one that has the focus, on a grid."""
        days = [each for day in self.query(DayField) for each in day.query(Input)]
        wanted = next((each for each in days if each.id == field or (not field and each.has_focus)), days[0])
        there = await self.host.push_screen_wait(GoToDayDialog(self._so_far(wanted.value)))
        if there is not None:
            wanted.value = f"{there.on:%d/%m/%Y}"
            wanted.focus()

    def with_question(self, said: str, first: date, last: date) -> str:
        """Return what is said of some days and, where they are too many to be meant, the question whether they are."""
        question = long_span(first, last)
        return said if question is None else f"{said}\n▲ {self.host.desk.translate(question)}"

    def _so_far(self, typed: str) -> SessionKey | None:
        try:
            return SessionKey(read_day(typed, self.host.desk.today, past=self.PAST), HalfDay.AM)
        except InvalidValue:
            return None
