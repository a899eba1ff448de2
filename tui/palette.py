"""The command palette: every action of the screen, every screen, every patient code, in the reader's language."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import ClassVar, cast

from textual.binding import BindingType
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from refillplan.domain.messages import N_, message
from tui.host import Host
from tui.keys import help_key, known_bindings
from tui.registry import ENTRIES

_Found = tuple[str, str, "partial[None]"]
_ABOUT = message(
    N_(
        "Type a part of an action, of a screen's name or of a patient's code; arrows choose, Enter does it or goes there, Escape"
        " leaves. Without anything typed, all that can be done here is listed with its key."
    )
)


class Finder(CommandPalette):
    """The palette, with help on itself."""

    BINDINGS: ClassVar[list[BindingType]] = [help_key()]

    def action_help(self) -> None:
        """Explain it; what was typed stays."""
        host = cast("Host", self.app)
        host.explain(host.text(N_("find")), _ABOUT)


class _Finder(Provider):
    """Finds by typing; subclasses say what there is."""

    @property
    def host(self) -> Host:
        """The application."""
        return cast("Host", self.app)

    def everything(self) -> Iterator[_Found]:
        """Return name, explanation and deed of all there is."""
        raise NotImplementedError

    async def discover(self) -> Hits:
        """Return all, as long as nothing is typed."""
        for name, about, deed in self.everything():
            yield DiscoveryHit(name, deed, help=about)

    async def search(self, query: str) -> AsyncIterator[Hit]:
        """Return what fits what was typed."""
        matcher = self.matcher(query)
        for name, about, deed in self.everything():
            score = max(matcher.match(name), matcher.match(about) * 0.5)
            if score > 0:
                yield Hit(score, matcher.highlight(name), deed, help=about)


class Nothing(_Finder):
    """A line that says so where nothing fits; the library's own is English."""

    async def discover(self) -> Hits:
        """Return nothing until somebody types."""
        return
        yield

    async def search(self, query: str) -> AsyncIterator[Hit]:
        """Return the line, if it is needed."""
        matcher = self.matcher(query)
        there = (found for finder in FINDERS for found in finder(self.screen).everything())
        if not any(matcher.match(name) or matcher.match(about) for name, about, _ in there):
            yield Hit(0, self.host.text(N_("nothing found")), lambda: None)


class Doings(_Finder):
    """Every action that has a key here."""

    def everything(self) -> Iterator[_Found]:
        """Return the actions, each with its key."""
        host = self.host
        for shown in known_bindings(self.screen, host):
            if shown.binding.id is None or shown.binding.id.startswith(("go.", "app.palette")):
                continue
            name = f"{host.text(shown.binding.description)} ({shown.label})"
            yield name, host.text(shown.binding.tooltip or ""), partial(host.do, shown)


class Places(_Finder):
    """Every screen."""

    def everything(self) -> Iterator[_Found]:
        """Return the screens."""
        host = self.host
        for entry in ENTRIES:
            name = f"{host.desk.translate(entry.name)} ({entry.key.upper()})"
            yield name, host.desk.translate(entry.about), partial(host.go, entry.id)


class Patients(_Finder):
    """Every patient code."""

    async def discover(self) -> Hits:
        """Return nothing until somebody types."""
        return
        yield

    def everything(self) -> Iterator[_Found]:
        """Return the patients."""
        host = self.host
        if not host.ready:
            return
        for patient in host.board.centre.patients:
            yield patient.patient, "", partial(host.open_patient, patient.patient)


FINDERS: tuple[type[_Finder], ...] = (Doings, Places, Patients)
"""What is looked through."""
