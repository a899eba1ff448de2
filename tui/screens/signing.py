"""What a physician signs for a pump, from every screen that has one in hand."""

from typing import ClassVar

from textual import work
from textual.binding import BindingType

from refillplan.domain.decisions import Choice
from refillplan.domain.devices import Pump
from refillplan.domain.messages import N_, message
from refillplan.services.forecasts.deciding import Decided
from tui.dialogs.decide import DecideDialog, ExtendDialog
from tui.keys import key
from tui.planning import plan_again
from tui.screens.base import Room


class SigningRoom(Room):
    """A screen with a pump in hand; both actions are a physician's."""

    SIGNS: ClassVar[frozenset[str]] = frozenset({"extend", "decide"})
    BINDINGS: ClassVar[list[BindingType]] = [
        key("e", "extend", N_("extend"), N_("Sign an extension of this pump, with date and reason"), id="pump.extend"),
        key(
            "d",
            "decide",
            N_("decide"),
            N_("Sign a decision for the end of this pump's life: replace, other treatment, other"),
            id="pump.decide",
        ),
    ]

    def pump_in_hand(self) -> Pump | None:
        """Return the pump that an action is about; it is in place."""
        raise NotImplementedError

    @work
    async def action_extend(self) -> None:
        """Sign an extension."""
        pump = self.pump_in_hand()
        if pump is None:
            return self._no_pump()
        return await self._after(await self.host.push_screen_wait(ExtendDialog(pump)))

    @work
    async def action_decide(self) -> None:
        """Sign a decision."""
        pump = self.pump_in_hand()
        if pump is None:
            return self._no_pump()
        return await self._after(await self.host.push_screen_wait(DecideDialog(pump)))

    async def _after(self, done: Decided | None) -> None:
        if done is None:
            return
        told = N_("{patient}: signed for pump {serial}; h on the forecast shows theatre days; u undoes it")
        if done.decision.choice is not Choice.REPLACE:
            told = N_("{patient}: signed for pump {serial}; u undoes it")
        sentence = message(told, patient=done.patient, serial=done.decision.serial)
        if done.notes:
            self.host.warn([sentence, *done.notes])
        else:
            self.host.say(sentence)
        if done.withdrawn:  # a post-operative fill is booked no more: whoever was told of it is phoned
            await plan_again(self.host)
        else:
            await self.host.reload()

    def _no_pump(self) -> None:
        self.host.say(message(N_("there is no pump of this centre in place here to sign for")))
