"""The main screens: to add one, write its file under ``tui/screens`` and add its line here."""

import importlib
from dataclasses import dataclass
from typing import cast

from textual.screen import Screen

from refillplan.domain.messages import N_, Message, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One main screen; its module is loaded only when it is shown.

    Parameters
    ----------
    key
        The key that leads there from anywhere.
    module, screen
        Where it is: the module under ``tui.screens``, and the name of its class there.
    name, about
        What it is called in the first line, and what the palette tells of it.
    """

    id: str
    key: str
    module: str
    screen: str
    name: Message
    about: Message

    def make(self) -> Screen[None]:
        """Return the screen, new."""
        module = importlib.import_module(f"tui.screens.{self.module}")
        return cast("Screen[None]", getattr(module, self.screen)())


def _entry(key: str, module: str, screen: str, name: str, about: str) -> Entry:
    return Entry(id=module, key=key, module=module, screen=screen, name=message(name), about=message(about))


ENTRIES = (
    _entry("f2", "worklist", "WorklistScreen", N_("Worklist"), N_("Who needs a look: overdue, without a visit, close, today")),
    _entry("f3", "week", "WeekScreen", N_("Week"), N_("The half-days of a week with their visits")),
    _entry("f4", "month", "MonthScreen", N_("Month"), N_("The half-days of six weeks: how full, what is closed")),
    _entry("f5", "calls", "CallsScreen", N_("Calls"), N_("Whom to phone before a plan is put in force")),
    _entry("f7", "history", "HistoryScreen", N_("History"), N_("What was entered and changed, to undo and make again")),
    _entry("f8", "import_folder", "ImportScreen", N_("Import"), N_("Read a folder of CSV files, with all its faults")),
    _entry("f9", "settings", "SettingsScreen", N_("Settings"), N_("The centre's settings with their source and date")),
    _entry("P", "forecast", "ForecastScreen", N_("Forecast"), N_("Replacements: what falls due when, and what can be obtained")),
    _entry("A", "adequacy", "AdequacyScreen", N_("Room"), N_("How many more patients fit, and where places are short")),
    _entry("S", "scenarios", "ScenariosScreen", N_("Scenarios"), N_("What would be if: sets of changes side by side")),
    _entry("F", "feeds", "FeedsScreen", N_("Phones"), N_("Calendars on phones, and whom to phone since theirs are late")),
)


def entry(id: str) -> Entry:
    """Return the main screen of that id."""
    return next(each for each in ENTRIES if each.id == id)
