"""Reading a folder of CSV files into the database, with all its faults."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from refillplan.domain.messages import N_, Message, message
from tui.keys import key
from tui.screens.base import Room
from tui.widgets.listing import Listing

if TYPE_CHECKING:
    from refillplan.services.entering.importing import Disagreement, Faults, Imported


class ImportScreen(Room):
    """A folder is looked through first; then it is imported, all of it or nothing."""

    KEYS: ClassVar[tuple[str, ...]] = ("import.look", "import.take")
    NAME: ClassVar[Message] = message(N_("Import"))
    ABOUT: ClassVar[Message] = message(
        N_(
            "Type a folder, then Enter looks through it and changes nothing: every fault is named by file, line and column. "
            "Where there is none, the second button imports it. An import adds and changes; it never removes. u undoes it."
        )
    )
    ENTERS: ClassVar[frozenset[str]] = frozenset({"look", "take"})
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f6", "look", N_("look through"), N_("Look through the folder; nothing is changed"), id="import.look"),
        key("ctrl+s", "take", N_("import"), N_("Import the folder that was looked through"), id="import.take"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._sound: Path | None = None

    def body(self) -> Iterable[Widget]:
        """Return the folder, the buttons, and what was found."""
        yield Input(id="folder", compact=True)
        yield Horizontal(
            Button("", id="look", compact=True), Button("", id="take", variant="primary", compact=True), classes="buttons"
        )
        yield Static("", markup=False, id="summary")
        yield Listing(id="found")

    def on_mount(self) -> None:
        """Begin in the folder."""
        super().on_mount()
        self.query_one(Input).focus()

    def fill(self) -> None:
        """Write the texts."""
        text, enters = self.host.text, self.host.desk.role.may_enter
        self.query_one(Input).placeholder = text(N_("type the folder of a centre's CSV files here"))
        self.query_one("#look", Button).label = text(N_("look through (Enter)"))
        self.query_one("#take", Button).label = text(N_("import (Ctrl+S)"))
        self.query_one("#look", Button).disabled = not enters
        self.query_one("#take", Button).disabled = not enters or self._sound is None

    @on(Input.Changed)
    def _other_folder(self) -> None:
        self._sound = None
        self.query_one("#take", Button).disabled = True

    @on(Input.Submitted)
    @on(Button.Pressed, "#look")
    @work(exclusive=True)
    async def action_look(self) -> None:
        """Look through the folder."""
        folder = Path(self.query_one(Input).value.strip()).expanduser()
        found = await self._read(folder, dry_run=True)
        if found is not None:
            self._sound = folder if self._show(found) else None
            self.fill()

    @on(Button.Pressed, "#take")
    @work(exclusive=True)
    async def action_take(self) -> None:
        """Import the folder."""
        if self._sound is None:
            return
        found = await self._read(self._sound, dry_run=False)
        if found is not None and self._show(found):
            self._sound = None
            await self.host.reload()

    async def _read(self, folder: Path, *, dry_run: bool) -> "Imported | Disagreement | Faults | None":
        from refillplan.services.entering.importing import import_folder  # noqa: PLC0415

        desk = self.host.desk
        asked = partial(import_folder, desk.store, folder, desk.today, actor=desk.actor, at=desk.at, dry_run=dry_run)
        return await self.host.asked(asked)

    def _show(self, found: "Imported | Disagreement | Faults") -> bool:
        """Show what was found; tell whether it is sound."""
        from refillplan.services.entering.importing import Disagreement, Imported  # noqa: PLC0415

        text, desk, listing = self.host.text, self.host.desk, self.query_one(Listing)
        if isinstance(found, Imported):
            titles = (text(N_("table")), text(N_("new")), text(N_("changed")), text(N_("unchanged")), text(N_("only here")))
            rows = (
                (t.table, (t.table, str(t.added), str(t.changed), str(t.unchanged), str(t.kept))) for t in found.tables.tables
            )
            listing.show(titles, rows)
            done = (
                N_("✓ Centre {centre}: this would be done; nothing is changed yet")
                if found.dry_run
                else N_("✓ Centre {centre} imported; u undoes it")
            )
            self.query_one("#summary", Static).update(text(done, centre=found.centre))
            return True
        faults = found.faults.faults if isinstance(found, Disagreement) else found.faults
        listing.show((text(N_("fault")),), ((str(at), (desk.verbatim(fault.as_message()),)) for at, fault in enumerate(faults)))
        self.query_one("#summary", Static).update(text(N_("✖ Faults: {count}; nothing was stored"), count=len(faults)))
        return False
