"""What tests of forecast, pumps and theatre share: rows of tables, forms sent, decisions made."""

from datetime import date

from tui_sitting import TODAY, Sitting

from refillplan.domain.decisions import Choice
from refillplan.services.forecasts.deciding import DecisionEntry
from tui.widgets.listing import Listing


def listed(here: Sitting, name: str = "pumps") -> list[list[str]]:
    """Return the rows of a table as texts."""
    listing = here.app.screen.query_one(f"#{name}", Listing)
    return [[str(cell) for cell in cells] for _, cells in listing._drawn]


async def sign(here: Sitting, key: str, *texts: str) -> None:
    """Open a form with a key, type the texts field by field, and send it."""
    await here.press(key)
    await here.until(lambda: here.on in ("DecideDialog", "ExtendDialog", "IntervalDialog"))
    for text in texts:
        if text:
            await here.type(text)
        await here.press("tab")
    await here.press("ctrl+s")


def replacement(about: str, decided_on: date = TODAY) -> DecisionEntry:
    """Return the decision to replace a pump."""
    return DecisionEntry(about=about, choice=Choice.REPLACE, signed_by="OP1", document="D-1", decided_on=decided_on)
