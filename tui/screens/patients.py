"""What can be done from every screen that has a patient or a half-day in hand."""

from datetime import date
from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from refillplan.domain.agenda import session_of
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, message
from refillplan.domain.plans import PlanState
from refillplan.domain.visits import Visit
from tui.asking import long_question
from tui.dialogs.close_days import CloseDaysDialog
from tui.dialogs.consequence import ConsequenceDialog
from tui.dialogs.freed import FreedDialog
from tui.dialogs.go_to_day import GoToDayDialog
from tui.dialogs.leave import LeaveDialog
from tui.dialogs.not_done import NotDoneDialog
from tui.dialogs.opening import OpeningDialog
from tui.dialogs.patient_code import PatientCodeDialog
from tui.dialogs.record_fill import RecordFillDialog
from tui.dialogs.suggest import SuggestDialog
from tui.dialogs.why import why_exception, why_visit
from tui.keys import key
from tui.patient_facts import booked_as
from tui.planning import move_and_plan, plan_again
from tui.recorded import tell_recorded
from tui.screens.wishes import WishRoom
from tui.words import half_day, long_day

_LOOKING = message(N_("looking for the best half-days"))
_ASKING = message(N_("looking at what follows"))
_ASKING_WHY = message(N_("looking at what bound the visit"))
_LOOKING_WHO = message(N_("looking who could come"))


class PatientRoom(WishRoom):
    """A screen with a patient, perhaps a visit and a half-day, in hand."""

    ENTERS: ClassVar[frozenset[str]] = WishRoom.ENTERS | frozenset({"record", "not_done", "close_days", "leave", "plan"})
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
        key(
            "y",
            "why",
            N_("why"),
            N_("Why this visit is where it is, and what speaks against days nearer to its target"),
            id="visit.why",
        ),
        key("f", "freed", N_("freed place"), N_("Whose visit could come forward into a half-day"), id="day.freed"),
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

    def half_day_asked(self, visit: Visit) -> SessionKey | None:
        """Return the half-day to ask about first, where one is chosen that the visit is not in."""
        return None

    def half_day_freed(self) -> SessionKey | None:
        """Return the half-day that a freed place is in, where one is chosen."""
        return None

    def recorded(self) -> None:
        """Go on from a patient whose fill was recorded, where there is a next one."""

    @work
    async def action_record(self) -> None:
        """Record a fill."""
        patient = self.patient_in_hand()
        if patient is None:
            return self.nobody()
        done = await self.host.push_screen_wait(RecordFillDialog(patient))
        if done is None:
            return None
        self.recorded()
        await self.host.reload()
        without = N_("{patient}: fill of {on} recorded; u undoes it")
        template = N_("{patient}: fill of {on} recorded, next limit {limit}; u undoes it")
        return tell_recorded(self.host, done, without if done.window is None else template)

    @work
    async def action_not_done(self) -> None:
        """Record that a visit was not done."""
        patient = self.patient_in_hand()
        if patient is None:
            return self.nobody()
        done = await self.host.push_screen_wait(NotDoneDialog(patient, self._missed_on(patient)))
        if done is None:
            return None
        await self.host.reload()
        return self.host.say(
            message(N_("{patient}: visit of {on} not done; u undoes it"), patient=patient, on=long_day(self.host.desk, done.on))
        )

    def _missed_on(self, patient: str) -> date:
        """Return the day of the visit in hand or, where that is still to come, of the patient's last one up to today."""
        board, visit = self.host.board, self.visit_in_hand()
        if visit is not None and visit.session.on <= board.today:
            return visit.session.on
        past = [v.session.on for v in board.visits if v.patient == patient and v.session.on <= board.today]
        return max(past, default=board.today)

    @work
    async def action_suggest(self) -> None:
        """Show the best half-days for the visit in hand, and move it to the one chosen; in an empty one, who could come."""
        visit = self.visit_in_hand()
        if visit is None:
            self.nobody() if self.half_day_freed() is None else self.action_freed()
            return None
        host = self.host
        found = await long_question(host, _LOOKING, partial(host.advising.suggest, host.board, visit))
        if found is None:
            return None
        visit, options = found
        if not options:
            return host.say(message(N_("there is no other half-day for this visit")))
        option = await host.push_screen_wait(SuggestDialog(visit, options))
        return None if option is None else await self.move(visit, option.visit.session)

    @work
    async def action_why_not(self) -> None:
        """Ask for a day, or in an empty half-day for a patient, and say why the visit is not there."""
        visit, there = self.visit_in_hand(), self.half_day_freed()
        if visit is None and there is None:
            return self.nobody()
        self.host.advising.prepare(self.host.board)
        if visit is not None:
            there = await self.host.push_screen_wait(GoToDayDialog(self.half_day_asked(visit), visit))
        elif there is not None:
            visit = await self.host.push_screen_wait(PatientCodeDialog(there))
        if visit is not None and there is not None:
            await self.ask_and_move(visit, there)
        return None

    @work
    async def action_why(self) -> None:
        """Say what bound the visit in hand, or why its patient has none; go on to a half-day that is asked about."""
        host, patient, visit = self.host, self.patient_in_hand(), self.visit_in_hand()
        if patient is None:
            self.nobody() if self.half_day_freed() is None else self.action_why_not()
            return None
        because = await long_question(host, _ASKING_WHY, partial(host.advising.why, host.board, patient, visit))
        if because is None:
            return None
        from refillplan.services.advising.explaining import Why  # noqa: PLC0415 (the thread has loaded it)

        desk = host.desk
        dialog = why_visit(desk, because) if isinstance(because, Why) else why_exception(desk, *because)
        there = await host.push_screen_wait(dialog)
        return None if there is None or visit is None else await self.ask_and_move(visit, there)

    @work
    async def action_freed(self) -> None:
        """Show whose visit could come forward into a half-day, and move the one chosen."""
        host, there = self.host, self.half_day_freed()
        if there is None:
            there = await host.push_screen_wait(GoToDayDialog())
        if there is None:
            return None
        found = await long_question(host, _LOOKING_WHO, partial(host.advising.freed, host.board, there))
        if found is None:
            return None
        if not found:
            nobody = N_("{session}: nobody could come forward without others moving")
            return host.say(message(nobody, session=half_day(host.desk, there)))
        chosen = await host.push_screen_wait(FreedDialog(there, found))
        return None if chosen is None else await self.move(booked_as(host.board, chosen.visit), there)

    async def ask_and_move(self, visit: Visit, there: SessionKey) -> None:
        """Show what follows from a visit in a half-day and the ways out, and move it if that is wanted."""
        host = self.host
        asked = partial(host.advising.why_not_or_what_else, host.board, visit, there)
        found = await long_question(host, _ASKING, asked)
        if found is None:
            return
        way = await host.push_screen_wait(ConsequenceDialog(visit, there, *found))
        if way is None or (way.widened and not await self._widen(way.session)):
            return
        await self.move(visit, way.session)

    async def _widen(self, there: SessionKey) -> bool:
        """Give a half-day one place more; tell whether it was done."""
        host, session = self.host, session_of(self.host.board.centre, there)
        if session is None or await host.push_screen_wait(OpeningDialog(there, session, more=1)) is None:
            return False
        await host.reload()
        return True

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
