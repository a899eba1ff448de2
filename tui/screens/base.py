"""What all screens have: bars above and below, redrawing when anything changes, and what a role may not do."""

from collections.abc import Iterable
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget

from refillplan.domain.messages import Message
from tui.host import Host
from tui.widgets.bars import KeyBar, NavigationBar, ScopeLine, TitleLine


class Room(Screen[None]):
    """One screen of the program.

    Attributes
    ----------
    NAME
        What it is called, in the title.
    ABOUT
        What it is for, for the help.
    KEYS
        Ids of the bindings that stand in the last line, the most useful first.
    ENTERS
        Actions that change something: not there for readers.
    SIGNS
        Actions that a physician signs: there for physicians alone.
    """

    NAME: ClassVar[Message]
    ABOUT: ClassVar[Message]
    KEYS: ClassVar[tuple[str, ...]] = ()
    ENTERS: ClassVar[frozenset[str]] = frozenset()
    SIGNS: ClassVar[frozenset[str]] = frozenset()

    @property
    def host(self) -> Host:
        """The application."""
        return cast("Host", self.app)

    def compose(self) -> ComposeResult:
        """Put the bars around the body."""
        yield NavigationBar()
        yield TitleLine(self.NAME)
        with Vertical(id="body"):
            yield from self.body()
        yield ScopeLine()
        yield KeyBar(self.KEYS)

    def body(self) -> Iterable[Widget]:
        """Return what is between the bars, without texts."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Draw, now and whenever anything changes."""
        self.host.changed.subscribe(self, lambda _: self._draw())
        self._draw()

    def fill(self) -> None:
        """Draw from the board, in the present language and colours."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide from readers what changes something, and from all but physicians what they sign."""
        role = self.host.desk.role
        return (role.may_enter or action not in self.ENTERS) and (role.may_sign or action not in self.SIGNS)

    @property
    def stands(self) -> bool:
        """Whether all that is drawn into is there: it is put together, and not being taken away."""
        return self.is_attached and bool(self.children) and not self._pruning

    def _draw(self) -> None:
        if self.host.ready and self.stands:  # what waits for a refresh may come when the screen is left already
            self.fill()
