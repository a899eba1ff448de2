"""Keys: how they are declared, which of them stand in the last line."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from refillplan.domain.messages import N_

AnyScreen = Screen[object] | Screen[None]
_MOST_SHOWN = 7
_FIRST = ("app.help", "app.palette")
_HELP_ABOUT = N_("What this screen or dialog is for, and every key")


def key(keys: str, action: str, label: str, about: str, *, id: str, priority: bool = False) -> Binding:
    """Return a binding: ``label`` for the last line and the palette, ``about`` for the help, ``id`` to give it another key."""
    return Binding(keys, action, label, tooltip=about, id=id, priority=priority)


def help_key() -> Binding:
    """Return the binding of help: the program has it, and every dialog, since the program's own keys do not reach into one."""
    return key("f1", "help", N_("help"), _HELP_ABOUT, id="app.help")


@dataclass(frozen=True, slots=True)
class Shown:
    """A binding, and its key as people call it."""

    binding: Binding
    label: str
    node: DOMNode


def shown_bindings(screen: AnyScreen, app: App[None], wanted: Sequence[str]) -> list[Shown]:
    """Return the bindings for the last line: help, the palette, and those of the ids that the screen wants, in its order."""
    known = {each.binding.id: each for each in known_bindings(screen, app)}
    return [known[each] for each in (*_FIRST, *wanted) if each in known][:_MOST_SHOWN]


def known_bindings(screen: AnyScreen, app: App[None]) -> list[Shown]:
    """Return all of the program's own bindings that do something now, no action twice.

    Those that hold everywhere are there even while a field takes their letters; in a dialog they do not hold.
    """
    found: dict[str, Shown] = {}
    for node, binding, enabled, _ in screen.active_bindings.values():
        if binding.id and enabled and binding.tooltip:
            found.setdefault(binding.id, Shown(binding, _called(app.get_key_display(binding)), node))
    for each in () if screen.is_modal else app.BINDINGS:
        if isinstance(each, Binding) and each.id and app.check_action(each.action, ()):
            found.setdefault(each.id, Shown(each, _called(app.get_key_display(each)), app))
    return list(found.values())


def _called(display: str) -> str:
    """Return a key as it stands on the keyboard."""
    return display.upper() if len(display) > 1 and display[0] == "f" and display[1:].isdigit() else display
