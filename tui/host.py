"""The application as its screens and dialogs see it: texts, the board that all of them draw from, work, errors."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, TypeVar

from textual import work
from textual.app import App
from textual.signal import Signal

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, Message, Param, message
from refillplan.domain.plans import PlanState
from refillplan.services.looking.board import Board, edition_now, load_board
from refillplan.services.looking.views import show_plans
from refillplan.services.looking.worklist import Worklist, worklist
from tui.advising import Advising
from tui.desk import Desk
from tui.findings import Findings
from tui.forecasts import Forecasts
from tui.keys import Shown

if TYPE_CHECKING:
    from refillplan.services.calls.answers import Agreed
    from refillplan.services.calls.proposals import Proposal

T = TypeVar("T")
_WARNED_SECONDS = 20


class Host(App[None]):
    """What every screen may ask of the application."""

    board: Board
    worklist: Worklist

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.ready = False
        self.draft: Proposal | None = None
        self.draft_read = False
        self.advising = Advising(self._agreed)
        self.findings = Findings()
        self.forecasts = Forecasts()
        self.changed: Signal[None] = Signal(self, "changed")

    def text(self, template: str, **params: Param) -> str:
        """Return a sentence, from its template, in the reader's language."""
        return self.desk.text(template, **params)

    def say(self, sentence: Message) -> None:
        """Tell a sentence in passing, in the place of the one before."""
        self.clear_notifications()
        self.notify(self.desk.translate(sentence), markup=False)

    def warn(self, sentences: Sequence[Message]) -> None:
        """Tell what somebody has to look at, for long enough to read it."""
        self.clear_notifications()
        told = "\n".join(self.desk.translate(sentence) for sentence in sentences)
        self.notify(told, severity="warning", timeout=_WARNED_SECONDS, markup=False)

    async def asked(self, question: Callable[[], T]) -> T | None:
        """Return what a service answers, asked in a thread; an error opens a dialog, and None is returned."""
        try:
            return await asyncio.to_thread(question)
        except Exception as error:
            self.fail(error)
            return None

    async def reload(self) -> None:
        """Read the database again and let every screen draw anew."""
        desk = self.desk

        def read() -> tuple[Board, Worklist]:
            board = load_board(desk.store, desk.centre, desk.today_in)
            return board, worklist(desk.store, desk.centre, board.today)

        centre = desk.centre
        found = await self.asked(read)
        if found is None or desk.centre != centre:
            return
        self.board, self.worklist = found
        self.ready = True
        self.changed.publish(None)
        self._read_draft()

    async def enter_centre(self, code: str) -> None:
        """Go on in another centre; keys wait until it is read, so that none is for the one that was left."""
        before = self.desk.centre, self.desk.timezone
        with self.keys_kept():
            self.desk.centre, self.desk.timezone = code, None
            await self.reload()
            if self.board.centre.code != code:  # it cannot be read, which a dialog tells
                self.desk.centre, self.desk.timezone = before
                return
            self.draft, self.draft_read = None, False
            self.advising, self.findings, self.forecasts = Advising(self._agreed), Findings(), Forecasts()
            self.go("worklist")
            self.say(message(N_("now in centre {code}"), code=code))

    @work(exclusive=True, group="draft")
    async def _read_draft(self) -> None:
        """Read the call sheet without anybody waiting: the planner is loaded for it."""
        await self.read_draft()

    async def read_draft(self) -> None:
        """Read the newest draft with its call sheet, and show it."""
        desk = self.desk

        def read() -> "Proposal | None":
            from refillplan.services.calls.proposals import read_proposal  # noqa: PLC0415 (loads the planner: not while anybody waits)

            plans = show_plans(desk.store, desk.centre)
            drafts = bool(plans) and plans[-1].state is PlanState.DRAFT
            return read_proposal(desk.store, desk.centre) if drafts else None

        centre = desk.centre
        draft = await self.asked(read)
        if desk.centre == centre:
            self.take_draft(draft)

    def take_draft(self, draft: "Proposal | None") -> None:
        """Show a draft's call sheet, or that there is none."""
        self.draft, self.draft_read = draft, True
        self.changed.publish(None)

    def _agreed(self, board: Board) -> "Agreed":
        from refillplan.services.calls.holding import agreed_now  # noqa: PLC0415 (loads the planner; asked in a thread)

        return agreed_now(self.desk.store, board.centre.code, board.today)

    @property
    def open_calls(self) -> int | None:
        """People still to be phoned; None as long as that is not known."""
        if not self.draft_read:
            return None
        return 0 if self.draft is None else self.draft.open_calls

    async def reload_if_changed(self) -> None:
        """Read the database again if somebody else has changed it, or a day has begun."""
        desk = self.desk
        edition = await self.asked(lambda: edition_now(desk.store, desk.centre))
        if self.ready and edition is not None and (edition, desk.today) != (self.board.edition, self.board.today):
            await self.reload()

    def do(self, shown: Shown) -> None:
        """Do what a key does, without the key."""
        self.call_later(self.run_action, shown.binding.action, shown.node)

    def keys_kept(self) -> AbstractContextManager[None]:
        """Keep keys that are pressed meanwhile for whatever is open afterwards."""
        raise NotImplementedError

    def fail(self, error: Exception) -> None:
        """Show what went wrong; the application lives on."""
        raise NotImplementedError

    def explain(self, name: str, about: Message) -> None:
        """Show help on what is open, over it: what it is called, what it is for, its keys."""
        raise NotImplementedError

    def go(self, entry: str) -> None:
        """Show one of the main screens."""
        raise NotImplementedError

    def back(self) -> None:
        """Leave the present screen for the one below it."""
        raise NotImplementedError

    def show_visit(self, entry: str, patient: str, there: SessionKey) -> None:
        """Show a week or a month at a half-day, with the window of a patient."""
        raise NotImplementedError

    def open_patient(self, code: str) -> None:
        """Show a patient over the present screen."""
        raise NotImplementedError
