"""Scenarios: sets of changes by name, and what each would mean beside the centre as it is."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import DataTable, Static

from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.scenarios import Scenario
from tui.dialogs.scenario import ScenarioDialog
from tui.dialogs.trial_days import TrialDaysDialog
from tui.jobs import long_work
from tui.keys import key
from tui.screens.base import Room
from tui.trial_cells import FIGURES, LEGEND, cells, changes, why_nothing
from tui.widgets.listing import Listing

if TYPE_CHECKING:  # the planner takes half a second to load
    from refillplan.services.plans.trials import Trial

_DOING = message(N_("planning each scenario"))


class ScenariosScreen(Room):
    """The scenarios above, the comparison below: a column each."""

    KEYS: ClassVar[tuple[str, ...]] = (
        "scenarios.compare",
        "scenarios.add",
        "scenarios.change",
        "scenarios.remove",
        "scenarios.with",
    )
    NAME: ClassVar[Message] = message(N_("Scenarios"))
    ABOUT: ClassVar[Message] = message(
        N_(
            "A scenario is a set of changes under a name: days closed, operators away, new patients, other limits, places more "
            "or fewer. p plans the centre as it is and under each scenario that bears ◉, side by side; in brackets, how each "
            "differs. Enter changes a scenario, v takes it into the comparison or out of it. Nothing is booked or stored."
        )
    )
    ENTERS: ClassVar[frozenset[str]] = frozenset({"add", "change", "remove", "bring_back"})
    BINDINGS: ClassVar[list[BindingType]] = [
        key("p", "compare", N_("compare"), N_("Plan each scenario and show them side by side"), id="scenarios.compare"),
        key("a", "add", N_("add"), N_("Keep a set of changes under a name"), id="scenarios.add"),
        key("e", "change", N_("edit"), N_("Change the scenario under the cursor"), id="scenarios.change"),
        key("x", "remove", N_("remove"), N_("Keep the scenario under the cursor no longer"), id="scenarios.remove"),
        key("b", "bring_back", N_("bring back"), N_("Keep the scenario again that was removed last"), id="scenarios.back"),
        key(
            "v",
            "with_or_without",
            N_("with / without"),
            N_("Take the scenario into the comparison, or out of it"),
            id="scenarios.with",
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._known: tuple[Scenario, ...] = ()
        self._without: set[str] = set()
        self._removed: Scenario | None = None

    def body(self) -> Iterable[Widget]:
        """Return the scenarios, the comparison, and more of what is under the cursor."""
        yield Static("", markup=False, id="summary")
        yield Listing(id="scenarios")
        yield Listing(id="comparison")
        yield Static("", markup=False, id="detail")

    def on_mount(self) -> None:
        """Begin in the scenarios."""
        super().on_mount()
        self.query_one("#scenarios").focus()

    def fill(self) -> None:
        """Read the scenarios and draw them."""
        self._read()

    def action_add(self) -> None:
        """Make a scenario."""
        self._edit(None)

    def action_change(self) -> None:
        """Change the scenario under the cursor."""
        scenario = self._here()
        if scenario is not None:
            self._edit(scenario)

    @on(DataTable.RowSelected, "#scenarios")
    def _chosen(self) -> None:
        if self.host.desk.role.may_enter:
            self.action_change()

    @work
    async def action_remove(self) -> None:
        """Remove the scenario under the cursor."""
        from refillplan.services.plans.scenarios import remove_scenario  # noqa: PLC0415

        desk, scenario = self.host.desk, self._here()
        if scenario is None:
            return
        asked = partial(remove_scenario, desk.store, desk.centre, scenario.name, actor=desk.actor, at=desk.at)
        if await self.host.asked(lambda: (asked(), True)) is not None:
            self._removed = scenario
            self.host.say(message(N_("scenario {name} is gone; b brings it back"), name=scenario.name))
            self._read()

    @work
    async def action_bring_back(self) -> None:
        """Keep the scenario again that was removed last."""
        from refillplan.services.plans.scenarios import add_scenario  # noqa: PLC0415

        desk, scenario = self.host.desk, self._removed
        if scenario is None:
            return
        asked = partial(add_scenario, desk.store, desk.centre, desk.today, scenario, actor=desk.actor, at=desk.at)
        if await self.host.asked(lambda: (asked(), True)) is not None:
            self._removed = None
            self._read()

    def action_with_or_without(self) -> None:
        """Take the scenario into the comparison, or out of it."""
        scenario = self._here()
        if scenario is not None:
            self._without ^= {scenario.name}
            self._show()

    @work
    async def action_compare(self) -> None:
        """Ask how far ahead, then plan each."""
        from refillplan.services.plans.scenarios import Comparison, compare_scenarios  # noqa: PLC0415

        host, desk = self.host, self.host.desk
        names = tuple(known.name for known in self._known if known.name not in self._without)
        if not names:
            return host.say(message(N_("there is no scenario to compare with: a keeps one")))
        wanted = await host.push_screen_wait(TrialDaysDialog(_DOING, closing=False))
        if wanted is None:
            return None
        board = host.board
        asked = partial(compare_scenarios, desk.store, desk.centre, board.today, names, wanted.weeks)
        found = await long_work(host, _DOING, lambda report, stop: asked(report=report, stop=stop))
        if isinstance(found, Comparison):
            host.findings.comparison.keep(found, board)
            self._show()
        elif found is not None:
            host.fail(InvalidValue(found.reason))
        return None

    @work
    async def _edit(self, known: Scenario | None) -> None:
        if await self.host.push_screen_wait(ScenarioDialog(known)) is not None:
            self._read()

    @work(exclusive=True, group="read")
    async def _read(self) -> None:
        desk = self.host.desk

        def read() -> tuple[Scenario, ...]:
            from refillplan.services.plans.scenarios import list_scenarios  # noqa: PLC0415

            return list_scenarios(desk.store, desk.centre)

        known = await self.host.asked(read)
        if known is not None and self.is_attached:
            self._known = known
            self._show()

    def _show(self) -> None:
        desk, text = self.host.desk, self.host.text
        titles = (text(N_("scenario")), text(N_("changes")))
        rows = (
            (known.name, (f"{'○' if known.name in self._without else '◉'} {known.name}", changes(desk, known)))
            for known in self._known
        )
        self.query_one("#scenarios", Listing).show(titles if self._known else (), rows)
        self.query_one("#summary", Static).update(self._summary())
        self._compared()

    def _compared(self) -> None:
        """Draw a column for each trial."""
        desk, found = self.host.desk, self.host.findings.comparison.found
        listing = self.query_one("#comparison", Listing)
        if found is None:
            return listing.show((), ())
        trials = (found.now, *(trial for _, trial in found.trials))
        columns = [cells(desk, trial, found.now) for trial in trials]
        titles = (desk.text(N_("best plan")), desk.text(N_("as it is")), *(name for name, _ in found.trials))
        rows = (
            (figure.template, (desk.translate(figure), *(column[at] for column in columns))) for at, figure in enumerate(FIGURES)
        )
        listing.show(titles, rows)
        self.query_one("#detail", Static).update(self._legend(trials))
        return None

    def _legend(self, trials: "Iterable[Trial]") -> str:
        desk = self.host.desk
        return "; ".join(filter(None, (why_nothing(desk, trial) for trial in trials))) or desk.translate(LEGEND) + "."

    def _summary(self) -> str:
        text = self.host.text
        if not self._known:
            return text(N_("No scenarios yet: a keeps one."))
        finding = self.host.findings.comparison
        if finding.found is None:
            return text(N_("Scenarios: {count}. p plans each and shows them side by side."), count=len(self._known))
        if finding.stale(self.host.board):
            return "▲ " + text(N_("Something was changed since: p works it out again."))
        return text(
            N_("Best plans from {start_on} to before {end_on}"),
            start_on=f"{finding.found.horizon.start_on:%d/%m/%Y}",
            end_on=f"{finding.found.horizon.end_on:%d/%m/%Y}",
        )

    def _here(self) -> Scenario | None:
        name = self.query_one("#scenarios", Listing).row_key
        return next((known for known in self._known if known.name == name), None)
