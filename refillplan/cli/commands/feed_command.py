"""``refillplan feed add|list|revoke|rotate|card``."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.output.feed import feed_json, print_feeds, tell_link
from refillplan.cli.settings import FEEDS_VARIABLE
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.services.sharing.cards import card_for_terminal, require_cards, write_card
from refillplan.services.sharing.feeds import FeedLink, add_feed, feed_of_link, feeds, revoke_feed, rotate_feed

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_NUMBER = click.argument("number", type=int)
_BASE = click.option(
    "--server",
    "base",
    metavar="URL",
    envvar=FEEDS_VARIABLE,
    default="http://127.0.0.1:8765",
    show_default=True,
    show_envvar=True,
    help=N_("Address of the feed server as phones see it."),
)
_CARD = click.option(
    "--card",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("Write the phone's card to FILE, a page to print (HTML)."),
)


@click.group("feed", help=N_("Give phones a calendar to subscribe to, one secret link each, and end it at once."))
def command() -> None:
    """Look after feeds."""


@command.command(
    "add",
    help=N_(
        "Make a feed for the phone that PHONE stands for, a code and no name: the unit's visits, with --operator those of "
        "one operator, with --replacements the decided replacements of pumps. Its link is shown this once; the database "
        "keeps no more than its hash."
    ),
)
@click.argument("phone")
@click.option("--operator", metavar="CODE", help=N_("Whose visits; without it, all of the unit."))
@click.option("--replacements", is_flag=True, help=N_("Decided replacements of pumps, as days that block no time."))
@_BASE
@_CARD
@common
def add(desk: Desk, phone: str, operator: str | None, base: str, card: Path | None, *, replacements: bool) -> Exit:
    """Make a feed."""

    def make() -> FeedLink:
        with desk.store() as store:
            centre = desk.centre(store)
            return add_feed(
                store, centre, phone, operator, desk.lang, base, replacements=replacements, actor=desk.actor, at=desk.at
            )

    return _tell(desk, make, card)


@command.command("rotate", help=N_("Give a feed a new link, which is shown this once; the old one ends at once."))
@_NUMBER
@_BASE
@_CARD
@common
def rotate(desk: Desk, number: int, base: str, card: Path | None) -> Exit:
    """Renew the link of a feed."""

    def make() -> FeedLink:
        with desk.store() as store:
            return rotate_feed(store, desk.centre(store), number, base, actor=desk.actor, at=desk.at)

    return _tell(desk, make, card)


@command.command("revoke", help=N_("End a feed at once and for good: its link is answered like any wrong one."))
@_NUMBER
@common
def revoke(desk: Desk, number: int) -> Exit:
    """End a feed."""
    with desk.store() as store:
        ended = revoke_feed(store, desk.centre(store), number, actor=desk.actor, at=desk.at)
    if desk.as_json:
        desk.emit(feed_json(ended))
    else:
        desk.say(N_("feed {number} is ended; the phone keeps what it has until it asks again"), number=number)
    return Exit.WELL


@command.command("list", help=N_("All feeds with the phone, and when it asked last, with which program."))
@common
def show(desk: Desk) -> Exit:
    """List the feeds."""
    with desk.store() as store:
        found = feeds(store, desk.centre(store))
    if desk.as_json:
        desk.emit({"feeds": [feed_json(feed) for feed in found]})
    else:
        print_feeds(desk, found)
    return Exit.WELL


@command.command(
    "card",
    help=N_(
        "Show a phone's card once more: the codes to scan and the steps for iPhone, Android and Outlook. LINK is the link "
        "as it was shown; '-' reads it from standard input, so that it stays out of the history of commands."
    ),
)
@click.argument("link")
@_CARD
@common
def card(desk: Desk, link: str, card: Path | None) -> Exit:
    """Show a card."""
    given = sys.stdin.readline().strip() if link == "-" else link
    with desk.store() as store:
        found = feed_of_link(store, given)
    if card is not None:
        write_card(found, card)
    elif not desk.as_json:
        for line in card_for_terminal(found):
            click.echo(line)
    if desk.as_json:
        desk.emit({**feed_json(found.feed), "card": None if card is None else str(card)})
    return Exit.WELL


def _tell(desk: Desk, make: Callable[[], FeedLink], card: Path | None) -> Exit:
    """Make a link and show it; what would keep the card from being written is found before there is a link."""
    if card is not None and (card.exists() or not os.access(card.parent, os.W_OK)):
        raise InvalidValue(message(N_("{file} exists already, or cannot be written"), file=str(card)), "card")
    if card is not None:
        require_cards()
    made = make()
    if card is not None:
        write_card(made, card)
    tell_link(desk, made, card)
    if urlsplit(made.link).hostname in _THIS_MACHINE:
        desk.say(
            N_("only this machine reaches that link: give --server the address that phones see, and 'feed rotate {number}'"),
            number=made.feed.number,
        )
    return Exit.WELL
