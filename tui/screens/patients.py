"""What can be done from every screen that has a patient or a half-day in hand."""

from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.plans import PlanState
from refillplan.domain.visits import Visit
from tui.dialogs.close_days import CloseDaysDialog
from tui.dialogs.consequence import ConsequenceDialog
from tui.dialogs.go_to_day import GoToDayDialog
from tui.dialogs.leave import LeaveDialog
from tui.dialogs.not_done import NotDoneDialog
from tui.dialogs.record_fill import RecordFillDialog
from tui.dialogs.suggest import SuggestDialog
from tui.jobs import long_work
from tui.keys import key
from tui.planning import move_and_plan, plan_again
from tui.screens.base import Room
from tui.words import long_day

_LOOKING = message(N_("looking for the best half-days"))
_ASKING = message(N_("looking at what follows"))


class PatientRoom(Room):
    """A screen with a patient, perhaps a visit and a half-day, in hand."""

    ENTERS: ClassVar[frozenset[str]] = frozenset({"record", "not_done", "close_days", "leave", "plan"})
    BINDINGS: ClassVar[list[BindingType]] = [
        key(
            "r",
            "record",
            N_("record fill"),
            N_("Record a fill of this patient; Enter is enough for today's"),
            id="patient.record",
        ),
        key("n", "not_done", N_("not done"), N_("Record that this visit was not done, and why"), id="patient.not-done"),
        key("s", "suggest", N_("suggest"), N_("The best half-days for this visit, with what follows"), id="patient.suggest"),
        key("w", "why_not", N_("why not"), N_("Why this visit is not on another day, or what that would take"), id="patient.why"),
        key("c", "close_days", N_("close day"), N_("Close a day or half-day, and list whom to phone"), id="day.close"),
        key("a", "leave", N_("absence"), N_("Enter that an operator is away, and list whom to phone"), id="day.leave"),
        key(
            "p",
            "plan",
            N_("plan again"),
            N_("Plan again from what is entered, and list whom to phone"),
            id="day.plan",
        ),
    ]

    def patient_in_hand(self) -> str | None:
        """Return the patient whom an action is about."""
        raise NotImplementedError

    def visit_in_hand(self) -> Visit | None:
        """Return the visit that an action is about: the patient's next, where no other is chosen."""
        raise NotImplementedError

    def half_day_in_hand(self) -> SessionKey:
        """Return the half-day that an action is about."""
        return SessionKey(self.host.board.today, HalfDay.AM)

    @work
    async def action_record(self) -> None:
        """Record a fill."""
        patient = self.patient_in_hand()
        if patient is None:
            return self._nobody()
        done = await self.host.push_screen_wait(RecordFillDialog(patient))
        if done is None:
            return None
        await self.host.reload()
        template = N_("{patient}: fill of {on} recorded; u undoes it")
        return self.host.say(message(template, patient=done.patient, on=long_day(self.host.desk, done.on)))

    @work
    async def action_not_done(self) -> None:
        """Record that a visit was not done."""
        patient = self.patient_in_hand()
        if patient is None:
            return self._nobody()
        board = self.host.board
        past = [v.session.on for v in board.visits if v.patient == patient and v.session.on <= board.today]
        done = await self.host.push_screen_wait(NotDoneDialog(patient, max(past, default=board.today)))
        if done is None:
            return None
        await self.host.reload()
        return self.host.say(
            message(N_("{patient}: visit of {on} not done; u undoes it"), patient=patient, on=long_day(self.host.desk, done.on))
        )

    @work
    async def action_suggest(self) -> None:
        """Show the best half-days for the visit in hand, and move it to the one chosen."""
        visit = self.visit_in_hand()
        if visit is None:
            return self._nobody()
        host = self.host
        found = await long_work(host, _LOOKING, partial(host.advising.suggest, host.board, visit))
        if found is None:
            return None
        visit, options = found
        if not options:
            return host.say(message(N_("there is no other half-day for this visit")))
        option = await host.push_screen_wait(SuggestDialog(visit, options))
        return None if option is None else await self.move(visit, option.visit.session)

    @work
    async def action_why_not(self) -> None:
        """Ask for a day, and say why the visit is not there."""
        visit = self.visit_in_hand()
        if visit is None:
            return self._nobody()
        there = await self.host.push_screen_wait(GoToDayDialog())
        if there is not None:
            await self.ask_and_move(visit, there)
        return None

    async def ask_and_move(self, visit: Visit, there: SessionKey) -> None:
        """Show what follows from a visit in a half-day, and move it if that is wanted."""
        host = self.host
        answer = await long_work(host, _ASKING, partial(host.advising.why_not, host.board, visit, there))
        if answer is None:
            return
        wanted = await host.push_screen_wait(ConsequenceDialog(visit, there, answer))
        if wanted and answer.option is not None:
            await self.move(visit, there)

    async def move(self, visit: Visit, there: SessionKey) -> None:
        """Propose a booked visit in another half-day, its patient having agreed, and list whom else to phone."""
        if self.host.board.state is PlanState.DRAFT or visit.session.on <= self.host.board.today:
            return self.host.say(message(N_("only a booked visit can be moved: o on the call sheet puts the plan in force")))
        return await move_and_plan(self.host, visit, there)

    @work
    async def action_close_days(self) -> None:
        """Close half-days, then list whom to phone."""
        if await self.host.push_screen_wait(CloseDaysDialog(self.half_day_in_hand())):
            await self.host.reload()
            await plan_again(self.host)

    @work
    async def action_leave(self) -> None:
        """Enter an absence, then list whom to phone."""
        if await self.host.push_screen_wait(LeaveDialog(self.half_day_in_hand())):
            await self.host.reload()
            await plan_again(self.host)

    @work
    async def action_plan(self) -> None:
        """Plan again and list whom to phone."""
        await plan_again(self.host)

    def _nobody(self) -> None:
        self.host.say(_NOBODY)


_NOBODY: Message = message(N_("there is no visit here to do this with"))
