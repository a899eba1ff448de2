"""What the week and the month have in common: a grid, a visit in hand, and its window."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from refillplan.domain.agenda import session_of, why_closed
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, message
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Window
from tui.dialogs.go_to_day import GoToDayDialog
from tui.dialogs.opening import OpeningDialog
from tui.half_day_facts import half_days, shown_weekdays
from tui.keys import key
from tui.patient_facts import facts_of
from tui.screens.grid_sentences import carrying_sentence, half_day_sentence
from tui.screens.patients import PatientRoom
from tui.widgets.half_day_cells import Drawing
from tui.widgets.half_day_grid import HalfDayGrid

if TYPE_CHECKING:
    from refillplan.services.advising.advice import WhyNot

_ASKED_AFTER_SECONDS = 0.4


class GridRoom(PatientRoom):
    """A screen with a grid of half-days."""

    KEYS: ClassVar[tuple[str, ...]] = ("grid.carry", "grid.visit", "grid.day", "patient.record", "day.close")
    STEP_WEEKS: ClassVar[int]
    ENTERS: ClassVar[frozenset[str]] = PatientRoom.ENTERS | {"carry", "opening"}
    BINDINGS: ClassVar[list[BindingType]] = [
        key(
            "enter",
            "open",
            N_("open"),
            N_("Open the patient of the visit chosen, or put down the visit that was taken up"),
            id="grid.open",
        ),
        key(
            "o",
            "opening",
            N_("open half-day"),
            N_("Open this half-day, or give it other hours, places, operators"),
            id="grid.opening",
        ),
        key(
            "m",
            "carry",
            N_("move"),
            N_("Take up the visit chosen, go to another half-day, put it down with Enter"),
            id="grid.carry",
        ),
        key("v", "next_visit", N_("next visit"), N_("Choose the next visit of this half-day"), id="grid.visit"),
        key("d", "go_to_day", N_("day"), N_("Go to a day: +6w, 15/3, tue 9h"), id="grid.day"),
        key("pagedown", "turn(1)", N_("later"), N_("Turn to later weeks"), id="grid.later"),
        key("pageup", "turn(-1)", N_("earlier"), N_("Turn to earlier weeks"), id="grid.earlier"),
        key("home", "today", N_("today"), N_("Go to today"), id="grid.today"),
        key(
            "escape",
            "put_back",
            N_("put back"),
            N_("Put a visit back that was taken up, or leave"),
            id="grid.put-back",
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._there: SessionKey | None = None
        self._patient: str | None = None
        self._carried: Visit | None = None
        self._answer: tuple[SessionKey, WhyNot] | None = None
        self._asking: Timer | None = None

    def at(self, there: SessionKey, patient: str) -> "GridRoom":
        """Begin at a half-day, with the window of a patient."""
        self._there, self._patient = there, patient
        return self

    def grid(self) -> HalfDayGrid:
        """Return the grid, empty."""
        raise NotImplementedError

    def first_monday(self, there: date) -> date:
        """Return the Monday to begin with, so that a day is seen."""
        raise NotImplementedError

    def body(self) -> Iterable[Widget]:
        """Return the grid and the line below it."""
        yield self.grid()
        yield Static("", markup=False, id="detail")

    def on_mount(self) -> None:
        """Begin in the grid, once it knows its size."""
        super().on_mount()
        self._grid.focus()

    def fill(self) -> None:
        """Draw the grid where it was."""
        board, grid = self.host.board, self._grid
        there = self._there or SessionKey(board.today, HalfDay.AM)
        self._there = there
        if not grid.monday <= there.on < grid.monday + timedelta(weeks=grid.weeks):
            grid.monday = self.first_monday(there.on)
        days = 7 * grid.most_weeks
        drawing = Drawing(desk=self.host.desk, patient=self._patient, windows=self._windows())
        grid.show(drawing, half_days(board, grid.monday, days), shown_weekdays(board, grid.monday, days))
        if grid.cursor != there:
            grid.move_to(there, self._patient)
        self._say()

    def on_resize(self) -> None:
        """Show as many weeks as there is room for."""
        self.call_after_refresh(self._draw)

    def patient_in_hand(self) -> str | None:
        """Return the patient of the visit chosen, or whose window is shown."""
        visit = self.visit_in_hand()
        return self._patient if visit is None else visit.patient

    def visit_in_hand(self) -> Visit | None:
        """Return the visit taken up, or the one chosen, or the next of the patient whose window is shown."""
        chosen = self._carried or self._grid.visit
        if chosen is not None or self._patient is None:
            return chosen
        coming = facts_of(self.host.board, self._patient).coming
        return coming[0] if coming else None

    def half_day_in_hand(self) -> SessionKey:
        """Return the half-day under the cursor."""
        return self._grid.cursor

    def half_day_asked(self, visit: Visit) -> SessionKey | None:
        """Return the half-day under the cursor, where the visit is another's half-day."""
        return None if self._grid.cursor == visit.session else self._grid.cursor

    def half_day_freed(self) -> SessionKey | None:
        """Return the half-day under the cursor."""
        return self._grid.cursor

    @property
    def _grid(self) -> HalfDayGrid:
        return self.query_one(HalfDayGrid)

    def action_open(self) -> None:
        """Open the patient, or put the visit down."""
        if self._carried is not None:
            self._put_down()
        elif self._grid.visit is not None:
            self.host.open_patient(self._grid.visit.patient)

    def action_carry(self) -> None:
        """Take a visit up, or put it down."""
        if self._carried is not None:
            return self._put_down()
        visit = self.visit_in_hand()
        if visit is None:
            return self.nobody()
        self._carried, self._patient = visit, visit.patient
        self.host.advising.prepare(self.host.board)
        return self._draw()

    def action_put_back(self) -> None:
        """Put the visit back, or leave the screen."""
        if self._carried is None:
            self.host.back()
            return
        self._carried = None
        self._draw()

    def action_next_visit(self) -> None:
        """Choose the next visit of the half-day."""
        self._grid.next_visit()

    def action_turn(self, by: int) -> None:
        """Turn to other weeks."""
        there = SessionKey(self._grid.cursor.on + timedelta(weeks=by * self.STEP_WEEKS), self._grid.cursor.half_day)
        self._grid.monday = self.first_monday(there.on)
        self._go(there)

    def action_today(self) -> None:
        """Go to today."""
        self._go(SessionKey(self.host.board.today, HalfDay.AM))

    @work
    async def action_go_to_day(self) -> None:
        """Go to a typed day."""
        there = await self.host.push_screen_wait(GoToDayDialog())
        if there is not None:
            self._go(there)

    @work
    async def action_opening(self) -> None:
        """Open the half-day, or give it more places."""
        facts = self._grid.facts
        if facts is None:
            return
        opened = await self.host.push_screen_wait(OpeningDialog(facts.key, facts.session))
        if opened:
            await self.host.reload()

    def _go(self, there: SessionKey) -> None:
        self._there = there
        self._draw()

    @on(HalfDayGrid.Stepped)
    def _stepped(self) -> None:
        grid = self._grid
        if self._carried is None and grid.visit is not None:
            self._patient = grid.visit.patient
        if self._there != grid.cursor or self._carried is None:
            self._there = grid.cursor
            self._draw()
        if self._carried is not None:
            self._ask_soon()

    @on(HalfDayGrid.Opened)
    def _opened(self) -> None:
        self.action_open()

    @on(HalfDayGrid.Dragged)
    def _dragged(self, event: HalfDayGrid.Dragged) -> None:
        if self.host.desk.role.may_enter:
            self._carried, self._patient = event.visit, event.visit.patient

    @on(HalfDayGrid.Dropped)
    def _put_down(self) -> None:
        visit, there = self._carried, self._grid.cursor
        self._carried = None
        if self._asking is not None:
            self._asking.stop()
        self._draw()
        if visit is None or there == visit.session:
            return
        centre = self.host.board.centre
        if session_of(centre, there) is None:
            self.host.say(message(N_("{session}: {reason}"), session=str(there), reason=why_closed(centre, there)))
        else:
            self._ask_and_move(visit, there)

    @work
    async def _ask_and_move(self, visit: Visit, there: SessionKey) -> None:
        await self.ask_and_move(visit, there)

    def _ask_soon(self) -> None:
        """Ask what follows here, once the visit rests for a moment."""
        if self._asking is not None:
            self._asking.stop()
        self._asking = self.set_timer(_ASKED_AFTER_SECONDS, self._ask)

    @work(exclusive=True, group="ask")
    async def _ask(self) -> None:
        visit, there, host = self._carried, self._grid.cursor, self.host
        if visit is None or there == visit.session:
            return
        answer = await host.asked(partial(host.advising.why_not, host.board, visit, there, lambda _: None, lambda: False))
        if answer is not None:
            self._answer = there, answer
            self._say()

    def _windows(self) -> tuple[Window, ...]:
        if self._patient is None:
            return ()
        facts = facts_of(self.host.board, self._patient)
        standing = (self.host.board.standing(visit).window for visit in facts.coming)
        planned = tuple(window for window in standing if window is not None)
        return planned or (() if facts.start is None else (facts.start.window,))

    def _say(self) -> None:
        grid, desk = self._grid, self.host.desk
        if grid.facts is None:
            return
        if self._carried is None:
            visit = None if grid.visit is None else self.host.board.standing(grid.visit)
            sentence = half_day_sentence(desk, grid.facts, visit)
        else:
            known = self._answer[1] if self._answer is not None and self._answer[0] == grid.cursor else None
            sentence = carrying_sentence(desk, self.host.board.standing(self._carried), grid.facts, known)
        self.query_one("#detail", Static).update(sentence)
