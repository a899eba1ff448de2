"""The one confirmation: putting a plan in force cannot be undone, since patients are told."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.services.calls.publishing import PublicationRefused, Published, publish
from tui.dialogs.dated import DatedForm, DayField
from tui.typed_dates import read_day
from tui.words import long_day

if TYPE_CHECKING:
    from refillplan.services.calls.proposals import Proposal


class PublishDialog(DatedForm[Published]):
    """A last look at a draft before it is put in force."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "The last look before a plan is put in force: its visits are booked, and patients count as told up to the day "
            "typed. This is the one thing that cannot be undone."
        )
    )

    def __init__(self, proposal: "Proposal") -> None:
        super().__init__()
        self._proposal = proposal

    def title_text(self) -> str:
        """Return which plan."""
        return self.host.text(N_("Put plan {version} in force?"), version=self._proposal.version)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return the day up to which patients are told."""
        last = self._proposal.told_until or self._proposal.plan.horizon.end_on - timedelta(days=1)
        yield self.host.text(N_("tell patients up to")), DayField(f"{last:%d/%m/%Y}", id="until")

    def send_text(self) -> str:
        """Return what the button says."""
        return self.host.text(N_("put in force (Enter)"))

    def hint(self) -> str:
        """Return what will be done."""
        desk, plan = self.host.desk, self._proposal.plan
        until = read_day(self.typed("until"), desk.today)
        told = sum(visit.told or visit.session.on <= until for visit in plan.visits)
        return desk.text(
            N_("{visits} visits are booked, {told} told, up to {until}; {exceptions} exceptions. This cannot be undone."),
            visits=len(plan.visits),
            told=told,
            until=long_day(desk, until),
            exceptions=len(plan.exceptions),
        )

    def send(self) -> Published:
        """Put the plan in force."""
        desk, version = self.host.desk, self._proposal.version
        until = read_day(self.typed("until"), desk.today)
        done = publish(desk.store, desk.centre, desk.today, version, until, actor=desk.actor, at=desk.at)
        match done:
            case Published():
                return done
            case PublicationRefused():
                reason = done.violations[0].sentence
                raise InvalidValue(message(N_("plan {version} breaks rules: {reason}"), version=done.version, reason=reason))
