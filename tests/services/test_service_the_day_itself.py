"""A visit of today is no fill until somebody records it; what is recorded by mistake is taken away again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from made_in_force import CODE, Make, coming, proposal
from service_samples import ACTOR, AT

from refillplan.domain.centre import Centre
from refillplan.domain.messages import InvalidValue
from refillplan.domain.people import NotDoneReason
from refillplan.domain.visits import Visit
from refillplan.services.calls.proposals import propose
from refillplan.services.calls.publishing import Published, publish
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import history, undo
from refillplan.services.entering.correcting import remove_done, remove_not_done
from refillplan.services.entering.recording import FillEntry, Recorded, record_done, record_not_done
from refillplan.services.looking.board import load_board
from refillplan.services.looking.views import show_patient
from refillplan.services.looking.worklist import worklist
from refillplan.storage import Store

pytest_plugins = ["service_stores", "made_fixtures"]


def last_fill(centre: Centre, patient: str) -> date:
    return max(fill.filled_on for fill in centre.fills if fill.patient == patient)


def early_visit(centre: Centre) -> Visit:
    """Return a first coming visit whose patient was not filled in the seventeen days before it."""
    return next(v for v in coming(centre) if (v.session.on - last_fill(centre, v.patient)).days > 20)


def done(store: Store, today: date, patient: str, on: date) -> Recorded:
    return record_done(store, CODE, today, FillEntry(patient=patient, on=on), actor=ACTOR, at=AT)


def test_a_visit_of_today_sets_no_limit_before_it_is_recorded(store: Store, in_force: Make) -> None:
    before = in_force(0)
    visit = early_visit(before)
    today, filled = visit.session.on, last_fill(before, visit.patient)
    seen = show_patient(store, CODE, visit.patient, today)
    assert seen.start is not None
    assert seen.start.window.hangs_on == filled
    assert seen.visits[0].session == visit.session
    board = load_board(store, CODE, lambda _: today)
    start = next(start for start in board.starts if start.patient.patient == visit.patient)
    assert start.window.hangs_on == filled
    items = {item.patient: item for item in worklist(store, CODE, today, close_days=99).close}
    assert items[visit.patient].visit == visit
    assert items[visit.patient].margin_days == (start.window.limit_on - today).days
    assert done(store, today, visit.patient, today).window != start.window


def test_a_late_entry_on_the_day_of_the_visit_counts(store: Store, in_force: Make) -> None:
    before = in_force(0)
    visit = early_visit(before)
    today, on = visit.session.on, visit.session.on - timedelta(days=2)
    recorded = done(store, today, visit.patient, on)
    assert recorded.visit == visit
    assert recorded.window is not None
    assert (recorded.window.hangs_on, recorded.counted_from) == (on, None)
    assert visit not in load_centre(store, CODE).visits
    tomorrow = worklist(store, CODE, today + timedelta(days=1), close_days=99)
    assert all(item.unrecorded_on is None for item in tomorrow.close if item.patient == visit.patient)


def test_fills_close_to_each_other_are_named_and_settle_one_visit_once(store: Store, in_force: Make) -> None:
    visit = early_visit(in_force(0))
    on = visit.session.on
    first = done(store, on + timedelta(days=2), visit.patient, on + timedelta(days=1))
    assert (first.visit, first.beside) == (visit, None)
    second = done(store, on + timedelta(days=2), visit.patient, on + timedelta(days=2))
    assert (second.visit, second.beside) == (None, on + timedelta(days=1))


def test_every_limit_shown_counts_from_what_is_recorded(store: Store, in_force: Make) -> None:
    visit = early_visit(in_force(0))
    today = visit.session.on - timedelta(days=1)
    recorded = done(store, today, visit.patient, today)
    assert recorded.window is not None
    seen = show_patient(store, CODE, visit.patient, today)
    assert seen.start is not None
    assert seen.visits[0].window == seen.start.window == recorded.window
    assert all(
        after.window is not None and after.window.hangs_on == one.session.on
        for one, after in zip(seen.visits, seen.visits[1:], strict=False)
    )
    board = load_board(store, CODE, lambda _: today)
    booked = next(v for v in board.visits if v.patient == visit.patient and v.session.on > today)
    assert board.standing(booked).window == recorded.window
    assert replace(board.standing(booked), window=booked.window) == booked


def test_a_wrong_fill_is_taken_away_after_a_publication_and_the_history_keeps_both(store: Store, in_force: Make) -> None:
    before = in_force(0)
    visit = early_visit(before)
    today = visit.session.on - timedelta(days=1)
    done(store, today, visit.patient, today)
    proposal(propose(store, CODE, today, actor=ACTOR, at=AT))
    assert isinstance(publish(store, CODE, today, called=True, actor=ACTOR, at=AT), Published)
    with pytest.raises(InvalidValue, match="done, not-done, close, leave, away with --remove"):
        undo(store, CODE, today, actor=ACTOR, at=AT)
    with pytest.raises(InvalidValue, match="no fill of 2020-01-01 is recorded; the last one is of"):
        remove_done(store, CODE, today, visit.patient, date(2020, 1, 1), actor=ACTOR, at=AT)
    taken = remove_done(store, CODE, today, visit.patient, today, actor=ACTOR, at=AT)
    assert taken.window is not None
    assert taken.window.hangs_on == last_fill(before, visit.patient)
    lines = [str(line.what) for line in history(store, CODE)]
    assert f"{visit.patient}: {taken.kind} of {today} taken away, recorded by mistake" in lines
    assert any(line.startswith(f"{visit.patient}: ") and line.endswith(f"done on {today}") for line in lines)
    made = proposal(propose(store, CODE, today, actor=ACTOR, at=AT))
    following = next(v for v in made.plan.visits if v.patient == visit.patient)
    assert following.window == taken.window
    undo(store, CODE, today, actor=ACTOR, at=AT)
    assert last_fill(load_centre(store, CODE), visit.patient) == today


def test_a_missed_visit_recorded_by_mistake_is_taken_away(store: Store, in_force: Make) -> None:
    visit = coming(in_force(1))[0]
    on = visit.session.on
    record_not_done(store, CODE, on, visit.patient, NotDoneReason.ILL, actor=ACTOR, at=AT)
    remove_not_done(store, CODE, on, visit.patient, on, actor=ACTOR, at=AT)
    assert load_centre(store, CODE).not_done == ()
    with pytest.raises(InvalidValue, match=f"no missed visit of {on} is recorded"):
        remove_not_done(store, CODE, on, visit.patient, on, actor=ACTOR, at=AT)
