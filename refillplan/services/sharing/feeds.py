"""Feeds for phones: one secret link each, shown once, renewed and revoked at once."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from refillplan.calendars.server.tokens import feed_path, new_token, token_hash, token_in
from refillplan.domain.feeds import Feed, FeedRole
from refillplan.domain.messages import N_, InvalidValue, message, require
from refillplan.services.core.access import looking
from refillplan.services.core.replacement_windows import follow_replacements
from refillplan.storage import Store, UnitOfWork

__all__ = ["Feed", "FeedLink", "FeedRole", "add_feed", "feed_of_link", "feeds", "revoke_feed", "rotate_feed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed with its link, which nobody can look up later."""

    centre: str
    feed: Feed
    link: str


def feeds(store: Store, centre: str) -> tuple[Feed, ...]:
    """Return all feeds of a centre, revoked ones too.

    Raises
    ------
    StorageError
        If the database cannot be used.
    """
    with looking(store) as work:
        return work.feeds.list(centre)


def add_feed(
    store: Store,
    centre: str,
    phone: str,
    operator: str | None,
    lang: str,
    base: str,
    *,
    replacements: bool = False,
    actor: str,
    at: datetime,
) -> FeedLink:
    """Make a feed for a phone.

    Parameters
    ----------
    operator
        Whose visits it shows; None: the unit's.
    replacements
        Whether it shows the decided replacements instead of visits.
    base
        The server's address as phones see it, ``https://calendars.example.org``.

    Raises
    ------
    InvalidValue
        If the centre has no such operator, ``phone`` is no code, the phone has this feed already, ``base`` is no
        address, or both an operator's visits and replacements are asked for.
    StorageError
        If the database cannot be used.
    """
    token = new_token()
    link = _link(base, token)
    require(not (replacements and operator), "operator", N_("a feed shows the unit, one operator or the replacements"))
    role = FeedRole.REPLACEMENTS if replacements else FeedRole.UNIT if operator is None else FeedRole.OPERATOR
    with store.unit_of_work(actor, at, why="feed") as work:
        if operator is not None and all(known.operator != operator for known in work.centres.load(centre).operators):
            raise InvalidValue(message(N_("the centre has no operator {operator}"), operator=operator), "operator")
        feed = Feed(
            number=work.feeds.next_number(centre),
            role=role,
            operator=operator,
            phone=phone,
            lang=lang,
            made_at=at,
        )
        same = (phone, role, operator)
        works = (f for f in work.feeds.list(centre) if f.revoked_at is None)
        known = next((f for f in works if (f.phone, f.role, f.operator) == same), None)
        if known is not None:
            raise InvalidValue(
                message(
                    N_("{phone} has this feed already, number {number}: 'refillplan feed rotate {number}' gives it a new link"),
                    phone=phone,
                    number=known.number,
                ),
                "phone",
            )
        if replacements:  # what was decided before calendars followed it
            entered = work.centres.load(centre)
            follow_replacements(work, entered, at.astimezone(ZoneInfo(entered.timezone)).date(), at)
        work.feeds.add(centre, feed, token_hash(token))
        work.commit()
    return FeedLink(centre=centre, feed=feed, link=link)


def rotate_feed(store: Store, centre: str, number: int, base: str, *, actor: str, at: datetime) -> FeedLink:
    """Give a feed a new link; the old one ends at once.

    Raises
    ------
    InvalidValue
        If there is no such feed, it is revoked, or ``base`` is no address.
    StorageError
        If the database cannot be used.
    """
    token = new_token()
    link = _link(base, token)
    with store.unit_of_work(actor, at, why="feed") as work:
        feed = _working(work, centre, number)
        work.feeds.rotate(centre, number, token_hash(token))
        work.commit()
    return FeedLink(centre=centre, feed=replace(feed, fetched_at=None, client=None), link=link)


def revoke_feed(store: Store, centre: str, number: int, *, actor: str, at: datetime) -> Feed:
    """End a feed at once and for good.

    Raises
    ------
    InvalidValue
        If there is no such feed, or it is revoked already.
    StorageError
        If the database cannot be used.
    """
    with store.unit_of_work(actor, at, why="feed") as work:
        feed = _working(work, centre, number)
        work.feeds.revoke(centre, number)
        work.commit()
    return replace(feed, revoked_at=at)


def feed_of_link(store: Store, link: str) -> FeedLink:
    """Return the feed that a link opens.

    Raises
    ------
    InvalidValue
        If it opens none.
    StorageError
        If the database cannot be used.
    """
    token = token_in(link)
    with looking(store) as work:
        found = None if token is None else work.feeds.find(token_hash(token))
    if found is None:
        raise InvalidValue(message(N_("this link opens no feed: it is mistyped, renewed or revoked")), "link")
    return FeedLink(centre=found.centre, feed=found.feed, link=link)


def _working(work: UnitOfWork, centre: str, number: int) -> Feed:
    feed = next((known for known in work.feeds.list(centre) if known.number == number), None)
    if feed is None:
        raise InvalidValue(message(N_("there is no feed {number}"), number=number), "number")
    if feed.revoked_at is not None:
        raise InvalidValue(message(N_("feed {number} is revoked already"), number=number), "number")
    return feed


def _link(base: str, token: str) -> str:
    scheme, separator, rest = base.rstrip("/").partition("://")
    if scheme not in ("http", "https") or not separator or not rest or any(c.isspace() or c in "?#@" for c in rest):
        raise InvalidValue(
            message(N_("'{base}' is not the address of a server: write https://calendars.example.org"), base=base), "base"
        )
    if scheme == "http" and not rest.startswith(("127.0.0.1", "localhost", "[::1]")):
        raise InvalidValue(message(N_("phones ask by HTTPS alone: write https://")), "base")
    return f"{base.rstrip('/')}{feed_path(token)}"
