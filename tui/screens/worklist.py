"""The first screen: is anyone without a visit inside the limit, and who needs a look."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from refillplan.domain.messages import N_, Message, message
from refillplan.domain.plans import PlanState
from refillplan.domain.visits import Visit
from tui.joining import joined
from tui.keys import key
from tui.recorded import too_early
from tui.screens.patients import PatientRoom
from tui.standing import Standing, counts, standings, this_week
from tui.widgets.flow import flowing
from tui.widgets.listing import Listing
from tui.words import Status, long_day, short_day

_GROUPS = (*(status for status in Status if status is not Status.WELL), None)
_WIDE = 110


class WorklistScreen(PatientRoom):
    """Every active patient, the most pressing first."""

    KEYS: ClassVar[tuple[str, ...]] = ("patient.record", "patient.suggest", "patient.why", "worklist.group", "day.close")
    NAME: ClassVar[Message] = message(N_("Worklist"))
    ABOUT: ClassVar[Message] = message(
        N_(
            "The first line answers whether any active patient is without a visit inside the limit. Below stand the patients,"
            " the most pressing first, then by days of margin: from the next visit to its limit, or from today where there is"
            " no such visit. The counts above the table are groups: g goes through them."
        )
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        key(
            "g",
            "group(1)",
            N_("group"),
            N_("Show the next group alone: overdue, no visit, close, today, this week"),
            id="worklist.group",
        ),
        key("m", "month", N_("in month"), N_("Show this visit and its window in the month"), id="worklist.month"),
        key("G", "group(-1)", N_("group before"), N_("Show the group before alone"), id="worklist.group-before"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Standing, ...] = ()
        self._group: Status | None = None

    def body(self) -> Iterable[Widget]:
        """Return the answer, the counts, the table, and more of the row under the cursor."""
        yield Static("", markup=False, id="promise")
        yield Static("", markup=False, id="counts")
        yield Listing(id="patients")
        yield Static("", markup=False, id="detail")

    def on_mount(self) -> None:
        """Begin in the table."""
        super().on_mount()
        self.query_one(Listing).focus()

    def fill(self) -> None:
        """Draw all of it."""
        self._rows = standings(self.host.board, self.host.worklist)
        self.query_one("#promise", Static).update(self._promise())
        self.query_one("#counts", Static).update(self._counts())
        shown = [row for row in self._rows if self._in_group(row)]
        self.query_one(Listing).show(self._titles(), ((row.patient, self._cells(row)) for row in shown))
        self._detail()

    def on_resize(self) -> None:
        """Draw as many columns as there is room for."""
        self._draw()

    def patient_in_hand(self) -> str | None:
        """Return the patient under the cursor."""
        return self.query_one(Listing).row_key

    def visit_in_hand(self) -> Visit | None:
        """Return that patient's next visit."""
        row = self._row()
        return None if row is None else row.visit

    def recorded(self) -> None:
        """Go on to the next patient: the one recorded goes far down, and the list is not to go with it."""
        self.query_one(Listing).action_cursor_down()

    def action_month(self) -> None:
        """Show the next visit of the patient in the month."""
        row = self._row()
        if row is None or row.visit is None:
            return self.nobody()
        return self.host.show_visit("month", row.patient, row.visit.session)

    def action_open(self) -> None:
        """Open the patient under the cursor."""
        patient = self.patient_in_hand()
        if patient is not None:
            self.host.open_patient(patient)

    def action_group(self, by: int) -> None:
        """Show the next group."""
        self.action_pick((_GROUPS.index(self._group) + by) % len(_GROUPS))

    def action_pick(self, at: int) -> None:
        """Show the group of that place."""
        self._group = _GROUPS[at]
        self._draw()

    @on(DataTable.RowSelected)
    def _open(self) -> None:
        self.action_open()

    @on(DataTable.RowHighlighted)
    def _detail(self) -> None:
        row = self._row()
        self.query_one("#detail", Static).update("" if row is None else self._notes(row))

    def _row(self) -> Standing | None:
        patient = self.patient_in_hand()
        return next((row for row in self._rows if row.patient == patient), None)

    def _in_group(self, row: Standing) -> bool:
        if self._group is Status.WEEK:
            return this_week(self.host.board, row)
        if self._group is Status.TODAY:
            return row.visit is not None and row.visit.session.on == self.host.board.today
        return self._group is None or row.status is self._group

    def _promise(self) -> Content:
        found, text = self.host.worklist, self.host.text
        if found.promise_kept:
            sentence = text(
                N_(
                    "Yes: no active patient is without a visit inside the limit, unless shown as an exception ({count} patients)."
                ),
                count=found.active,
            )
            return Content.assemble(("✓ ", "$success"), (sentence, "$success"))
        sentence = text(
            N_("No: these patients are without a visit inside the limit, and no plan shows them as an exception: {patients}"),
            patients=", ".join(found.unexplained),
        )
        return Content.assemble(("✖ ", "bold $error"), (sentence, "bold $error"))

    def _counts(self) -> Content:
        desk, host = self.host.desk, self.host
        number = counts(host.board, self._rows)
        parts = []
        for at, group in enumerate(_GROUPS):
            label = (
                host.text(N_("all {count}"), count=number[None])
                if group is None
                else f"{group.value.sign} {desk.translate(group.value.word)} {number[group]}"
            )
            colour = "" if group is None or not number[group] else f"${group.value.colour}"
            style = f"{colour} {'bold underline' if group is self._group else ''}".strip()
            parts.append(Content.styled(label, style).stylize(f"@click=screen.pick({at})"))
        if host.open_calls is not None:
            label = host.text(N_("→ calls {count}"), count=host.open_calls)
            parts.append(Content.styled(label, "$warning" if host.open_calls else "").stylize("@click=app.go('calls')"))
        return flowing([*parts, self._age()], self.app.size.width - 2)

    def _age(self) -> Content:
        found, text = self.host.worklist, self.host.text
        if found.version is None:
            return Content(text(N_("no plan yet: bookings alone")))
        if found.state is PlanState.PUBLISHED:
            return Content(text(N_("plan {version}, in force"), version=found.version))
        return Content.styled(text(N_("plan {version}: draft, nobody told"), version=found.version), "$warning")

    def _titles(self) -> Sequence[str]:
        text = self.host.text
        titles = (text(N_("status")), text(N_("patient")), text(N_("margin")), text(N_("limit")), text(N_("next visit")))
        return (*titles, text(N_("counted from")), text(N_("note"))) if self.app.size.width >= _WIDE else titles

    def _cells(self, row: Standing) -> Sequence[str | Text]:
        desk, visit = self.host.desk, row.visit
        cells = (
            self.query_one(Listing).signed(desk, row.status.value),
            row.patient,
            ("" if row.margin_days is None else self.host.text(N_("{days} d"), days=row.margin_days)).rjust(6),
            short_day(desk, row.limit_on),
            self.host.text(N_("none")) if visit is None else f"{short_day(desk, visit.session.on)} {visit.starts_at:%H:%M}",
        )
        if self.app.size.width < _WIDE:
            return cells
        return (*cells, short_day(desk, row.hangs_on), joined(desk, map(desk.translate, row.notes)))

    def _notes(self, row: Standing) -> str:
        desk = self.host.desk
        first = self.host.text(
            N_("{patient}: limit {limit}, counted from {hangs_on}"),
            patient=row.patient,
            limit=long_day(desk, row.limit_on),
            hangs_on=long_day(desk, row.hangs_on),
        )
        return joined(desk, (first, *map(desk.translate, (*row.notes, *too_early(self.host.board, row.patient)))))
