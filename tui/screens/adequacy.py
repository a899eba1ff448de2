"""What the unit can hold: how many more patients fit, where places are short, what closed days cost."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import DataTable, Static

from refillplan.domain.messages import N_, InvalidValue, Message, message
from tui.dialogs.trial_days import TrialDaysDialog
from tui.jobs import long_work
from tui.keys import key
from tui.planning import no_plan
from tui.screens.base import Room
from tui.trial_cells import FIGURES, cells, weekly, why_nothing
from tui.widgets.listing import Listing
from tui.words import short_day

if TYPE_CHECKING:  # the planner takes half a second to load
    from refillplan.services.plans.adequacy import Adequacy
    from refillplan.services.plans.trials import Trial

_WIDE = 110
_MOST_NARROW = 5
_DOING = message(N_("working out what the unit can hold"))


class AdequacyScreen(Room):
    """Trials of the centre with something changed, each a full plan; nothing is stored."""

    KEYS: ClassVar[tuple[str, ...]] = ("adequacy.work", "app.jump", "app.back")
    NAME: ClassVar[Message] = message(N_("Room"))
    ABOUT: ClassVar[Message] = message(
        N_(
            "How many more patients fit before anybody else is without a session inside the limit, in which half-days of the "
            "week one place more would change most, and what closed days cost. p works it out: many full plans are made, which "
            "takes a while; Escape ends it. Each line is a trial; in brackets, how it differs from the centre as it is. The "
            "patients are made up, without habits. Nothing is booked or stored."
        )
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        key("p", "work_out", N_("work it out"), N_("Work out what the unit can hold, with many full plans"), id="adequacy.work"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[str, Trial]] = []

    def body(self) -> Iterable[Widget]:
        """Return the answer, the trials, and more of the one under the cursor."""
        yield Static("", markup=False, id="summary")
        yield Listing(id="trials")
        yield Static("", markup=False, id="detail")

    def on_mount(self) -> None:
        """Begin in the table."""
        super().on_mount()
        self.query_one(Listing).focus()

    def fill(self) -> None:
        """Draw what was found."""
        desk, found = self.host.desk, self.host.findings.adequacy
        self._lines = [] if found.found is None else list(self._trials(found.found))
        self.query_one("#summary", Static).update(self._summary(found.found, stale=found.stale(self.host.board)))
        most = None if self.app.size.width >= _WIDE else _MOST_NARROW
        titles = (desk.text(N_("trial")), *(desk.translate(name) for name in FIGURES))[:most]
        rows = ((str(at), (name, *self._figures(trial))[:most]) for at, (name, trial) in enumerate(self._lines))
        self.query_one(Listing).show(titles if self._lines else (), rows)
        self._detail()

    def on_resize(self) -> None:
        """Draw as many figures as there is room for."""
        self._draw()

    @work
    async def action_work_out(self) -> None:
        """Ask how far ahead, then work it out."""
        from refillplan.services.plans.adequacy import Adequacy, adequacy  # noqa: PLC0415
        from refillplan.services.plans.trials import why_none  # noqa: PLC0415

        host = self.host
        wanted = await host.push_screen_wait(TrialDaysDialog(_DOING, closing=True))
        if wanted is None:
            return
        board = host.board
        asked = partial(adequacy, board.centre, board.today, wanted.weeks, wanted.closed)
        found = await long_work(host, _DOING, lambda report, stop: asked(report=report, stop=stop))
        if isinstance(found, Adequacy):
            host.findings.adequacy.keep(found, board)
            self._draw()
        elif found is not None:
            host.fail(InvalidValue(no_plan(why_none(found))))

    @on(DataTable.RowHighlighted)
    def _detail(self) -> None:
        at, desk = self.query_one(Listing).row_key, self.host.desk
        if at is None or int(at) >= len(self._lines):
            return
        name, trial = self._lines[int(at)]
        figures = (f"{desk.translate(what)} {figure}" for what, figure in zip(FIGURES, self._figures(trial), strict=True))
        self.query_one("#detail", Static).update(
            desk.text(N_("{trial}: {figures}"), trial=name, figures=why_nothing(desk, trial) or ", ".join(figures))
        )

    def _figures(self, trial: "Trial") -> Sequence[str]:
        return cells(self.host.desk, trial, self._lines[0][1])

    def _summary(self, found: "Adequacy | None", *, stale: bool) -> str:
        from refillplan.services.plans.adequacy import room_sentence  # noqa: PLC0415

        text = self.host.text
        if found is None:
            return text(N_("Not worked out yet: p does it. Escape ends it."))
        lines = [self.host.desk.translate(room_sentence(found.more)) + "."]
        if not found.bottlenecks:
            lines.append(text(N_("no half-day of the week is short of places")))
        if stale:
            lines.append("▲ " + text(N_("Something was changed since: p works it out again.")))
        return "\n".join(lines)

    def _trials(self, found: "Adequacy") -> "Iterator[tuple[str, Trial]]":
        desk, text = self.host.desk, self.host.text
        yield text(N_("as it is")), found.now
        yield text(N_("patients: +{count}"), count=found.more.number), found.more.trial
        for each in found.bottlenecks:
            yield text(N_("{half_day}: +1 place"), half_day=weekly(desk, each.weekday, each.half_day)), each.trial
        first, last = short_day(desk, found.closed.from_on), short_day(desk, found.closed.to_on)
        yield text(N_("closed {first}–{last}"), first=first, last=last), found.closed.trial
