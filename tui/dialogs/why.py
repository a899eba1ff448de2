"""Why a visit is where it is: what fixes it, and what speaks against every half-day nearer to its target."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget
from textual.widgets import DataTable, Static

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.plans import PlanException
from tui.consequences import in_a_line, joined
from tui.desk import Desk
from tui.dialogs.base import Dialog
from tui.widgets.listing import Listing
from tui.words import half_day, short_day

if TYPE_CHECKING:
    from refillplan.services.advising.explaining import HalfDayFacts, Why


class WhyDialog(Dialog[SessionKey]):
    """What bound a visit, or why there is none; the answer given: a half-day to ask more about.

    Parameters
    ----------
    held
        Lines on what fixes the visit.
    half_days
        Those that would be nearer to the target, or all of the window where there is no visit in it.
    asking
        Whether one of them may be asked more about.
    """

    ABOUT: ClassVar[Message] = message(
        N_(
            "Above stands what bound the visit, below each half-day nearer to its target with what speaks against it. Enter "
            "on a half-day asks what it would take to have the visit there."
        )
    )

    def __init__(self, title: str, held: Sequence[str], half_days: "Sequence[HalfDayFacts]", *, asking: bool) -> None:
        super().__init__()
        self._title = title
        self._held = held
        self._half_days = half_days
        self._asking = asking

    def title_text(self) -> str:
        """Return which visit."""
        return self._title

    def body(self) -> Iterable[Widget]:
        """Return the window, what fixes the visit, and the half-days that would be nearer."""
        text = self.host.text
        yield Static("\n".join(self._held), markup=False, id="consequences")
        if self._half_days:
            head = N_("Half-days nearer to the target, or inside the limit where it is not:")
            yield Static(text(head), markup=False, classes="note")
            yield Listing(id="better")
            yield Static("", markup=False, id="fact")
        else:
            yield Static(text(N_("No half-day is nearer to the target.")), markup=False, classes="note")
        more = self._half_days and self._asking
        hint = N_("Enter asks what it would take; Escape leaves.") if more else N_("Escape leaves.")
        yield Static(text(hint), markup=False, classes="note")

    def on_mount(self) -> None:
        """Draw the half-days."""
        if not self._half_days:
            return
        desk = self.host.desk
        rows = ((str(at), (half_day(desk, each.session), self._against(each))) for at, each in enumerate(self._half_days))
        listing = self.query_one(Listing)
        listing.show((desk.text(N_("half-day")), desk.text(N_("what speaks against it"))), rows)
        listing.focus()

    @on(DataTable.RowHighlighted)
    def _show(self) -> None:
        at = self.query_one(Listing).row_key
        if at is not None:
            self.query_one("#fact", Static).update(self._against(self._half_days[int(at)]))

    @on(DataTable.RowSelected)
    def _ask(self, event: DataTable.RowSelected) -> None:
        if self._asking and event.row_key.value is not None:
            self.dismiss(self._half_days[int(event.row_key.value)].session)

    def _against(self, each: "HalfDayFacts") -> str:
        desk = self.host.desk
        if each.facts:
            return joined(desk, (desk.translate(fact) for fact in each.facts))
        if each.option is not None:
            return desk.text(N_("possible: {consequences}"), consequences=in_a_line(desk, each.option))
        return desk.text(N_("there is room, but somebody else would be later or without a visit for it"))


def why_visit(desk: Desk, why: "Why") -> WhyDialog:
    """Return the dialog on what bound a visit."""
    visit, window = why.visit, why.visit.window
    there = {"patient": visit.patient, "session": half_day(desk, visit.session)}
    title = desk.text(N_("Why {patient} on {session}"), **there)
    if why.booked is None:
        title = desk.text(N_("{patient}: not booked; as things are now, best on {session}"), **there)
    elif why.booked.session != visit.session:
        booked = half_day(desk, why.booked.session)
        title = desk.text(N_("{patient}: booked on {booked}; as things are now, best on {session}"), booked=booked, **there)
    held = [f"- {desk.translate(sentence)}" for sentence in why.held]
    if window is not None:
        named = desk.text(
            N_("earliest {earliest}, target {target}, limit {limit}, counted from {hangs_on}"),
            earliest=short_day(desk, window.earliest_on),
            target=short_day(desk, window.target_on),
            limit=short_day(desk, window.limit_on),
            hangs_on=short_day(desk, window.hangs_on),
        )
        held.insert(0, named)
    return WhyDialog(title, held, why.better, asking=True)


def why_exception(desk: Desk, exception: PlanException, half_days: "Sequence[HalfDayFacts]") -> WhyDialog:
    """Return the dialog on why there is no half-day inside a limit."""
    where = N_("{patient}: no half-day inside the limit {limit}; as things are now, best on {placed}")
    nowhere = N_("{patient}: no half-day inside the limit {limit}; not placed")
    placed = exception.placed
    title = desk.text(
        where if placed else nowhere,
        patient=exception.patient,
        limit=short_day(desk, exception.limit_on),
        placed="" if placed is None else half_day(desk, placed),
    )
    return WhyDialog(title, (desk.translate(exception.reason),), half_days, asking=False)
