"""Edits, undo and redo, on SQLite and PostgreSQL."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from service_samples import ACTOR, AT, TODAY, import_sample, imported, planned, published, sample_copy

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import InvalidValue, message
from refillplan.domain.people import Fill, Unavailability
from refillplan.domain.sessions import Closure
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import EditState, edit, history, redo, undo
from refillplan.storage import Store

pytest_plugins = ["service_stores"]

Change = Callable[[Centre], Centre]


def entered(store: Store) -> Centre:
    return load_centre(store, "SMALL")


def make(store: Store, change: Change, what: str = "a change") -> int | None:
    return edit(store, "SMALL", TODAY, change, what=message(what), actor=ACTOR, at=AT)


def take_back(store: Store) -> None:
    undo(store, "SMALL", TODAY, actor=ACTOR, at=AT)


def make_again(store: Store) -> None:
    redo(store, "SMALL", TODAY, actor=ACTOR, at=AT)


def closed(on: date) -> Change:
    return lambda centre: replace(
        centre, closures=(*centre.closures, Closure(from_on=on, to_on=on, half_day=None, reason="works"))
    )


def away(patient: str, on: date) -> Change:
    entry = Unavailability(patient=patient, from_on=on, to_on=on, half_day=HalfDay.AM, hard=True)
    return lambda centre: replace(centre, unavailabilities=(*centre.unavailabilities, entry))


def filled(patient: str, on: date) -> Change:
    return lambda centre: replace(centre, fills=(*centre.fills, Fill(patient=patient, filled_on=on, kind="refill")))


def unfilled(_: date) -> Change:
    return lambda centre: replace(centre, fills=centre.fills[1:])


def renamed(name: str) -> Change:
    return lambda centre: replace(centre, name=name, planning=replace(centre.planning, frozen_days=len(name)))


def test_an_edit_is_undone_and_made_again_on_every_database(any_store: Store) -> None:
    import_sample(any_store, "small")
    before = entered(any_store)
    assert make(any_store, closed(date(2027, 2, 1))) == 2
    after = entered(any_store)
    assert after != before
    take_back(any_store)
    assert entered(any_store) == before
    make_again(any_store)
    assert entered(any_store) == after


_days = st.integers(0, 400).map(lambda days: date(2027, 1, 10) + timedelta(days=days))
_past = st.integers(0, 60).map(lambda days: date(2026, 12, 20) - timedelta(days=days))
_patients = st.sampled_from(["P01", "P02", "P03"])
_changes = st.one_of(
    st.builds(closed, _days),
    st.builds(away, _patients, _days),
    st.builds(filled, _patients, _past),
    st.builds(unfilled, _past),
    st.builds(renamed, st.sampled_from(["A", "Bc", "Def"])),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(_changes, min_size=1, max_size=6))
def test_undo_goes_back_through_identical_states_and_redo_forward_again(small: Store, changes: list[Change]) -> None:
    first = len([line for line in history(small, "SMALL") if line.state is EditState.DONE])
    states = [entered(small)]
    for change in changes:
        wanted = change(states[-1])
        if _doubled(wanted):
            continue
        if make(small, change) is not None:
            states.append(entered(small))
    for state in reversed(states[:-1]):
        take_back(small)
        assert entered(small) == state
    for state in states[1:]:
        make_again(small)
        assert entered(small) == state
    assert len([line for line in history(small, "SMALL") if line.state is EditState.DONE]) == first + len(states) - 1


def _doubled(centre: Centre) -> bool:
    closures = [(closure.from_on, closure.to_on, closure.half_day) for closure in centre.closures]
    absences = [(u.patient, u.from_on, u.to_on, u.half_day) for u in centre.unavailabilities]
    fills = [(fill.patient, fill.filled_on, fill.kind) for fill in centre.fills]
    return any(len(set(keys)) < len(keys) for keys in (closures, absences, fills))


def test_a_change_that_changes_nothing_is_no_edit(small: Store) -> None:
    assert make(small, lambda centre: centre) is None
    assert [str(line.what) for line in history(small, "SMALL")] == ["folder imported"]


def test_a_change_that_is_refused_leaves_everything_as_it_was(small: Store) -> None:
    before = entered(small)

    def refuse(_: Centre) -> Centre:
        raise InvalidValue(message("no"))

    with pytest.raises(InvalidValue, match="no"):
        make(small, refuse)
    assert entered(small) == before


def test_a_new_edit_leaves_the_undone_ones_behind(small: Store) -> None:
    make(small, closed(date(2027, 2, 1)))
    take_back(small)
    make(small, closed(date(2027, 2, 2)))
    with pytest.raises(InvalidValue, match="nothing to make again"):
        make_again(small)
    assert [line.state for line in history(small, "SMALL")] == [EditState.DONE, EditState.REPLACED, EditState.FINAL]


def test_a_publication_is_not_undone(small: Store) -> None:
    planned(small)
    published(small)
    with pytest.raises(InvalidValue, match="this cannot be undone: plan 1 published"):
        take_back(small)


def test_an_import_into_a_centre_is_undone_as_one_edit(small: Store, tmp_path: Path) -> None:
    before = entered(small)
    imported(small, sample_copy(tmp_path, closures="2027-03-02,2027-03-05,,works"))
    assert entered(small) != before
    take_back(small)
    assert entered(small) == before


def test_the_first_import_stands_in_the_history_and_is_not_undone(small: Store) -> None:
    assert [line.state for line in history(small, "SMALL")] == [EditState.FINAL]
    with pytest.raises(InvalidValue, match="this cannot be undone: folder imported"):
        take_back(small)


def test_an_edit_whose_rows_were_changed_since_is_not_undone(small: Store) -> None:
    make(small, closed(date(2027, 2, 1)))
    with small.unit_of_work(ACTOR, AT) as work:
        work.centres.replace(replace(work.centres.load("SMALL"), closures=()))
        work.commit()
    with pytest.raises(InvalidValue, match="the closures were changed since then"):
        take_back(small)
