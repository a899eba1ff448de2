"""Taking away what was recorded by mistake."""

from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from refillplan.domain.messages import N_, message
from refillplan.domain.people import Fill, NotDone
from refillplan.services.entering.correcting import remove_done, remove_not_done
from refillplan.services.entering.recording import Recorded
from tui.desk import Desk
from tui.keys import key
from tui.recorded import tell_recorded
from tui.screens.base import Room


class RemovingRoom(Room):
    """A screen with a record of the past in hand."""

    ENTERS: ClassVar[frozenset[str]] = frozenset({"remove"})
    BINDINGS: ClassVar[list[BindingType]] = [
        key(
            "x",
            "remove",
            N_("take record away"),
            N_("Take away the fill or missed visit under the cursor, recorded by mistake, however long ago; u undoes it"),
            id="patient.remove",
        ),
    ]

    def record_in_hand(self) -> Fill | NotDone | None:
        """Return the record that would be taken away."""
        raise NotImplementedError

    @work
    async def action_remove(self) -> None:
        """Take away the record under the cursor."""
        host, record = self.host, self.record_in_hand()
        if record is None:
            return host.say(message(N_("choose the wrong record first: what was done stands below the visits to come")))
        done = await host.asked(partial(_taken_away, host.desk, record))
        if done is None:
            return None
        await host.reload()
        fill = N_("{patient}: fill of {on} taken away, recorded by mistake; u undoes it")
        missed = N_("{patient}: visit of {on} no longer counts as missed; u undoes it")
        return tell_recorded(host, done, fill if isinstance(record, Fill) else missed)


def _taken_away(desk: Desk, record: Fill | NotDone) -> Recorded:
    """Take a record away."""
    if isinstance(record, Fill):
        patient, on, kind = record.patient, record.filled_on, record.kind
        return remove_done(desk.store, desk.centre, desk.today, patient, on, kind, actor=desk.actor, at=desk.at)
    return remove_not_done(desk.store, desk.centre, desk.today, record.patient, record.on, actor=desk.actor, at=desk.at)
