"""Whom to phone: changes within 48 h against what each phone has fetched."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.feeds import Feed, FeedRole
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.phone_list import EntryChange, PhoneCall, to_phone

NOW = datetime(2027, 3, 1, 10, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
LAGS = {"iphone": timedelta(hours=3)}


def entry(hours: float, operator: str = "OP1", sequence: int = 0) -> CalendarEntry:
    starts_at = (NOW + timedelta(hours=hours)).astimezone(PARIS)
    return CalendarEntry(
        uid="uid-1",
        sequence=sequence,
        revised_at=NOW,
        patient="P017",
        kind="refill",
        session=SessionKey(starts_at.date(), HalfDay.AM),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        place=1,
        operator=operator,
        told=True,
    )


def feed(number: int, operator: str | None = None, fetched: float | None = None, client: str | None = "iphone") -> Feed:
    return Feed(
        number=number,
        role=FeedRole.UNIT if operator is None else FeedRole.OPERATOR,
        operator=operator,
        phone=f"PH{number}",
        lang="en",
        made_at=NOW - timedelta(days=100),
        fetched_at=None if fetched is None else NOW + timedelta(hours=fetched),
        client=client,
    )


def calls(changes: list[EntryChange], *feeds: Feed) -> list[tuple[int | None, str | None]]:
    return [(None if call.feed is None else call.feed.number, call.operator) for call in listed(changes, *feeds)]


def listed(changes: list[EntryChange], *feeds: Feed) -> tuple[PhoneCall, ...]:
    return to_phone(changes, feeds, NOW, LAGS.get)


def change(old: CalendarEntry | None, new: CalendarEntry, hours: float = -1) -> EntryChange:
    return EntryChange(at=NOW + timedelta(hours=hours), old=old, new=new)


def test_a_phone_that_has_not_asked_since_a_late_change_is_phoned_with_when_it_will_ask() -> None:
    (call,) = listed([change(entry(5), entry(30))], feed(1, "OP1", fetched=-2))
    assert call.expected_at == NOW + timedelta(hours=1)
    assert (call.change.old, call.change.new) == (entry(5), entry(30))


def test_a_phone_that_has_asked_since_is_not_phoned() -> None:
    assert calls([change(entry(5), entry(30))], feed(1, "OP1", fetched=-0.5)) == []


def test_a_phone_that_asked_in_the_moment_of_the_change_may_have_missed_it() -> None:
    assert calls([change(entry(5), entry(30))], feed(1, "OP1", fetched=-1 + 1 / 60)) == [(1, "OP1")]


def test_a_phone_that_never_asked_and_one_of_unknown_lag_have_no_time_to_wait_for() -> None:
    found = listed([change(entry(5), entry(30))], feed(1, "OP1"), feed(2, "OP1", fetched=-9, client="other"))
    assert [call.expected_at for call in found] == [None, None]


def test_a_visit_that_leaves_the_next_days_is_a_late_change_as_well() -> None:
    assert calls([change(entry(20), entry(24 * 20))], feed(1, "OP1", fetched=-2)) == [(1, "OP1")]


def test_a_change_long_before_the_visit_is_left_to_the_phones() -> None:
    assert calls([change(entry(24 * 9), entry(24 * 10))], feed(1, "OP1")) == []


def test_a_visit_that_is_over_is_nothing_to_phone_about() -> None:
    assert calls([change(entry(-3), entry(-2), hours=-10)], feed(1, "OP1")) == []


def test_a_cancelled_visit_is_phoned_about_and_one_cancelled_long_ago_that_comes_back_counts_from_its_new_start() -> None:
    gone = replace(entry(5), cancelled=True)
    assert calls([change(entry(5), gone)], feed(1, "OP1", fetched=-2)) == [(1, "OP1")]
    assert calls([change(replace(entry(-30), cancelled=True), entry(40))], feed(1, "OP1", fetched=-2)) == [(1, "OP1")]


def test_a_visit_that_passes_to_another_operator_concerns_both_and_the_unit() -> None:
    passed = [change(entry(5, "OP1"), entry(5, "OP2"))]
    every = (feed(1, "OP1", fetched=-2), feed(2, "OP2", fetched=-2), feed(3, None, fetched=-2), feed(4, "OP3", fetched=-2))
    assert calls(passed, *every) == [(3, None), (1, "OP1"), (2, "OP2")]


def test_an_operator_without_a_calendar_is_phoned() -> None:
    assert calls([change(entry(5), entry(6))], feed(1, None, fetched=-0.5)) == [(None, "OP1")]
    revoked = replace(feed(1, "OP1", fetched=-0.5), revoked_at=NOW)
    assert calls([change(entry(5), entry(6))], revoked) == [(None, "OP1")]


def test_two_changes_of_a_visit_are_one_and_one_that_was_taken_back_is_none() -> None:
    there, back = change(entry(5), entry(30), hours=-3), change(entry(30), entry(5, sequence=2), hours=-1)
    (call,) = listed([there, change(entry(30), entry(40), hours=-1)], feed(1, "OP1", fetched=-4))
    assert (call.change.old, call.change.new) == (entry(5), entry(40))
    assert calls([there, back], feed(1, "OP1", fetched=-4)) == []
    assert calls([there, back], feed(1, "OP1", fetched=-2)) == [(1, "OP1")]  # it shows the visit elsewhere


def test_a_new_visit_tomorrow_is_phoned_about() -> None:
    assert date.fromisoformat("2027-03-02") == entry(24).session.on
    assert time(11) == entry(24).starts_at.time()
    assert calls([change(None, entry(24))], feed(1, "OP1", fetched=-2)) == [(1, "OP1")]
