"""A calendar for a phone: made, given a new link, ended."""

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Input, Static

from refillplan.domain.messages import N_, Message, message
from refillplan.services.core.language import LANGUAGES
from refillplan.services.sharing.feeds import Feed, FeedLink, add_feed, revoke_feed, rotate_feed
from tui.dialogs.base import Form
from tui.settings import feed_server
from tui.widgets.choice import Choice


class AddFeedDialog(Form[FeedLink]):
    """A calendar for one more phone."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "Gives a phone a calendar of its own behind a secret link, shown once. The phone has a code, never a name; an "
            "operator's phone sees that operator's visits alone."
        )
    )

    def title_text(self) -> str:
        """Return what is done."""
        return self.host.text(N_("A calendar for a phone"))

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return the phone's code, what it shows, in which language, and the server's address."""
        text, centre = self.host.text, self.host.board.centre
        shown = [("", text(N_("the unit"))), *((known.operator, known.operator) for known in centre.operators)]
        yield text(N_("phone, a code, no name")), Input("", id="phone", compact=True)
        yield text(N_("shows")), Choice(shown, id="operator")
        yield text(N_("language")), Choice([(lang, lang) for lang in LANGUAGES], id="lang", value=self.host.desk.lang)
        yield text(N_("server, as phones see it")), Input(feed_server(), id="base", compact=True)

    def send(self) -> FeedLink:
        """Make the calendar."""
        desk, operator = self.host.desk, self.chosen("operator") or None
        return add_feed(
            desk.store,
            desk.centre,
            self.typed("phone"),
            operator,
            self.chosen("lang"),
            self.typed("base"),
            actor=desk.actor,
            at=desk.at,
        )


class RotateFeedDialog(Form[FeedLink]):
    """A new link for a phone; the old one ends at once."""

    ABOUT: ClassVar[Message] = message(N_("Gives a phone a new link, for example after it was lost; the old one ends at once."))

    def __init__(self, feed: Feed) -> None:
        super().__init__()
        self._feed = feed

    def title_text(self) -> str:
        """Return whose link."""
        return self.host.text(N_("A new link for {phone}; the old one ends at once"), phone=self._feed.phone)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return the server's address."""
        yield self.host.text(N_("server, as phones see it")), Input(feed_server(), id="base", compact=True)

    def send(self) -> FeedLink:
        """Make the new link."""
        desk = self.host.desk
        return rotate_feed(desk.store, desk.centre, self._feed.number, self.typed("base"), actor=desk.actor, at=desk.at)


class RevokeFeedDialog(Form[Feed]):
    """The end of a phone's calendar: nobody can make its link work again, so it is asked."""

    ABOUT: ClassVar[Message] = message(N_("Ends a phone's calendar for good; nobody can make the link work again."))

    def __init__(self, feed: Feed) -> None:
        super().__init__()
        self._feed = feed

    def title_text(self) -> str:
        """Return whose calendar."""
        return self.host.text(N_("End the calendar of {phone}?"), phone=self._feed.phone)

    def body(self) -> Iterable[Widget]:
        """Return what follows, and the buttons."""
        told = N_("Its link stops working at once and for good; the phone keeps what it has until it asks again.")
        yield Static(self.host.text(told), markup=False, classes="note")
        yield from super().body()

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return none."""
        return ()

    def send_text(self) -> str:
        """Return what the button says."""
        return self.host.text(N_("end it (Enter)"))

    def send(self) -> Feed:
        """End it."""
        desk = self.host.desk
        return revoke_feed(desk.store, desk.centre, self._feed.number, actor=desk.actor, at=desk.at)
