"""One week with its visits."""

from datetime import date, timedelta
from typing import ClassVar

from refillplan.domain.messages import N_, Message, message
from tui.screens.grids import GridRoom
from tui.widgets.half_day_grid import HalfDayGrid


class WeekScreen(GridRoom):
    """The half-days of one week, each with its visits by hour."""

    NAME: ClassVar[Message] = message(N_("Week"))
    ABOUT: ClassVar[Message] = message(
        N_(
            "Each half-day shows its opening, how much of its place-time is taken, and its visits by hour: · told, ○ planned "
            "only, ● the patient whose window is drawn along the dates. Arrows go to other half-days, v to the next visit of "
            "one, page up and down to other weeks. m takes a visit up, Enter puts it down; the last line says first what "
            "follows."
        )
    )
    STEP_WEEKS: ClassVar[int] = 1

    def grid(self) -> HalfDayGrid:
        """Return a grid of one week."""
        return HalfDayGrid(weeks=1, lines=0, id="week")

    def first_monday(self, there: date) -> date:
        """Return the Monday of that week."""
        return there - timedelta(days=there.weekday())
