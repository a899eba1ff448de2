"""Feeds: found by the hash of their token as long as they work; what was published; looking beside who writes."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from storage_values import AT, ENTRY

from refillplan.domain.feeds import Feed, FeedRole
from refillplan.domain.messages import InvalidValue
from refillplan.storage import Fetch, Store

LATER = AT + timedelta(hours=1)
UNIT = Feed(number=1, role=FeedRole.UNIT, operator=None, phone="PH1", lang="fr", made_at=AT)
OWN = Feed(number=2, role=FeedRole.OPERATOR, operator="OP1", phone="PH2", lang="en", made_at=AT)


@pytest.fixture
def feeds_store(centre_store: Store) -> Store:
    with centre_store.unit_of_work("N1", AT) as work:
        for feed, token_hash in ((UNIT, "hash-1"), (OWN, "hash-2")):
            assert work.feeds.next_number("C1") == feed.number
            work.feeds.add("C1", feed, token_hash)
        work.commit()
    return centre_store


def found(store: Store, token_hash: str) -> Feed | None:
    with store.glance() as work:
        there = work.feeds.find(token_hash)
        return None if there is None else there.feed


def test_feeds_are_loaded_as_stored_and_found_by_their_hash(feeds_store: Store) -> None:
    with feeds_store.glance() as work:
        assert work.feeds.list("C1") == (UNIT, OWN)
        there = work.feeds.find("hash-2")
    assert there is not None
    assert (there.centre, there.timezone, there.feed) == ("C1", "Europe/Paris", OWN)
    assert found(feeds_store, "hash-3") is None


def test_a_revoked_feed_is_found_no_longer_and_stays_listed(feeds_store: Store) -> None:
    with feeds_store.unit_of_work("N1", LATER) as work:
        work.feeds.revoke("C1", 1)
        work.commit()
    assert found(feeds_store, "hash-1") is None
    with feeds_store.glance() as work:
        assert work.feeds.list("C1") == (replace(UNIT, revoked_at=LATER), OWN)


def test_a_renewed_feed_is_found_by_its_new_hash_alone_and_knows_of_no_fetch(feeds_store: Store) -> None:
    with feeds_store.unit_of_work("N1", AT) as work:
        work.feeds.note([Fetch(token_hash="hash-1", at=LATER, client="iphone")])
        work.feeds.rotate("C1", 1, "hash-9")
        work.feeds.note([Fetch(token_hash="hash-1", at=LATER, client="iphone")])  # on its way as it was renewed
        work.commit()
    assert found(feeds_store, "hash-1") is None
    assert found(feeds_store, "hash-9") == UNIT


def test_the_last_fetch_is_kept_and_an_older_one_does_not_take_its_place(feeds_store: Store) -> None:
    with feeds_store.unit_of_work("N1", AT) as work:
        work.feeds.note([Fetch(token_hash="hash-1", at=LATER, client="iphone")])
        work.feeds.note([Fetch(token_hash="hash-1", at=AT, client="other"), Fetch(token_hash="gone", at=AT, client="other")])
        work.commit()
    assert found(feeds_store, "hash-1") == replace(UNIT, fetched_at=LATER, client="iphone")


def test_the_audit_knows_of_feeds_and_nothing_of_tokens(feeds_store: Store) -> None:
    with feeds_store.unit_of_work("N1", LATER) as work:
        before = len(work.audit.entries("C1"))
        work.feeds.rotate("C1", 1, "hash-9")
        work.feeds.revoke("C1", 2)
        work.feeds.note([Fetch(token_hash="hash-9", at=LATER, client="iphone")])
        work.commit()
    with feeds_store.glance() as work:
        entries = work.audit.entries("C1")
    assert [(entry.table, entry.key) for entry in entries[before:]] == [("feeds", "1"), ("feeds", "2")]
    assert "hash-" not in str(entries)


def test_two_feeds_cannot_have_the_same_token(feeds_store: Store) -> None:
    with feeds_store.unit_of_work("N1", AT) as work, pytest.raises(sa.exc.DBAPIError):
        work.feeds.add("C1", replace(UNIT, number=3), "hash-1")


def test_a_feed_shows_the_unit_one_operator_or_the_replacements() -> None:
    for role in (FeedRole.UNIT, FeedRole.REPLACEMENTS):
        with pytest.raises(InvalidValue, match="the unit, one operator or the replacements"):
            replace(UNIT, role=role, operator="OP1")
    with pytest.raises(InvalidValue, match="is not a code"):
        replace(UNIT, phone="Dr X")
    own = replace(OWN, operator=ENTRY.operator)
    assert [feed.shows(ENTRY) for feed in (UNIT, own, OWN, replace(UNIT, role=FeedRole.REPLACEMENTS))] == [
        True,
        True,
        False,
        False,
    ]


def test_a_feed_of_replacements_is_kept_and_found(feeds_store: Store) -> None:
    theatre = replace(UNIT, number=3, role=FeedRole.REPLACEMENTS, phone="PH3")
    with feeds_store.unit_of_work("N1", AT) as work:
        work.feeds.add("C1", theatre, "hash-3")
        work.commit()
    assert found(feeds_store, "hash-3") == theatre


def test_who_looks_waits_for_nobody_and_sees_what_is_kept(feeds_store: Store) -> None:
    with feeds_store.unit_of_work("N1", AT) as writing:
        writing.feeds.revoke("C1", 1)
        assert found(feeds_store, "hash-1") == UNIT
        writing.commit()
    assert found(feeds_store, "hash-1") is None


def test_every_change_of_an_entry_changes_the_calendars_revision(centre_store: Store) -> None:
    def revision() -> str:
        with centre_store.glance() as work:
            return work.calendar.revision("C1")

    seen = [revision()]
    for entry in (ENTRY, replace(ENTRY, uid="b2"), replace(ENTRY, sequence=ENTRY.sequence + 1, place=2)):
        with centre_store.unit_of_work("N1", AT) as work:
            work.calendar.replace("C1", (entry,))
            work.commit()
        seen.append(revision())
    assert len(set(seen)) == len(seen)
    assert revision() == seen[-1]


def test_changes_of_entries_are_read_back_from_the_audit(centre_store: Store) -> None:
    moved = replace(ENTRY, sequence=ENTRY.sequence + 1, place=2, cancelled=True, revised_at=LATER)
    for at, entry in ((AT, ENTRY), (LATER, moved)):
        with centre_store.unit_of_work("N1", at) as work:
            work.calendar.replace("C1", (entry,))
            work.commit()
    with centre_store.glance() as work:
        first, second = work.calendar.changes("C1", AT)
        assert work.calendar.changes("C1", LATER) == (second,)
    assert (first.at, first.old, first.new) == (AT, None, ENTRY)
    assert (second.at, second.old, second.new) == (LATER, ENTRY, moved)


def test_what_was_published_is_kept_by_collection(centre_store: Store) -> None:
    events = {"a.ics": ("etag-1", "digest-1"), "b.ics": ("etag-2", "digest-2")}
    with centre_store.unit_of_work("N1", AT) as work:
        work.published_events.replace("C1", "https://one/", events)
        work.published_events.replace("C1", "https://two/", {"a.ics": ("x", "y")})
        work.published_events.replace("C1", "https://two/", {})
        work.commit()
    with centre_store.glance() as work:
        assert work.published_events.of_collection("C1", "https://one/") == events
        assert work.published_events.of_collection("C1", "https://two/") == {}
