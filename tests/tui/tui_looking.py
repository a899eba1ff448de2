"""Looking whether all of a screen is to be seen."""

from textual.widget import Widget
from textual.widgets import Static
from tui_sitting import Sitting

SCROLLED = ("help", "card")
"""What is read by scrolling."""


def cut_off(here: Sitting) -> list[str]:
    """Return what is not wholly on the screen: outside it, or longer than its place."""
    width, height = here.app.size
    found = []
    for widget in here.app.screen.query(Widget):
        region = widget.region
        if not widget.display or not region.area or any(above.id in SCROLLED for above in widget.ancestors):
            continue
        if region.right > width or region.bottom > height:
            found.append(f"{widget} at {region}")
        if isinstance(widget, Static) and widget.size.height and widget.virtual_size.height > widget.container_size.height:
            found.append(f"{widget}: {widget.virtual_size} in {widget.container_size}")
    return found


def overlapping(here: Sitting) -> list[tuple[Widget, Widget]]:
    """Return neighbours that cover each other."""
    body = [
        widget for widget in here.app.screen.query("#body > *, NavigationBar, TitleLine, ScopeLine, KeyBar") if widget.display
    ]
    return [
        (one, other)
        for at, one in enumerate(body)
        for other in body[at + 1 :]
        if one.region.area and other.region.area and one.region.overlaps(other.region)
    ]
