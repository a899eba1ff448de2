"""Feeds on both databases, as the server asks for them."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from service_samples import ACTOR, AT, TODAY, import_sample, planned, published

from refillplan.calendars.server.source import FetchNote, SourceUnavailable
from refillplan.calendars.server.tokens import token_hash, token_in
from refillplan.services.sharing.feeds import add_feed, feeds, revoke_feed
from refillplan.services.sharing.serving import StoredFeeds
from refillplan.storage import Store

pytest_plugins = ["service_stores"]


def test_a_feed_is_found_rendered_noted_and_ended(any_store: Store) -> None:
    any_store.upgrade()
    import_sample(any_store, "small")
    planned(any_store)
    source = StoredFeeds(any_store, None)
    made = add_feed(any_store, "SMALL", "PH1", "OP1", "fr", "http://127.0.0.1:1", actor=ACTOR, at=AT)
    hashed = token_hash(token_in(made.link) or "")
    before = source.find(hashed, AT)
    assert before is not None
    published(any_store)
    found = source.find(hashed, AT)
    assert found is not None
    assert (found.number, found.content.operator, found.content.lang, found.content.today) == (1, "OP1", "fr", TODAY)
    assert found.content != before.content
    assert found == source.find(hashed, AT)
    assert len(Calendar.from_ical(source.render(found.content)).walk("VEVENT")) == 6
    source.keep([FetchNote(token_hash=hashed, at=AT + timedelta(hours=1), client="iphone")])
    (kept,) = feeds(any_store, "SMALL")
    assert (kept.fetched_at, kept.client) == (AT + timedelta(hours=1), "iphone")
    revoke_feed(any_store, "SMALL", 1, actor=ACTOR, at=AT)
    assert source.find(hashed, AT) is None


def test_the_day_is_that_of_the_centre(small: Store) -> None:
    made = add_feed(small, "SMALL", "PH1", None, "en", "http://127.0.0.1:1", actor=ACTOR, at=AT)
    late = AT.replace(hour=23, minute=30)  # half past midnight in Paris
    found = StoredFeeds(small, None).find(token_hash(token_in(made.link) or ""), late)
    assert found is not None
    assert found.content.today == TODAY + timedelta(days=1)


def test_a_database_that_cannot_be_used_is_told_in_the_servers_words(
    small: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    gone = StoredFeeds(Store.open(f"sqlite:///{tmp_path_factory.mktemp('gone')}"), TODAY)
    with pytest.raises(SourceUnavailable):
        gone.find("hash", AT)
    with pytest.raises(SourceUnavailable):
        gone.keep([FetchNote(token_hash="hash", at=AT, client="other")])
    gone.close()
