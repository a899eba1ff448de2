"""Feeds for people and as JSON."""

from collections.abc import Iterable
from pathlib import Path

import click

from refillplan.cli.desk import Desk, Json
from refillplan.cli.output.tables import print_table
from refillplan.cli.output.values import instant_or_null
from refillplan.domain.messages import N_, message
from refillplan.services.sharing.feeds import Feed, FeedLink, FeedRole

_TITLES = tuple(
    message(title) for title in (N_("number"), N_("phone"), N_("shows"), N_("state"), N_("last fetched (UTC)"), N_("client"))
)


def feed_json(feed: Feed) -> dict[str, Json]:
    """Return a feed, without anything of its token."""
    return {
        "number": feed.number,
        "phone": feed.phone,
        "role": feed.role.value,
        "operator": feed.operator,
        "lang": feed.lang,
        "made_at": instant_or_null(feed.made_at),
        "revoked_at": instant_or_null(feed.revoked_at),
        "fetched_at": instant_or_null(feed.fetched_at),
        "client": feed.client,
    }


def print_feeds(desk: Desk, found: Iterable[Feed]) -> None:
    """Print the feeds."""
    print_table(desk, desk.text(N_("Feeds of phones")), _TITLES, (_row(desk, feed) for feed in found))


def tell_link(desk: Desk, made: FeedLink, card: Path | None) -> None:
    """Show a link, this once."""
    if desk.as_json:
        desk.emit({**feed_json(made.feed), "link": made.link, "card": None if card is None else str(card)})
        return
    click.echo(made.link)
    desk.say(
        N_("feed {number} for {phone}: this link is shown once; whoever has it can read the calendar"),
        number=made.feed.number,
        phone=made.feed.phone,
    )
    if card is None:
        desk.say(N_("its card with the codes to scan: refillplan feed card - (then the link)"))
    else:
        desk.say(N_("{file}: the card to print; delete it then"), file=str(card))


def _row(desk: Desk, feed: Feed) -> tuple[str, ...]:
    shown = feed.operator or desk.text(N_("replacements") if feed.role is FeedRole.REPLACEMENTS else N_("the unit"))
    state = desk.text(N_("works")) if feed.revoked_at is None else desk.text(N_("revoked"))
    fetched = desk.text(N_("never")) if feed.fetched_at is None else f"{feed.fetched_at:%Y-%m-%d %H:%M}"
    return (str(feed.number), feed.phone, shown, state, fetched, feed.client or "")
