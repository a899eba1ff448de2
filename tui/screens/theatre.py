"""Theatre days and decided replacements: where these stand, days proposed, and kept where somebody accepts them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import DataTable, Static

from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.replacements import PlacedReplacement, Replacement, ReplacementException
from refillplan.services.core.labels import life_text
from refillplan.services.forecasts.theatre import (
    PlacementProposal,
    ReplacementView,
    Standing,
    TheatreView,
    accept_theatre,
    propose_theatre,
    show_theatre,
)
from tui.asking import long_question
from tui.desk import Desk
from tui.keys import key
from tui.planning import plan_again
from tui.screens.life_room import LifeRoom
from tui.widgets.listing import Listing
from tui.words import Sign, half_day, long_day

_PLACING = message(N_("putting decided replacements on theatre days"))
_WIDE = 110
STANDING_SIGNS = {
    Standing.TO_PLACE: Sign(word=message(N_("to be placed")), sign="○", colour="warning"),
    Standing.PLACED: Sign(word=message(N_("placed")), sign="✓", colour="success"),
    Standing.DAY_LOST: Sign(word=message(N_("day lost")), sign="✖", colour="error"),
    Standing.DAY_PASSED: Sign(word=message(N_("day over")), sign="▲", colour="warning"),
}
_WHAT_TO_DO = {
    Standing.DAY_LOST: message(N_("its theatre day is gone: decide again, then place it anew")),
    Standing.DAY_PASSED: message(N_("its day is over: enter the end of the old pump and the new one, or decide again")),
}


class TheatreScreen(LifeRoom):
    """Theatre days above, decided replacements below, by safe-by date and code."""

    KEYS: ClassVar[tuple[str, ...]] = ("theatre.keep", "theatre.patient", "forecast.life", "theatre.again")
    NAME: ClassVar[Message] = message(N_("Theatre"))
    ABOUT: ClassVar[Message] = message(
        N_(
            "Above, the theatre days from today on; below, the replacements that physicians have decided, by safe-by date and"
            " code. Days are proposed for those that have none: with both teams free, by the safe-by date where possible, "
            "spread over the months, when the next refill would be due. Nothing is kept before o: it keeps the days, books "
            "the post-operative fills, plans the refills again and shows whom to phone. Equal cases are taken by safe-by "
            "date, then by code."
        )
    )
    ENTERS: ClassVar[frozenset[str]] = frozenset({"keep"})
    BINDINGS: ClassVar[list[BindingType]] = [
        key("o", "keep", N_("keep days"), N_("Keep the days proposed, then plan the refills around them"), id="theatre.keep"),
        key("r", "again", N_("propose again"), N_("Look again for theatre days"), id="theatre.again"),
        key("v", "patient", N_("open patient"), N_("Open the patient of this replacement"), id="theatre.patient"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._asked: tuple[object, ...] | None = None
        self._reading = False
        self._view: TheatreView | None = None
        self._proposal: PlacementProposal | None = None

    def body(self) -> Iterable[Widget]:
        """Return the summary, the days, the replacements, and more of the one under the cursor."""
        yield Static("", markup=False, id="summary")
        yield Static("", markup=False, id="days-title")
        yield Listing(id="days")
        yield Static("", markup=False, id="replacements-title")
        yield Listing(id="replacements")
        yield Static("", markup=False, id="detail")

    def on_mount(self) -> None:
        """Begin in the replacements."""
        super().on_mount()
        self.query_one("#replacements").focus()

    def on_resize(self) -> None:
        """Draw as many columns as there is room for."""
        self._draw()

    def fill(self) -> None:
        """Draw what is known, or read it first."""
        asked = (self.host.board.edition, self.host.board.today, self.host.forecasts.life)
        if self._view is not None and asked == self._asked:
            self._show(self._view)
        elif self.is_active and not self._reading:
            self._asked, self._reading = asked, True
            self._read()

    def action_again(self) -> None:
        """Propose again."""
        self._view = None
        self._draw()

    def action_patient(self) -> None:
        """Open the patient of the replacement under the cursor."""
        view = self._replacement()
        if view is not None:
            self.host.open_patient(view.replacement.patient)

    @work
    async def action_keep(self) -> None:
        """Keep the days proposed, and plan again."""
        host, desk = self.host, self.host.desk
        if self._proposal is None or not self._proposal.placement.placed:
            return host.say(message(N_("no theatre day is proposed: nothing to keep")))
        kept = await host.asked(
            partial(accept_theatre, desk.store, desk.centre, desk.today, life=self._life(), actor=desk.actor, at=desk.at)
        )
        if kept is None:
            return None
        if kept.violations:
            return host.fail(InvalidValue(kept.violations[0]))
        await host.reload()
        return await plan_again(host)

    @work(group="theatre")
    async def _read(self) -> None:
        desk, life = self.host.desk, self._life()
        view = await self.host.asked(lambda: show_theatre(desk.store, desk.centre, desk.today, life=life))
        proposal = None
        if view is not None and any(each.standing is Standing.TO_PLACE for each in view.replacements):
            propose = partial(propose_theatre, desk.store, desk.centre, desk.today, life=life)
            proposal = await long_question(self.host, _PLACING, lambda _report, _stop: propose())
        self._reading = False
        if view is not None and self.is_attached:
            self._view, self._proposal = view, proposal
            self._draw()

    def _life(self) -> str:
        return life_text(self.host.board.centre.forecast, self.host.forecasts.life)

    def _show(self, view: TheatreView) -> None:
        text, desk = self.host.text, self.host.desk
        self.query_one("#summary", Static).update(self._summary(view))
        self.query_one("#days-title", Static).update(text(N_("Theatre days: {count}"), count=len(view.days)))
        titles = [text(each) for each in (N_("day"), N_("places"), N_("both teams"), N_("patients"), N_("proposed"))]
        proposed: dict[date, list[str]] = {}
        for placed in self._placed().values():
            proposed.setdefault(placed.theatre_on, []).append(placed.replacement.patient)
        yes, no = text(N_("yes")), text(N_("no"))
        rows = [
            (
                str(each.day.on),
                (
                    long_day(desk, each.day.on),
                    str(each.day.places),
                    yes if each.day.both_teams_free else f"✖ {no}",
                    ", ".join(each.patients),
                    ", ".join(proposed.get(each.day.on, [])),
                ),
            )
            for each in view.days
        ]
        self.query_one("#days", Listing).show(titles, rows)
        counted = text(N_("Decided replacements: {count}"), count=len(view.replacements))
        self.query_one("#replacements-title", Static).update(counted)
        heads = [text(each) for each in (N_("how far"), N_("patient"), N_("safe-by"), N_("theatre day"), N_("fill after it"))]
        shown = [(each.replacement.serial, self._cells(each)) for each in view.replacements]
        self.query_one("#replacements", Listing).show(heads, shown)
        self._detail()

    def _summary(self, view: TheatreView) -> str:
        text = self.host.text
        words = [
            text(
                N_("Safe by: label date - {months} months, {life}."), months=int(view.settings.lead_months.value), life=view.life
            ),
        ]
        placement = None if self._proposal is None else self._proposal.placement
        if placement is not None and placement.placed:
            proved = N_("proved: none is better") if placement.proven_best else N_("a better placement may exist")
            words.append(
                text(
                    N_("Days proposed: {count} ({proved}); nothing is kept yet: o keeps them."),
                    count=len(placement.placed),
                    proved=message(proved),
                )
            )
        elif not any(each.standing is Standing.TO_PLACE for each in view.replacements):
            words.append(text(N_("No decided replacement waits for a theatre day.")))
        return " ".join(words)

    def _cells(self, view: ReplacementView) -> Sequence[str | Text]:
        desk, replacement = self.host.desk, view.replacement
        placed = self._placed().get(replacement.serial)
        theatre_on = replacement.theatre_on if placed is None else placed.theatre_on
        fill = view.fill if placed is None else placed.fill
        sign = "" if placed is None else "→ "
        return (
            self.query_one("#replacements", Listing).signed(desk, STANDING_SIGNS[view.standing]),
            replacement.patient,
            "" if replacement.safe_by_on is None else f"{replacement.safe_by_on:%d/%m/%Y}",
            desk.text(N_("none")) if theatre_on is None else f"{sign}{long_day(desk, theatre_on)}",
            "" if fill is None else f"{half_day(desk, fill.session)} {fill.starts_at:%H:%M}",
        )

    @on(DataTable.RowHighlighted, "#replacements")
    def _detail(self) -> None:
        view = self._replacement()
        self.query_one("#detail", Static).update("" if view is None else self._sentence(self.host.desk, view))

    def _sentence(self, desk: Desk, view: ReplacementView) -> str:
        replacement = view.replacement
        parts = [
            desk.text(
                N_("{patient}, pump {serial}, decided on {on}"),
                patient=replacement.patient,
                serial=replacement.serial,
                on=f"{replacement.decided_on:%d/%m/%Y}",
            )
        ]
        if view.standing in _WHAT_TO_DO:
            parts.append(desk.translate(_WHAT_TO_DO[view.standing]))
        exception = self._exception(replacement)
        if exception is not None:
            parts.append(desk.translate(exception.reason))
        return "; ".join(parts)

    def _replacement(self) -> ReplacementView | None:
        serial = self.query_one("#replacements", Listing).row_key
        views = () if self._view is None else self._view.replacements
        return next((view for view in views if view.replacement.serial == serial), None)

    def _placed(self) -> Mapping[str, PlacedReplacement]:
        placement = None if self._proposal is None else self._proposal.placement
        return {} if placement is None else {each.replacement.serial: each for each in placement.placed}

    def _exception(self, replacement: Replacement) -> ReplacementException | None:
        found = () if self._proposal is None else self._proposal.placement.exceptions
        return next((each for each in found if each.replacement.serial == replacement.serial), None)
