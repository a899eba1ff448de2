"""The call sheet: whom to phone before a plan is put in force."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on, work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import DataTable, Static

from refillplan.domain.agenda import session_of
from refillplan.domain.calls import CallState
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.plans import PlanState
from tui.dialogs.publish import PublishDialog
from tui.keys import key
from tui.planning import plan_again, refuse_and_plan
from tui.screens.base import Room
from tui.widgets.listing import Listing
from tui.words import CALL_SIGNS, short_day

if TYPE_CHECKING:  # the planner takes half a second to load
    from refillplan.services.calls.proposals import Call, Proposal

_WIDE = 110
_OUTDATED = N_("Draft {version} is outdated: something was entered since. Phone nobody from it; p plans again.")


class CallsScreen(Room):
    """The newest draft with the told visits that it changes."""

    KEYS: ClassVar[tuple[str, ...]] = ("calls.accept", "calls.refuse", "calls.keep", "calls.publish", "calls.plan")
    NAME: ClassVar[Message] = message(N_("Calls"))
    ABOUT: ClassVar[Message] = message(
        N_(
            "The told visits whose day or hour the newest draft would change, and the new ones, in the order in which to phone: "
            "the nearest in time first. Another operator or place needs no call. Nothing that a patient was told changes "
            "before the draft is put in force. e: the patient agrees. x: the patient cannot come then, and the rest is planned "
            "again. k: the patient keeps the visit as told, and the rest is planned again. Once everybody has agreed, o puts "
            "the plan in force."
        )
    )
    ENTERS: ClassVar[frozenset[str]] = frozenset({"accept", "refuse", "keep", "plan", "publish"})
    BINDINGS: ClassVar[list[BindingType]] = [
        key("e", "accept", N_("agrees"), N_("The patient was reached and agrees to the new visit"), id="calls.accept"),
        key("x", "refuse", N_("refuses"), N_("The patient cannot come then; the rest is planned again"), id="calls.refuse"),
        key("k", "keep", N_("keeps"), N_("The patient keeps the visit as told; the rest is planned again"), id="calls.keep"),
        key("o", "publish", N_("publish"), N_("Put the plan in force: book its visits, tell patients"), id="calls.publish"),
        key("p", "plan", N_("plan again"), N_("Plan again from what is entered, and list whom to phone"), id="calls.plan"),
    ]

    def body(self) -> Iterable[Widget]:
        """Return the summary, the calls, and more of the call under the cursor."""
        yield Static("", markup=False, id="summary")
        yield Listing(id="calls")
        yield Static("", markup=False, id="detail")

    def on_mount(self) -> None:
        """Begin in the table."""
        super().on_mount()
        self.query_one(Listing).focus()

    def fill(self) -> None:
        """Draw the call sheet."""
        calls = () if self._proposal is None else self._proposal.calls
        self.query_one("#summary", Static).update(self._summary())
        self.query_one(Listing).show(self._titles(), ((str(at), self._cells(call)) for at, call in enumerate(calls)))
        self._detail()

    @property
    def _proposal(self) -> "Proposal | None":
        return self.host.draft

    def action_open(self) -> None:
        """Open the patient under the cursor."""
        call = self._call()
        if call is not None:
            self.host.open_patient(call.change.patient)

    @work
    async def action_accept(self) -> None:
        """Keep that the patient agrees."""
        from refillplan.services.calls.proposals import accept  # noqa: PLC0415

        call, desk = self._answered_call(), self.host.desk
        if call is None or self._proposal is None:
            return
        patient, version = call.change.patient, self._proposal.version
        answered = await self.host.asked(
            partial(accept, desk.store, desk.centre, patient, version=version, actor=desk.actor, at=desk.at)
        )
        if answered is not None:
            self.host.take_draft(answered)
            self._to_next_call()

    @work
    async def action_refuse(self) -> None:
        """Keep that the patient cannot come then, and plan again."""
        call = self._answered_call()
        if call is not None:
            await refuse_and_plan(self.host, call.change.words, keep_old=False)

    @work
    async def action_keep(self) -> None:
        """Keep that the patient insists on the visit as told, and plan again."""
        call = self._answered_call()
        if call is None:
            return
        old = call.change.old
        if old is None:
            never = N_("{patient} was not told of another visit: x refuses this one")
            self.host.fail(InvalidValue(message(never, patient=call.change.patient)))
        elif session_of(self.host.board.centre, old.session) is None:
            closed = N_("{session} is closed now: the visit cannot stay there; x refuses the new one")
            self.host.fail(InvalidValue(message(closed, session=str(old.session))))
        else:
            await refuse_and_plan(self.host, call.change.words, keep_old=True)

    @work
    async def action_plan(self) -> None:
        """Plan again."""
        await plan_again(self.host)

    @work
    async def action_publish(self) -> None:
        """Put the draft in force, after a last look."""
        proposal, host = self._proposal, self.host
        if proposal is None or self._is_outdated():
            return
        if proposal.open_calls:
            host.fail(
                InvalidValue(message(N_("visits of which patients have not agreed yet: {count}"), count=proposal.open_calls))
            )
            return
        done = await host.push_screen_wait(PublishDialog(proposal))
        if done is None:
            return
        await host.reload()
        template = N_("plan {version} is in force: {visits} visits booked, told up to {until}")
        host.say(message(template, version=done.version, visits=done.visits, until=str(done.told_until)))

    @on(DataTable.RowSelected)
    def _open(self) -> None:
        self.action_open()

    @on(DataTable.RowHighlighted)
    def _detail(self) -> None:
        call, desk = self._call(), self.host.desk
        self.query_one("#detail", Static).update("" if call is None else desk.translate(call.change.why))

    def _call(self) -> "Call | None":
        at = self.query_one(Listing).row_key
        calls = () if self._proposal is None else self._proposal.calls
        return calls[int(at)] if at is not None and int(at) < len(calls) else None

    def _answered_call(self) -> "Call | None":
        """Return the call under the cursor, if its sheet is still to be phoned from; otherwise say that it is not."""
        return None if self._is_outdated() else self._call()

    def _is_outdated(self) -> bool:
        proposal = self._proposal
        if proposal is None or not proposal.outdated:
            return False
        self.host.fail(InvalidValue(message(_OUTDATED, version=proposal.version)))
        return True

    def _to_next_call(self) -> None:
        """Put the cursor on the next person who is still to be phoned."""
        listing = self.query_one(Listing)
        calls = () if self._proposal is None else self._proposal.calls
        left = [at for at, call in enumerate(calls) if call.state is not CallState.ACCEPTED]
        if left:
            listing.move_cursor(row=next((at for at in left if at >= listing.cursor_row), left[0]), animate=False)

    def _summary(self) -> str:
        text, proposal = self.host.text, self._proposal
        if proposal is None:
            if self.host.board.state is PlanState.PUBLISHED:
                return text(
                    N_("Plan {version} is in force and there is no draft: nobody is to be phoned. p plans again."),
                    version=self.host.board.version or 0,
                )
            return text(N_("There is no plan yet: p makes one."))
        if proposal.outdated:
            return "▲ " + text(_OUTDATED, version=proposal.version)
        if not proposal.open_calls:
            return text(
                N_("Draft {version}: everybody agrees ({count} visits changed). o puts it in force."),
                version=proposal.version,
                count=len(proposal.calls),
            )
        return text(
            N_("Draft {version}: {open} of {count} still to be phoned or to agree. Nothing told has changed yet."),
            version=proposal.version,
            open=proposal.open_calls,
            count=len(proposal.calls),
        )

    def _titles(self) -> Sequence[str]:
        text = self.host.text
        titles = (text(N_("answer")), text(N_("patient")), text(N_("told")), text(N_("new visit")), text(N_("to the limit")))
        return (*titles, text(N_("why"))) if self.app.size.width >= _WIDE else titles

    def _cells(self, call: "Call") -> Sequence[str | Text]:
        desk, change = self.host.desk, call.change
        old, new = change.old, change.new
        cells = (
            self.query_one(Listing).signed(desk, CALL_SIGNS[CallState(call.state)]),
            change.patient,
            desk.text(N_("not yet")) if old is None else f"{short_day(desk, old.session.on)} {old.starts_at:%H:%M}",
            desk.text(N_("none")) if new is None else f"{short_day(desk, new.session.on)} {new.starts_at:%H:%M}",
            "" if change.margin_days is None else desk.text(N_("{days} d"), days=change.margin_days),
        )
        return (*cells, desk.translate(change.why)) if self.app.size.width >= _WIDE else cells
