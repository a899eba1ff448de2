"""What the screens about replacements have in common: the label life that counts, and what is computed when it is needed."""

from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.widgets import Static

from refillplan.domain.messages import N_, Message, message
from refillplan.services.core.labels import LifeChoice, life_words
from tui.asking import long_question
from tui.forecasts import Forecasts, Foreseen, other_by
from tui.keys import key
from tui.screens.base import Room

_LIVES = (LifeChoice.LONG, LifeChoice.SHORT, LifeChoice.MODEL)


class LifeRoom(Room):
    """A screen whose dates rest on the label life that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key(
            "i",
            "life",
            N_("label life"),
            N_("The next label life: the longer, the shorter, the model's own range; it counts on every screen"),
            id="forecast.life",
        ),
    ]

    def action_life(self) -> None:
        """Let the next label life count."""
        forecasts = self.host.forecasts
        forecasts.life = _LIVES[(_LIVES.index(forecasts.life) + 1) % len(_LIVES)]
        self.host.changed.publish(None)

    def on_screen_resume(self) -> None:
        """Draw what may have changed while another screen was shown."""
        self._draw()

    def life_in_words(self) -> Message:
        """Return which label life counts."""
        return life_words(self.host.board.centre.forecast, self.host.forecasts.life)


class AskingRoom(LifeRoom):
    """A screen that computes what it shows, once for each choice and as long as no entry changes."""

    DOING: ClassVar[Message]
    BINDINGS: ClassVar[list[BindingType]] = [
        key("b", "by", N_("quarter or year"), N_("By quarter, or by year"), id="forecast.by"),
        key(
            "n",
            "every",
            N_("all centres"),
            N_("All centres of the database together, or this one alone"),
            id="forecast.every",
        ),
        key("r", "again", N_("compute again"), N_("Compute the forecast again from what is entered now"), id="forecast.again"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._left = False
        self._computing = False

    def draw_known(self) -> bool:
        """Draw, if what is to be shown is known; tell whether it is."""
        raise NotImplementedError

    def compute(self) -> None:
        """Make it known; in a thread."""
        raise NotImplementedError

    def other_periods(self, forecasts: Forecasts) -> None:
        """Take years in the place of quarters, or the other way round."""
        forecasts.by = other_by(forecasts.by)

    def action_by(self) -> None:
        """Go over to quarters or to years."""
        self.other_periods(self.host.forecasts)
        self._choose()

    def action_every(self) -> None:
        """Go over to all centres, or back to this one."""
        self.host.forecasts.every = not self.host.forecasts.every
        self._choose()

    def action_again(self) -> None:
        """Compute again."""
        self.host.forecasts.forget()
        self._choose()

    def fill(self) -> None:
        """Draw what is known, or compute it first."""
        if not self.draw_known() and self.is_active and not self._left and not self._computing:
            self._computing = True
            self._compute()

    def _choose(self) -> None:
        self._left = False
        self.host.changed.publish(None)

    @work(group="forecast")
    async def _compute(self) -> None:
        done = await long_question(self.host, self.DOING, lambda _report, _stop: self._computed())
        self._left, self._computing = done is None, False
        if not self.stands:
            return
        if done is None:
            self.query_one("#summary", Static).update(self.host.text(N_("Nothing is computed: r computes it.")))
        else:
            self._draw()

    def _computed(self) -> bool:
        self.compute()
        return True


class ForecastRoom(AskingRoom):
    """A screen that shows the forecast."""

    DOING: ClassVar[Message] = message(N_("forecasting, under each label life"))

    def draw_known(self) -> bool:
        """Draw the forecast, if it is known."""
        found = self.host.forecasts.known(self.host.board)
        if found is not None:
            self.show_forecast(found)
        return found is not None

    def compute(self) -> None:
        """Forecast."""
        self.host.forecasts.read(self.host.desk, self.host.board)

    def show_forecast(self, found: Foreseen) -> None:
        """Draw from the forecast."""
        raise NotImplementedError
