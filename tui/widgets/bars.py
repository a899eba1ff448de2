"""The lines around every screen: where one can go, what is shown and how old, what the program is not, which keys there are."""

from collections.abc import Sequence
from typing import cast

from textual.content import Content
from textual.events import Click
from textual.screen import Screen
from textual.widgets import Static

from refillplan.domain.messages import N_, Message, message
from refillplan.domain.roles import ROLE_WORDS
from tui.host import Host
from tui.keys import shown_bindings
from tui.registry import ENTRIES, Entry
from tui.words import long_day

_MORE_WIDTH = len("j +10")
SCOPE = message(N_("Planning aid for staff: does not monitor the pump. Dates are nominal."))


class _Line(Static):
    """One line that is drawn anew whenever anything changes."""

    def __init__(self) -> None:
        super().__init__(markup=False)

    @property
    def host(self) -> Host:
        """The application."""
        return cast("Host", self.app)

    def on_mount(self) -> None:
        """Draw, now and later."""
        self.host.changed.subscribe(self, lambda _: self.draw())
        self.draw()

    def draw(self) -> None:
        """Draw the line."""
        raise NotImplementedError


class NavigationBar(_Line):
    """The main screens, each with its key, as many as there is room for; a click goes there, or to all of them."""

    def draw(self) -> None:
        """Draw the names."""
        names = [self._entry_name(entry) for entry in ENTRIES]
        shown = self._room_for(names, self.app.size.width - 2)
        if shown < len(names):
            more = Content.assemble(("j ", "$accent"), f"+{len(names) - shown}").stylize("@click=app.jump")
            names = [*names[:shown], more]
        self.update(Content(" ").join(names))

    def on_resize(self) -> None:
        """Draw as many as there is room for."""
        self.draw()

    def _entry_name(self, entry: Entry) -> Content:
        style = "bold underline" if entry.screen == type(self.screen).__name__ else ""
        name = Content.assemble((f"{entry.key.upper()} ", "$accent"), (self.host.desk.translate(entry.name), style))
        return name.stylize(f"@click=app.go('{entry.id}')")

    @staticmethod
    def _room_for(names: Sequence[Content], width: int) -> int:
        """Return how many names there is room for, with what leads to the others."""
        if sum(name.cell_length + 1 for name in names) - 1 <= width:
            return len(names)
        used, shown = _MORE_WIDTH, 0
        for name in names:
            used += name.cell_length + 1
            if used > width:
                break
            shown += 1
        return shown


class TitleLine(_Line):
    """The screen, the centre, the day, who sits here, and how old what is shown is."""

    def __init__(self, name: Message) -> None:
        super().__init__()
        self._screen_name = name

    def draw(self) -> None:
        """Draw the line."""
        host, desk = self.host, self.host.desk
        parts = [
            Content.styled(desk.translate(self._screen_name), "bold"),
            Content(desk.centre).stylize("@click=app.centre"),
            Content(long_day(desk, desk.today)),
        ]
        if host.ready and host.worklist.last_change_at is not None:
            changed_at = desk.local(host.worklist.last_change_at)
            parts.append(Content(desk.text(N_("as of {at}"), at=f"{changed_at:%d/%m %H:%M}")))
        parts.append(Content(f"{desk.actor} ({desk.translate(ROLE_WORDS[desk.role])})"))
        self.update(Content(" · ").join(parts))


class ScopeLine(_Line):
    """What the program is not."""

    def draw(self) -> None:
        """Draw the sentence."""
        self.update(self.host.desk.translate(SCOPE))


class KeyBar(_Line):
    """At most seven keys that do something here; a click does the same."""

    def __init__(self, wanted: Sequence[str]) -> None:
        super().__init__()
        self._wanted = wanted

    def on_mount(self) -> None:
        """Draw, now and whenever the keys change."""
        super().on_mount()
        self.screen.bindings_updated_signal.subscribe(self, self._keys_changed)

    def draw(self) -> None:
        """Draw keys and what they do."""
        desk = self.host.desk
        parts: list[Content] = []
        for shown in shown_bindings(self.screen, self.host, self._wanted):
            part = Content.assemble((f"{shown.label} ", "bold $accent"), desk.text(shown.binding.description))
            if sum(each.cell_length + 2 for each in parts) + part.cell_length <= self.app.size.width - 2:
                parts.append(part.stylize(f"@click=app.do_by_id('{shown.binding.id}')"))
        self.update(Content("  ").join(parts))

    def _keys_changed(self, _: Screen[None]) -> None:
        self.draw()

    def on_click(self, event: Click) -> None:
        """Keep clicks from the screen."""
        event.stop()
