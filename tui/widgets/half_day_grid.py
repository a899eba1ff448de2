"""Weeks as a grid of half-days: a cursor, a patient's window, and a visit that can be taken up and put down."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.events import Click, MouseDown, MouseMove, MouseUp
from textual.message import Message as Posted
from textual.strip import Strip
from textual.widget import Widget

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_
from refillplan.domain.visits import Visit
from tui.half_day_facts import HalfDayFacts
from tui.keys import key
from tui.widgets.half_day_cells import LABEL_WIDTH, Cell, Drawing, day_line, half_day_line


class HalfDayGrid(Widget, can_focus=True):
    """Some weeks, Monday first.

    Parameters
    ----------
    weeks
        Most weeks shown; fewer where there is no room.
    lines
        Lines of a half-day; 0: as many as there is room for.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"grid--{cell.value}" for cell in Cell}
    BINDINGS: ClassVar[list[BindingType]] = [
        key("left", "step(-1, 0)", N_("day before"), N_("Go to the day before"), id="grid.left"),
        key("right", "step(1, 0)", N_("next day"), N_("Go to the next day"), id="grid.right"),
        key("up", "step(0, -1)", N_("above"), N_("Go to the half-day above"), id="grid.up"),
        key("down", "step(0, 1)", N_("below"), N_("Go to the half-day below"), id="grid.down"),
    ]

    class Stepped(Posted):
        """The cursor, or the visit under it, is another one."""

    class Dragged(Posted):
        """A visit is being dragged with the mouse."""

        def __init__(self, visit: Visit) -> None:
            super().__init__()
            self.visit = visit

    class Dropped(Posted):
        """A visit was let go over another half-day with the mouse."""

    class Opened(Posted):
        """The visit under the cursor is to be opened."""

    def __init__(self, *, weeks: int, lines: int, id: str) -> None:
        super().__init__(id=id)
        self.most_weeks, self._lines = weeks, lines
        self._facts: Mapping[SessionKey, HalfDayFacts] = {}
        self._drawing: Drawing | None = None
        self._columns = 5
        self.monday = date(1970, 1, 5)
        self.cursor = SessionKey(self.monday, HalfDay.AM)
        self._picked = 0
        self._pressed: Visit | None = None
        self._dragging = False

    @property
    def weeks(self) -> int:
        """Weeks for which there is room."""
        per_week = 1 + 2 * max(1, self._lines)
        return max(1, min(self.most_weeks, (self.size.height - 1) // per_week))

    @property
    def lines(self) -> int:
        """Lines of a half-day."""
        return self._lines or max(2, (self.size.height - 2) // 2)

    @property
    def facts(self) -> HalfDayFacts | None:
        """The half-day under the cursor."""
        return self._facts.get(self.cursor)

    @property
    def visit(self) -> Visit | None:
        """The visit chosen in the half-day under the cursor."""
        visits = () if self.facts is None else self.facts.visits
        return visits[self._picked % len(visits)] if visits else None

    def show(self, drawing: Drawing, facts: Mapping[SessionKey, HalfDayFacts], columns: int) -> None:
        """Draw half-days from the Monday on."""
        self._drawing, self._facts, self._columns = drawing, facts, columns
        self.refresh()

    def move_to(self, there: SessionKey, patient: str | None = None) -> None:
        """Put the cursor on a half-day, and choose a patient's visit in it."""
        self.cursor = there
        visits = () if self.facts is None else self.facts.visits
        self._picked = next((at for at, visit in enumerate(visits) if visit.patient == patient), 0)
        self.refresh()
        self.post_message(self.Stepped())

    def next_visit(self) -> None:
        """Choose the next visit of the half-day."""
        self._picked += 1
        self.refresh()
        self.post_message(self.Stepped())

    def action_step(self, days: int, halves: int) -> None:
        """Move the cursor by days, or by half-days down a column."""
        on, half = self.cursor.on, self.cursor.half_day
        if halves:
            place = (0 if half is HalfDay.AM else 1) + halves
            on, half = on + timedelta(weeks=place // 2), HalfDay.AM if place % 2 == 0 else HalfDay.PM
        on += timedelta(days=days)
        if on.weekday() >= self._columns:
            on += timedelta(days=7 - on.weekday() if days > 0 else self._columns - 1 - on.weekday())
        self.move_to(SessionKey(on, half))

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width = self.size.width
        if self._drawing is None or not self._facts:
            return Strip.blank(width, self.rich_style)
        styles = {cell: self.get_component_rich_style(f"grid--{cell.value}") for cell in Cell}
        column = (width - LABEL_WIDTH) // self._columns
        if y == 0:
            return self._strip(self._drawing.weekdays(self._columns, column), styles, width)
        week, line = divmod(y - 1, 1 + 2 * self.lines)
        if week >= self.weeks:
            return Strip.blank(width, self.rich_style)
        monday = self.monday + timedelta(weeks=week)
        days = [monday + timedelta(days=day) for day in range(self._columns)]
        if line == 0:
            return self._strip(day_line(self._drawing, days, column), styles, width)
        half, inside = divmod(line - 1, self.lines)
        keys = [SessionKey(day, list(HalfDay)[half]) for day in days]
        parts = half_day_line(
            self._drawing, [self._facts[key] for key in keys], inside, self.lines, column, self.cursor, self.visit
        )
        return self._strip(parts, styles, width)

    def _strip(self, parts: list[tuple[str, Cell]], styles: Mapping[Cell, Style], width: int) -> Strip:
        return Strip([Segment(text, styles[cell]) for text, cell in parts]).adjust_cell_length(width, self.rich_style)

    def _at(self, x: int, y: int) -> tuple[SessionKey, int] | None:
        """Return the half-day at a place of the widget, and the line inside it."""
        column = (self.size.width - LABEL_WIDTH) // self._columns
        week, line = divmod(y - 1, 1 + 2 * self.lines)
        day = (x - LABEL_WIDTH) // max(1, column)
        if y < 1 or line == 0 or week >= self.weeks or not 0 <= day < self._columns or x < LABEL_WIDTH:
            return None
        half, inside = divmod(line - 1, self.lines)
        return SessionKey(self.monday + timedelta(weeks=week, days=day), list(HalfDay)[half]), inside

    def on_mouse_down(self, event: MouseDown) -> None:
        """Go to a half-day and choose the visit there; a visit may be dragged from here."""
        there = self._at(event.x, event.y)
        if there is None:
            return
        self.move_to(there[0])
        if self.lines > 1 and there[1] > 0 and self.facts is not None and there[1] <= len(self.facts.visits):
            self._picked = there[1] - 1
            self.refresh()
            self.post_message(self.Stepped())
        self._pressed = self.visit
        self.capture_mouse()

    def on_mouse_move(self, event: MouseMove) -> None:
        """Drag the chosen visit over another half-day."""
        there = self._at(event.x, event.y)
        if self._pressed is not None and there is not None and there[0] != self.cursor:
            if not self._dragging:
                self._dragging = True
                self.post_message(self.Dragged(self._pressed))
            self.move_to(there[0])

    def on_mouse_up(self, _: MouseUp) -> None:
        """Let a dragged visit go."""
        self.release_mouse()
        if self._dragging:
            self.post_message(self.Dropped())
        self._pressed, self._dragging = None, False

    def on_click(self, event: Click) -> None:
        """Open a visit with a double click."""
        if event.chain == 2 and self.visit is not None:
            self.post_message(self.Opened())
