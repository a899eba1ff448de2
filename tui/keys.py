"""Keys: how they are declared, which of them stand in the last line."""

from dataclasses import dataclass

from textual.app import App
from textual.binding import Binding
from textual.screen import Screen

AnyScreen = Screen[object] | Screen[None]
_MOST_SHOWN = 7
_FIRST = ("app.help", "app.palette")


def key(keys: str, action: str, label: str, about: str, *, id: str, show: bool = True, priority: bool = False) -> Binding:
    """Return a binding: ``label`` for the last line and the palette, ``about`` for the help, ``id`` to give it another key."""
    return Binding(keys, action, label, show=show, tooltip=about, id=id, priority=priority)


@dataclass(frozen=True, slots=True)
class Shown:
    """A binding, and its key as people call it."""

    binding: Binding
    label: str


def shown_bindings(screen: AnyScreen, app: App[None]) -> list[Shown]:
    """Return the bindings for the last line, no action twice."""
    shown = [each for each in known_bindings(screen, app) if each.binding.show]
    return sorted(shown, key=lambda each: each.binding.id not in _FIRST)[:_MOST_SHOWN]


def known_bindings(screen: AnyScreen, app: App[None]) -> list[Shown]:
    """Return all of the program's own bindings that do something now, no action twice."""
    found: dict[str, Shown] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.id and active.enabled and binding.tooltip:
            found.setdefault(binding.id, Shown(binding, _called(app.get_key_display(binding))))
    return list(found.values())


def _called(display: str) -> str:
    """Return a key as it stands on the keyboard."""
    return display.upper() if len(display) > 1 and display[0] == "f" and display[1:].isdigit() else display
