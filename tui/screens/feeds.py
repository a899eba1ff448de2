"""Calendars on phones: who has one and when it asked last, and whom to phone since theirs is late."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import DataTable, Static

from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.messages import N_, Message, message
from refillplan.services.calls.phoning import PhoneCall, PhoneList, phone_list
from refillplan.services.sharing.feeds import Feed, FeedLink, feeds
from tui.dialogs.feed import AddFeedDialog, RevokeFeedDialog, RotateFeedDialog
from tui.dialogs.feed_link import FeedLinkDialog
from tui.keys import key
from tui.screens.base import Room
from tui.widgets.listing import Listing
from tui.words import FEED_SIGNS, FeedState, short_day

_WIDE = 110


class FeedsScreen(Room):
    """The phones above, the people to phone below."""

    KEYS: ClassVar[tuple[str, ...]] = ("feeds.add", "feeds.rotate", "feeds.revoke", "app.jump", "app.back")
    NAME: ClassVar[Message] = message(N_("Phones"))
    ABOUT: ClassVar[Message] = message(
        N_(
            "Above: the phones that have a calendar, what it shows, when each asked last and with which kind of program. A "
            "phone has a code, never a name; its link is shown once. Below: whom to phone, since a visit changed within 48 "
            "hours of its start and their calendar has not been fetched since, or they have none. A calendar is no safety "
            "control."
        )
    )
    ENTERS: ClassVar[frozenset[str]] = frozenset({"add", "rotate", "revoke"})
    BINDINGS: ClassVar[list[BindingType]] = [
        key("a", "add", N_("add"), N_("Make a calendar for one more phone; its link is shown once"), id="feeds.add"),
        key("e", "rotate", N_("new link"), N_("Give this phone a new link; the old one ends at once"), id="feeds.rotate"),
        key("x", "revoke", N_("end"), N_("End this phone's calendar at once and for good"), id="feeds.revoke"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._feeds: tuple[Feed, ...] = ()
        self._late: PhoneList | None = None

    def body(self) -> Iterable[Widget]:
        """Return the phones and the people, each with a line."""
        yield Static("", markup=False, id="summary")
        yield Listing(id="feeds")
        yield Static("", markup=False, id="late")
        yield Listing(id="people")
        yield Static("", markup=False, id="detail")

    def on_mount(self) -> None:
        """Begin in the phones."""
        super().on_mount()
        self.query_one("#feeds").focus()

    def fill(self) -> None:
        """Read the phones and draw them."""
        self._read()

    @work
    async def action_add(self) -> None:
        """Make a calendar, and show its link."""
        await self._show_link(await self.host.push_screen_wait(AddFeedDialog()))

    @work
    async def action_rotate(self) -> None:
        """Give the phone a new link, and show it."""
        feed = self._here()
        if feed is not None:
            await self._show_link(await self.host.push_screen_wait(RotateFeedDialog(feed)))

    @work
    async def action_revoke(self) -> None:
        """End the calendar of the phone."""
        feed = self._here()
        if feed is not None and await self.host.push_screen_wait(RevokeFeedDialog(feed)) is not None:
            self._read()

    async def _show_link(self, made: FeedLink | None) -> None:
        if made is None:
            return
        self._read()
        file = await self.host.push_screen_wait(FeedLinkDialog(made))
        if file is not None:
            self.host.say(message(N_("{file}: the card to print; delete it then"), file=str(file)))

    @work(exclusive=True, group="read")
    async def _read(self) -> None:
        desk = self.host.desk
        found = await self.host.asked(lambda: (feeds(desk.store, desk.centre), phone_list(desk.store, desk.centre, desk.at)))
        if found is not None and self.is_attached:
            self._feeds, self._late = found
            self._show()

    def _show(self) -> None:
        text, late = self.host.text, self._late
        working = sum(feed.revoked_at is None for feed in self._feeds)
        count = N_("Phones with a calendar: {count}") if working else N_("No phone has a calendar yet: a makes one.")
        self.query_one("#summary", Static).update(text(count, count=working) if working else text(count))
        titles = (text(N_("no.")), text(N_("phone")), text(N_("shows")), text(N_("state")), text(N_("last fetched")))
        rows = ((str(feed.number), self._cells(feed)) for feed in self._feeds)
        self.query_one("#feeds", Listing).show((*titles, text(N_("client"))), rows)
        calls = () if late is None else late.calls
        sign = "✓" if not calls else "▲"
        told = text(N_("Phone these people, their calendar does not show it yet: {count}"), count=len(calls))
        self.query_one("#late", Static).update(f"{sign} {told}")
        people = ((str(at), self._person(call)) for at, call in enumerate(calls))
        self.query_one("#people", Listing).show(self._titles() if calls else (), people)
        self._detail()

    def _cells(self, feed: Feed) -> Sequence[str | Text]:
        text, listing = self.host.text, self.query_one("#feeds", Listing)
        state = FeedState.WORKS if feed.revoked_at is None else FeedState.REVOKED
        return (
            str(feed.number),
            feed.phone,
            text(N_("the unit")) if feed.operator is None else feed.operator,
            listing.signed(self.host.desk, FEED_SIGNS[state]),
            text(N_("never")) if feed.fetched_at is None else self._instant(feed.fetched_at),
            feed.client or "",
        )

    def _titles(self) -> Sequence[str]:
        text = self.host.text
        titles = (text(N_("whom")), text(N_("phone")), text(N_("patient")), text(N_("was")), text(N_("is")))
        if self.app.size.width < _WIDE:
            return titles
        return (*titles, text(N_("last fetched")), text(N_("client")), text(N_("asks again by")))

    def _person(self, call: PhoneCall) -> Sequence[str]:
        text, feed, change = self.host.text, call.feed, call.change
        cells = (
            text(N_("the unit")) if call.operator is None else call.operator,
            text(N_("no calendar")) if feed is None else feed.phone,
            change.new.patient,
            text(N_("none")) if change.old is None else self._when(change.old),
            self._when(change.new),
        )
        return cells if self.app.size.width < _WIDE else (*cells, *self._asked(call))

    def _asked(self, call: PhoneCall) -> tuple[str, str, str]:
        text, feed = self.host.text, call.feed
        fetched = "" if feed is None else text(N_("never")) if feed.fetched_at is None else self._instant(feed.fetched_at)
        again = text(N_("not known")) if call.expected_at is None else self._instant(call.expected_at)
        return fetched, "" if feed is None else feed.client or "", again

    @on(DataTable.RowHighlighted, "#people")
    def _detail(self) -> None:
        """Say more of the person under the cursor."""
        at = self.query_one("#people", Listing).row_key
        calls = () if self._late is None else self._late.calls
        if at is None or int(at) >= len(calls):
            return self.query_one("#detail", Static).update("")
        fetched, client, again = self._asked(calls[int(at)])
        template = N_("calendar last fetched: {fetched} {client}; asks again by: {again}, nobody promises it")
        told = self.host.text(template, fetched=fetched or "–", client=client, again=again)
        return self.query_one("#detail", Static).update(told)

    def _here(self) -> Feed | None:
        number = self.query_one("#feeds", Listing).row_key
        return next((feed for feed in self._feeds if str(feed.number) == number), None)

    def _instant(self, at: datetime) -> str:
        return f"{self.host.desk.local(at):%d/%m %H:%M}"

    def _when(self, entry: CalendarEntry) -> str:
        if entry.cancelled:
            return self.host.text(N_("cancelled"))
        starts_at = self.host.desk.local(entry.starts_at)
        return f"{short_day(self.host.desk, starts_at.date())} {starts_at:%H:%M} {entry.operator}"
