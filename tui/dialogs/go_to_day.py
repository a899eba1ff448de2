"""A day, typed or chosen on a grid that shows how full each half-day is."""

from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.visits import Visit
from tui.dialogs.base import Form
from tui.half_day_facts import half_days, shown_weekdays
from tui.keys import key
from tui.typed_dates import read_moment
from tui.widgets.half_day_cells import Drawing
from tui.widgets.half_day_grid import HalfDayGrid
from tui.words import SHORT_HALF_DAYS, half_day

_ROWS_AROUND, _FEWEST_WEEKS, _MOST_WEEKS = 15, 2, 6


class GoToDayDialog(Form[SessionKey]):
    """A half-day; the morning where none is typed.

    Parameters
    ----------
    there
        The half-day to begin with, None: none.
    visit
        Its window is drawn along the dates, and a weekday typed alone is that of its week.
    """

    ABOUT: ClassVar[Message] = message(
        N_(
            "Type a day, a weekday or a step such as +6w, with an hour or a half-day if wanted; or go to the grid with the "
            "arrow down and choose there. The grid shows visits and the share of place-time taken."
        )
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        key("down", "into_grid", N_("below"), N_("Choose on the grid, with the arrows"), id="day.grid"),
        key("enter", "send", N_("go"), N_("Take the half-day under the cursor"), id="day.take"),
        key("pagedown", "turn(1)", N_("later"), N_("Turn to later weeks"), id="day.later"),
        key("pageup", "turn(-1)", N_("earlier"), N_("Turn to earlier weeks"), id="day.earlier"),
    ]

    def __init__(self, there: SessionKey | None = None, visit: Visit | None = None) -> None:
        super().__init__()
        self._there = there
        self._visit = visit

    def title_text(self) -> str:
        """Return what is asked."""
        return self.host.text(N_("Go to a day"))

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return the day."""
        typed = "" if self._there is None else self._named(self._there)
        yield (
            self.host.text(N_("day")),
            Input(typed, id="on", compact=True, placeholder=self.example(self.host.text(N_("+6w, 15/3, tue 9h")))),
        )

    def body(self) -> Iterable[Widget]:
        """Return the field, and the grid above the buttons."""
        rows = list(super().body())
        weeks = max(_FEWEST_WEEKS, min(_MOST_WEEKS, (self.app.size.height - _ROWS_AROUND) // 3))
        grid = HalfDayGrid(weeks=weeks, lines=1, id="days")
        grid.styles.height = 1 + 3 * weeks
        return (rows[0], grid, *rows[1:])

    def on_mount(self) -> None:
        """Begin in the field, the grid where the visit or today is."""
        grid = self.query_one(HalfDayGrid)
        visited = None if self._visit is None else self._visit.session
        self._show(self._there or visited or SessionKey(self.host.desk.today, HalfDay.AM))
        grid.can_focus = True
        super().on_mount()

    def send_text(self) -> str:
        """Return what the button says."""
        return self.host.text(N_("go (Enter)"))

    def hint(self) -> str:
        """Return the half-day in full, and show it on the grid."""
        if not self.typed("on"):
            return ""
        there = self._key()
        self._show(there)
        return half_day(self.host.desk, there)

    def send(self) -> SessionKey:
        """Return the half-day."""
        return self._key()

    def action_into_grid(self) -> None:
        """Go on in the grid, from the half-day where it is."""
        grid = self.query_one(HalfDayGrid)
        grid.focus()
        self._write(grid.cursor)

    def action_turn(self, by: int) -> None:
        """Turn to other weeks."""
        grid = self.query_one(HalfDayGrid)
        weeks = timedelta(weeks=by * grid.most_weeks)
        self.action_into_grid()
        self._write(SessionKey(grid.cursor.on + weeks, grid.cursor.half_day))

    @on(HalfDayGrid.Stepped)
    def _stepped(self) -> None:
        """Write where the grid was gone to; what was typed stays as it was typed."""
        grid = self.query_one(HalfDayGrid)
        if grid.has_focus:
            self._write(grid.cursor)

    @on(HalfDayGrid.Opened)
    async def _opened(self) -> None:
        await self.action_send()

    def _write(self, there: SessionKey) -> None:
        try:
            if self._key() == there:
                return
        except InvalidValue:
            pass
        self.query_one("#on", Input).value = self._named(there)

    def _named(self, there: SessionKey) -> str:
        return f"{there.on:%d/%m/%Y} {self.host.desk.translate(SHORT_HALF_DAYS[there.half_day])}"

    def _show(self, there: SessionKey) -> None:
        """Draw the weeks around a half-day, the cursor on it."""
        grid, board = self.query_one(HalfDayGrid), self.host.board
        monday = there.on - timedelta(days=there.on.weekday())
        if not grid.monday <= there.on < grid.monday + timedelta(weeks=grid.most_weeks):
            grid.monday = monday if there.on - board.today < timedelta(weeks=1) else monday - timedelta(weeks=1)
        days = 7 * grid.most_weeks
        windows = () if self._visit is None or self._visit.window is None else (self._visit.window,)
        drawing = Drawing(desk=self.host.desk, patient=None if self._visit is None else self._visit.patient, windows=windows)
        grid.show(drawing, half_days(board, grid.monday, days), shown_weekdays(board, grid.monday, days))
        if grid.cursor != there:
            grid.move_to(there)

    def _key(self) -> SessionKey:
        near = None if self._visit is None else self._visit.session.on
        moment = read_moment(self.typed("on"), self.host.desk.today, near=near)
        return SessionKey(moment.on, moment.half_day or HalfDay.AM)
