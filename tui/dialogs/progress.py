"""Long work on its way: what it is doing, for how long, and Escape to end it."""

from collections.abc import Iterable
from threading import Event
from time import monotonic
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import ProgressBar, Static

from refillplan.domain.messages import N_, Message, message
from refillplan.services.plans.planning_news import STEPS, Progress
from tui.dialogs.base import Dialog
from tui.keys import key

_DRAWN_EVERY_SECONDS = 0.2


class ProgressDialog(Dialog[bool]):
    """News of long work; `tell` may be called from any thread.

    Parameters
    ----------
    stopped
        Set by Escape: the work is asked to end, and nothing of it is kept.
    """

    ABOUT: ClassVar[Message] = message(
        N_(
            "Work that takes a while. Escape ends it, and nothing of it is kept; the steps before the last may come again "
            "while the plan gets better."
        )
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "stop", N_("stop"), N_("End the work; nothing of it is kept"), id="progress.stop"),
    ]

    def __init__(self, doing: Message, stopped: Event) -> None:
        super().__init__()
        self._doing = doing
        self._stopped = stopped
        self._news: Progress | None = None
        self._since = monotonic()

    def title_text(self) -> str:
        """Return what is being done."""
        return self.host.desk.translate(self._doing)

    def body(self) -> Iterable[Widget]:
        """Return the bar and the news."""
        yield ProgressBar(total=None, show_percentage=False, show_eta=False)
        yield Static("", markup=False, id="news")

    def on_mount(self) -> None:
        """Draw the news every now and then."""
        self.set_interval(_DRAWN_EVERY_SECONDS, self._draw)
        self._draw()

    def tell(self, news: Progress) -> None:
        """Take news; drawn later."""
        self._news = news

    def action_stop(self) -> None:
        """Ask the work to end."""
        self._stopped.set()
        self._draw()

    def close(self) -> None:
        """Leave the screen, the work having ended."""
        self.dismiss(None)

    def _told(self) -> str:
        """Return what is being done, and which step it is, as the command line tells it."""
        news, desk = self._news, self.host.desk
        if news is None:
            return ""
        doing = desk.translate(news.doing)
        if news.step is None:
            return doing
        return f"{doing} ({desk.text(N_('step {step} of {steps}'), step=news.step, steps=STEPS)})"

    def _draw(self) -> None:
        host = self.host
        if self._stopped.is_set():
            text = host.text(N_("ending; nothing is kept"))
        else:
            text = f"{self._told()}\n" + host.text(N_("{seconds} s; Escape ends it"), seconds=int(monotonic() - self._since))
        self.query_one("#news", Static).update(text)
