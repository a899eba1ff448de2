"""Every screen of the program with the keys that lead to it from anywhere."""

from tui_sitting import Sitting

from tui.registry import ENTRIES

WAYS: dict[str, tuple[str, ...]] = {
    **{entry.screen: ("f2", entry.key) for entry in ENTRIES},
    "PatientScreen": ("f2", "enter"),
    "PumpsScreen": ("f2", "P", "p"),
    "TheatreScreen": ("f2", "P", "h"),
    "BackTestScreen": ("f2", "P", "k"),
}


async def go_to(here: Sitting, screen: str) -> None:
    """Go to a screen, and wait until it shows what it has to compute."""
    for key in WAYS[screen]:
        await here.press(key)
        await settled(here)
    await here.until_on(screen)
    await settled(here)


async def settled(here: Sitting) -> None:
    """Wait until nothing is computed."""
    await here.until(lambda: not any(each.is_running and each.group in ("forecast", "theatre") for each in here.app.workers))
