"""Six weeks at a glance."""

from datetime import date, timedelta
from typing import ClassVar

from refillplan.domain.messages import N_, Message, message
from tui.screens.grids import GridRoom
from tui.widgets.half_day_grid import HalfDayGrid


class MonthScreen(GridRoom):
    """The half-days of six weeks: how full each is, what is closed, and the window of a patient."""

    NAME: ClassVar[Message] = message(N_("Month"))
    ABOUT: ClassVar[Message] = message(
        N_(
            "Each half-day shows its number of visits and how much of its place-time is taken: □ room, ■ full, ‼ more than "
            "there is room for, ✖ visits in a closed half-day, – closed. ● is the patient whose window is drawn along the "
            "dates. m takes a visit up, Enter puts it down; the last line says first what follows."
        )
    )
    STEP_WEEKS: ClassVar[int] = 4

    def grid(self) -> HalfDayGrid:
        """Return a grid of six weeks."""
        return HalfDayGrid(weeks=6, lines=1, id="month")

    def first_monday(self, there: date) -> date:
        """Return the Monday before, so that the week before is seen, too."""
        return there - timedelta(days=there.weekday(), weeks=1)
