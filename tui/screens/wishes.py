"""What is entered around one patient: days on which somebody cannot come, pins, visits that are not planned."""

from functools import partial
from importlib import import_module
from types import ModuleType
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.visits import Visit
from refillplan.services.core.lookup import chosen_kinds
from tui.dialogs.away import AwayDialog
from tui.dialogs.book import BookDialog
from tui.keys import key
from tui.planning import plan_again
from tui.screens.base import Room
from tui.words import half_day


def _load_pins() -> ModuleType:
    """Load the dialog, and with it the planner, without anybody waiting for it to draw."""
    return import_module("tui.dialogs.pins")


NOBODY: Message = message(N_("there is no visit here to do this with"))


class WishRoom(Room):
    """A screen with a patient, perhaps a visit and a half-day, in hand."""

    ENTERS: ClassVar[frozenset[str]] = frozenset({"away", "pins", "book", "unbook"})
    BINDINGS: ClassVar[list[BindingType]] = [
        key("h", "away", N_("cannot come"), N_("Enter that this patient cannot come, and list whom to phone"), id="patient.away"),
        key(
            "z",
            "pins",
            N_("pin"),
            N_("Fix day, half-day, hour, place or operator of this visit, or free them"),
            id="visit.pins",
        ),
        key("R", "book", N_("book rinse"), N_("Book a visit that is not planned, a rinse for example"), id="patient.book"),
        key("X", "unbook", N_("unbook"), N_("Take away this visit, which is not one that is planned"), id="visit.unbook"),
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
    async def action_away(self) -> None:
        """Enter days on which the patient cannot come, then list whom to phone."""
        patient, visit = self.patient_in_hand(), self.visit_in_hand()
        if patient is None:
            return self.nobody()
        there = self.half_day_in_hand() if visit is None else visit.session
        if await self.host.push_screen_wait(AwayDialog(patient, there)):
            await self._entered()
        return None

    @work
    async def action_pins(self) -> None:
        """Set the pins of the visit in hand."""
        host, visit = self.host, self.visit_in_hand()
        await host.asked(_load_pins)
        from tui.dialogs.pins import PinsDialog  # noqa: PLC0415

        number = None if visit is None else host.board.number_of(visit)
        if visit is None or number is None:
            return self.nobody()
        if await host.push_screen_wait(PinsDialog(visit, number)):
            await host.reload()
            told = message(N_("{patient}: pins changed; u undoes it"), patient=visit.patient)
            host.say(told)
        return None

    @work
    async def action_book(self) -> None:
        """Book a visit that is not planned, then list whom to phone."""
        patient = self.patient_in_hand()
        if patient is None:
            return self.nobody()
        done = await self.host.push_screen_wait(BookDialog(patient, self.half_day_in_hand()))
        if done is not None:
            session, hour = half_day(self.host.desk, done.visit.session), f"{done.visit.starts_at:%H:%M}"
            template = N_("{patient}: {kind} booked on {session} at {hour}; u undoes it")
            self.host.say(message(template, patient=patient, kind=done.visit.kind, session=session, hour=hour))
            await self._entered()
        return None

    @work
    async def action_unbook(self) -> None:
        """Take away a visit that is not planned, then list whom to phone."""
        from refillplan.services.entering.booking import unbook  # noqa: PLC0415 (loads the planner)

        host, desk, visit = self.host, self.host.desk, self.visit_in_hand()
        if visit is None or visit.kind in chosen_kinds(host.board.centre):
            return host.say(message(N_("this visit is one that is planned: h says that the patient cannot come then")))
        asked = partial(
            unbook, desk.store, desk.centre, desk.today, visit.patient, visit.session.on, actor=desk.actor, at=desk.at
        )
        if await host.asked(asked) is not None:
            host.say(message(N_("{patient}: {kind} taken away; u undoes it"), patient=visit.patient, kind=visit.kind))
            await self._entered()
        return None

    def nobody(self) -> None:
        """Say that there is nothing to do this with."""
        self.host.say(NOBODY)

    async def _entered(self) -> None:
        await self.host.reload()
        await plan_again(self.host)
