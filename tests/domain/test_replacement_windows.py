"""Decided replacements as calendars know them: one identity each, revised when days or state change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from refillplan.domain.replacement_windows import ReplacementWindow, revise_windows, visible_windows
from refillplan.domain.replacements import Replacement

TODAY = date(2027, 1, 4)
AT = datetime(2027, 1, 4, 8, 30, tzinfo=UTC)
LATER = AT + timedelta(days=3)
DECIDED = Replacement(patient="P001", serial="S1", decided_on=date(2027, 1, 2), safe_by_on=date(2027, 6, 30), theatre_on=None)


def numbers() -> Callable[[], str]:
    numbered = count(1)
    return lambda: f"uid-{next(numbered)}"


def first(*replacements: Replacement) -> tuple[ReplacementWindow, ...]:
    return revise_windows((), replacements, AT, TODAY, numbers())


def again(
    windows: tuple[ReplacementWindow, ...], *replacements: Replacement, today: date = TODAY
) -> tuple[ReplacementWindow, ...]:
    fresh = numbers()
    return revise_windows(windows, replacements, LATER, today, lambda: f"new-{fresh()}")


def test_one_without_a_theatre_day_runs_from_the_decision_to_the_safe_by_date() -> None:
    (window,) = first(DECIDED)
    assert (window.from_on, window.to_on, window.placed) == (date(2027, 1, 2), date(2027, 6, 30), False)
    assert (window.uid, window.sequence, window.revised_at) == ("uid-1", 0, AT)


def test_where_the_safe_by_date_is_over_or_unknown_it_is_the_day_of_the_decision() -> None:
    for safe_by_on in (None, date(2026, 12, 1)):
        (window,) = first(replace(DECIDED, safe_by_on=safe_by_on))
        assert (window.from_on, window.to_on) == (DECIDED.decided_on, DECIDED.decided_on)


def test_the_theatre_day_takes_its_place_under_the_same_identity() -> None:
    (window,) = again(first(DECIDED), replace(DECIDED, theatre_on=date(2027, 3, 3)))
    assert (window.from_on, window.to_on, window.placed) == (date(2027, 3, 3), date(2027, 3, 3), True)
    assert (window.uid, window.sequence, window.revised_at) == ("uid-1", 1, LATER)


def test_what_does_not_change_is_returned_unchanged() -> None:
    windows = first(DECIDED, replace(DECIDED, serial="S2", patient="P002"))
    assert again(windows, replace(DECIDED, serial="S2", patient="P002"), DECIDED) == windows


def test_one_that_is_decided_no_more_is_cancelled_and_comes_back_under_the_same_identity() -> None:
    (gone,) = again(first(DECIDED))
    assert (gone.cancelled, gone.sequence, gone.revised_at) == (True, 1, LATER)
    assert again((gone,)) == (gone,)
    (back,) = again((gone,), DECIDED)
    assert (back.uid, back.cancelled, back.sequence) == ("uid-1", False, 2)


def test_a_theatre_day_that_has_come_is_not_cancelled_by_the_new_pump() -> None:
    placed = first(replace(DECIDED, theatre_on=TODAY))
    assert again(placed) == placed
    (ahead,) = again(first(replace(DECIDED, theatre_on=TODAY + timedelta(days=1))))
    assert ahead.cancelled


def test_what_is_over_or_cancelled_leaves_the_calendar_in_time() -> None:
    (waiting,) = first(DECIDED)
    (placed,) = first(replace(DECIDED, theatre_on=TODAY))
    (gone,) = again((waiting,))
    assert visible_windows([waiting], TODAY + timedelta(days=3000)) == (waiting,)
    assert visible_windows([placed], TODAY + timedelta(days=84)) == (placed,)
    assert visible_windows([placed], TODAY + timedelta(days=85)) == ()
    assert visible_windows([gone], LATER.date() + timedelta(days=14)) == (gone,)
    assert visible_windows([gone], LATER.date() + timedelta(days=15)) == ()


states = st.dictionaries(
    st.sampled_from(("S1", "S2", "S3")), st.sampled_from((None, date(2027, 2, 1), date(2027, 3, 1))), max_size=3
)


@given(st.lists(states, min_size=1, max_size=6))
def test_identities_outlive_every_change_and_sequences_count_them(history: list[dict[str, date | None]]) -> None:
    fresh, windows = numbers(), tuple[ReplacementWindow, ...]()
    for number, state in enumerate(history):
        decided = [replace(DECIDED, serial=serial, theatre_on=on) for serial, on in state.items()]
        at = AT + timedelta(hours=number)
        after = revise_windows(windows, decided, at, TODAY, fresh)
        before = {window.uid: window for window in windows}
        for window in after:
            old = before.get(window.uid)
            changed = old is None or replace(window, sequence=0, revised_at=AT) != replace(old, sequence=0, revised_at=AT)
            assert window.sequence == (0 if old is None else old.sequence + changed)
            assert window.revised_at == (at if old is None or changed else old.revised_at)
        assert set(before) <= {window.uid for window in after}
        assert {window.serial for window in after if not window.cancelled} == set(state)
        assert len({window.serial for window in after}) == len(after)
        windows = after
