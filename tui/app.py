"""The application: screens, keys that hold everywhere, language and colours, and a life after errors."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.events import Event, InputEvent, Key
from textual.screen import Screen
from textual.worker import WorkerFailed

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, Message, message
from refillplan.services.core.editing import EditLine, redo, undo
from refillplan.services.upkeep.about import info
from tui.desk import Desk
from tui.dialogs.centre import CentreDialog
from tui.dialogs.error import ErrorDialog
from tui.dialogs.help import HelpDialog
from tui.dialogs.jump import JumpDialog
from tui.faults import sentence_on
from tui.host import Host
from tui.keys import help_key, key, known_bindings
from tui.palette import FINDERS, Finder, Nothing
from tui.pauses import Pauses
from tui.registry import ENTRIES, entry
from tui.screens.base import Room
from tui.settings import Settings
from tui.themes import THEMES

_LOOKS_FOR_CHANGES_EVERY_SECONDS = 5
_MOST_UNEXPECTED = 5


class RefillApp(Host):
    """The terminal program.

    Parameters
    ----------
    settings
        Colours and keys as somebody has configured them.
    """

    CSS_PATH = "app.tcss"
    TITLE = "refillplan"
    COMMANDS: ClassVar = {*FINDERS, Nothing}
    COMMAND_PALETTE_DISPLAY = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [
        help_key(),
        *(key(each.key, f"go('{each.id}')", each.name.template, each.about.template, id=f"go.{each.id}") for each in ENTRIES),
        key("ctrl+p", "command_palette", N_("find"), N_("Every action and every patient, by typing"), id="app.palette"),
        key("u", "undo", N_("undo"), N_("Take back the last change to what was entered"), id="app.undo"),
        key("U", "redo", N_("redo"), N_("Make the change again that was taken back last"), id="app.redo"),
        key(
            "j",
            "jump",
            N_("jump"),
            N_("Show a letter on everything that can be reached, and go there"),
            id="app.jump",
        ),
        key("l", "language", N_("français"), N_("Go on in the other language"), id="app.language"),
        key(
            "t",
            "colours",
            N_("colours"),
            N_("Other colours: dark, light, high contrast, any colour vision"),
            id="app.colours",
        ),
        key("C", "centre", N_("another centre"), N_("Go on in another centre of this database"), id="app.centre"),
        key("escape", "leave_screen", N_("back"), N_("Leave this screen for the one below it"), id="app.back"),
        key("q", "quit", N_("quit"), N_("Leave the program; everything is saved already"), id="app.quit"),
    ]

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__(desk)
        self._pauses = Pauses()
        self._unexpected = 0
        self._keeping = False
        self._kept: list[Key] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = settings.theme
        self.set_keymap(settings.keys)

    async def on_mount(self) -> None:
        """Show the first screen, then what it holds."""
        await self.push_screen(entry("worklist").make())
        self.theme_changed_signal.subscribe(self, lambda _: self._draw_anew())
        self.set_interval(_LOOKS_FOR_CHANGES_EVERY_SECONDS, self._look_for_changes)
        self._begin()

    @work
    async def _begin(self) -> None:
        await self.reload()

    @work(exclusive=True, group="changes")
    async def _look_for_changes(self) -> None:
        await self.reload_if_changed()
        self._pauses.use()

    async def on_event(self, event: Event) -> None:
        """Note when somebody last did something."""
        if isinstance(event, InputEvent):
            self._pauses.touched()
        if self._keeping and isinstance(event, Key) and not event.is_forwarded:
            self._kept.append(event)
            return
        await super().on_event(event)

    @contextmanager
    def keys_kept(self) -> Iterator[None]:
        """Keep keys: a form that sends what stands in it would take them along when it goes."""
        self._keeping = True
        try:
            yield
        finally:
            self.call_later(self._give_keys)

    async def _give_keys(self) -> None:
        """Give the keys that were kept, in their order, before any that come later."""
        self._keeping, kept = False, self._kept[:]
        self._kept.clear()
        for event in kept:
            await self.on_event(event)

    def action_help_quit(self) -> None:
        """Tell who presses Ctrl-C how to leave: it copies here, as in other programs."""
        self.notify(self.text(N_("q on a screen leaves the program, Ctrl-Q from anywhere")))

    def action_command_palette(self) -> None:
        """Find every action, screen and patient by typing."""
        if not any(isinstance(screen, CommandPalette) for screen in self.screen_stack):
            found_by = self.text(N_("an action, a screen or a patient's code …"))
            self.push_screen(Finder(placeholder=found_by, id="--command-palette"))

    def go(self, entry_id: str) -> None:
        """Show one of the main screens, whatever is open."""
        self.action_go(entry_id)

    def action_go(self, entry_id: str) -> None:
        """Show one of the main screens, in the place of all that is open."""
        self._show(lambda: entry(entry_id).make())

    def show_visit(self, entry_id: str, patient: str, there: SessionKey) -> None:
        """Show a week or a month at a half-day."""
        from tui.screens.grids import GridRoom  # noqa: PLC0415

        screen = entry(entry_id).make()
        if isinstance(screen, GridRoom):
            self._show(lambda: screen.at(there, patient))

    def open_patient(self, code: str) -> None:
        """Show a patient over the present screen."""
        from tui.screens.patient import PatientScreen  # noqa: PLC0415

        if isinstance(self.screen, PatientScreen):
            self.switch_screen(PatientScreen(code))
        else:
            self.push_screen(PatientScreen(code))

    def action_leave_screen(self) -> None:
        """Go back to the screen below, or to the worklist."""
        self.back()

    def back(self) -> None:
        """Go back to the screen below, or to the worklist."""
        if len(self.screen_stack) > 2:
            self.pop_screen()
        elif type(self.screen).__name__ != entry("worklist").screen:
            self.action_go("worklist")

    def action_help(self) -> None:
        """Explain the screen and its keys."""
        if isinstance(self.screen, Room):
            self.explain(self.desk.translate(self.screen.NAME), self.screen.ABOUT)

    def fail(self, error: Exception) -> None:
        """Show what went wrong; the application lives on."""
        if not isinstance(self.screen, ErrorDialog):  # one at a time, however often it is tried again
            self.push_screen(ErrorDialog(sentence_on(error)))

    def explain(self, name: str, about: Message) -> None:
        """Show help on the screen or dialog that is open, over it."""
        first = self.screen.KEYS if isinstance(self.screen, Room) else ()
        self.push_screen(HelpDialog(self.screen, name, about, first))

    def action_jump(self) -> None:
        """Put letters on what can be reached."""
        self.push_screen(JumpDialog(self.screen))

    def action_do_by_id(self, wanted: str) -> None:
        """Do what a key does, for the mouse."""
        found = next((each for each in known_bindings(self.screen, self) if each.binding.id == wanted), None)
        if found is not None:
            self.do(found)

    def action_language(self) -> None:
        """Go on in the other language."""
        self.desk.other_language()
        self._draw_anew()

    def action_colours(self) -> None:
        """Go on to the next colours."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else names[0]

    @work
    async def action_centre(self) -> None:
        """Go on in another centre."""
        desk = self.desk
        found = await self.asked(partial(info, desk.store))
        if found is None:
            return None
        if len(found.centres) < 2:
            return self.say(message(N_("this database holds one centre: {code}"), code=desk.centre))
        code = await self.push_screen_wait(CentreDialog(found.centres))
        return None if code is None or code == desk.centre else await self.enter_centre(code)

    @work(exclusive=True, group="undo")
    async def action_undo(self) -> None:
        """Take back the last change."""
        await self._replay(undo, N_("taken back: {what}"))

    @work(exclusive=True, group="undo")
    async def action_redo(self) -> None:
        """Make again what was taken back."""
        await self._replay(redo, N_("made again: {what}"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keep readers from undoing, and from going where only entering is done."""
        return self.desk.role.may_enter or action not in ("undo", "redo")

    async def _replay(self, replay: Callable[..., EditLine], template: str) -> None:
        desk = self.desk
        line = await self.asked(lambda: replay(desk.store, desk.centre, desk.today, actor=desk.actor, at=desk.at))
        if line is not None:
            await self.reload()
            self.say(message(template, what=line.what))

    def _show(self, make: Callable[[], Screen[None]]) -> None:
        while len(self.screen_stack) > 2:
            self.pop_screen()
        self.switch_screen(make())

    def _draw_anew(self) -> None:
        self.changed.publish(None)
        self.screen.refresh_bindings()

    def _handle_exception(self, error: Exception) -> None:
        """Show an error that nobody expected, and live on; where showing it goes wrong again and again, the program ends."""
        self._unexpected = self._unexpected + 1 if isinstance(self.screen, ErrorDialog) else 0
        if not self.is_running or self._unexpected > _MOST_UNEXPECTED:
            super()._handle_exception(error)
        else:
            self.fail(error.error if isinstance(error, WorkerFailed) and isinstance(error.error, Exception) else error)
