"""Entries made one at a time, and what a centre with nothing to plan is told."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from service_samples import ACTOR, AT, TODAY, import_sample, imported, planned, published, sample_copy

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import InvalidValue, message
from refillplan.domain.people import Fill
from refillplan.domain.sessions import Closure, Leave
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import edit, history
from refillplan.services.entering.closures import EnteredAlready, enter_closure, enter_leave
from refillplan.services.entering.recording import FillEntry, record_done
from refillplan.services.looking.worklist import worklist
from refillplan.services.plans.checking import check
from refillplan.services.plans.planning import make_plan
from refillplan.storage import Store

pytest_plugins = ["service_stores"]


def close(store: Store, first: date, last: date | None = None) -> None:
    enter_closure(store, "SMALL", TODAY, Closure(from_on=first, to_on=last or first), actor=ACTOR, at=AT)


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (date(2027, 1, 3), None, "2027-01-03 is past; today is 2027-01-04"),
        (date(2027, 1, 5), None, "there is nothing to close on 2027-01-05: the unit does not open on this half-day"),
        (date(2027, 1, 5), date(2027, 1, 6), "there is nothing to close: no half-day is open from 2027-01-05 to 2027-01-06"),
        (date(2027, 3, 29), None, "there is nothing to close on 2027-03-29: public holiday: "),
    ],
)
def test_a_day_that_cannot_close_is_refused(small: Store, first: date, last: date | None, sentence: str) -> None:
    before = load_centre(small, "SMALL")
    with pytest.raises(InvalidValue) as refused:
        close(small, first, last)
    assert str(refused.value).startswith(sentence)
    assert load_centre(small, "SMALL") == before


def test_what_is_entered_already_can_be_told_from_what_is_wrong(small: Store) -> None:
    close(small, date(2027, 1, 11))
    with pytest.raises(EnteredAlready):
        close(small, date(2027, 1, 11))


@pytest.mark.parametrize(
    ("half_day", "last", "what"),
    [
        (HalfDay.AM, date(2027, 1, 11), "closed on 2027-01-11-am"),
        (None, date(2027, 1, 11), "closed on 2027-01-11"),
        (HalfDay.AM, date(2027, 1, 15), "mornings closed from 2027-01-11 to 2027-01-15"),
        (None, date(2027, 1, 15), "closed from 2027-01-11 to 2027-01-15"),
    ],
)
def test_the_history_says_which_half_days_closed(small: Store, half_day: HalfDay | None, last: date, what: str) -> None:
    closure = Closure(from_on=date(2027, 1, 11), to_on=last, half_day=half_day)
    enter_closure(small, "SMALL", TODAY, closure, actor=ACTOR, at=AT)
    assert str(history(small, "SMALL")[0].what) == what


def test_a_half_day_of_a_closed_day_is_closed_already(small: Store) -> None:
    close(small, date(2027, 1, 11))
    with pytest.raises(EnteredAlready, match="2027-01-11-am is closed already"):
        again = Closure(from_on=date(2027, 1, 11), to_on=date(2027, 1, 11), half_day=HalfDay.AM)
        enter_closure(small, "SMALL", TODAY, again, actor=ACTOR, at=AT)


def test_an_absence_that_is_past_is_refused(small: Store) -> None:
    gone = Leave(operator="OP1", from_on=date(2026, 12, 1), to_on=date(2026, 12, 4))
    with pytest.raises(InvalidValue, match="2026-12-04 is past"):
        enter_leave(small, "SMALL", TODAY, gone, actor=ACTOR, at=AT)


def without(store: Store, **tables: Iterable[object]) -> None:
    def emptied(centre: Centre) -> Centre:
        return replace(centre, **{name: tuple(rows) for name, rows in tables.items()})  # type: ignore[arg-type]

    edit(store, "SMALL", TODAY, emptied, what=message("emptied"), actor=ACTOR, at=AT)


def test_a_centre_without_patients_is_said_in_one_sentence(small: Store) -> None:
    without(small, patients=(), pumps=(), fills=(), unavailabilities=())
    with pytest.raises(InvalidValue, match="the centre SMALL has no patients yet: there is nothing to plan"):
        make_plan(small, "SMALL", TODAY, actor=ACTOR, at=AT)


def test_a_centre_without_half_days_is_said_in_one_sentence(small: Store) -> None:
    without(small, sessions=())
    with pytest.raises(InvalidValue, match="no half-day is open from 2027-01-05 to before 2027-03-02"):
        make_plan(small, "SMALL", TODAY, actor=ACTOR, at=AT)


def test_a_centre_of_which_nobody_needs_visits_gets_an_empty_plan(small: Store) -> None:
    planned(small)
    published(small)
    without(small, pumps=(), fills=())
    made = planned(small)
    assert made.plan.visits == ()
    assert [entry.patient for entry in made.plan.not_planned] == ["P01", "P02", "P03"]
    assert made.plan.tiers.moved > 0
    assert check(small, "SMALL", made.version).verdict.sound


def test_a_visit_on_a_day_that_has_closed_counts_as_none(small: Store) -> None:
    planned(small)
    published(small)
    visit = min((v for v in load_centre(small, "SMALL").visits), key=lambda v: v.starts_at)
    assert worklist(small, "SMALL", TODAY).promise_kept
    close(small, visit.session.on)
    found = worklist(small, "SMALL", TODAY)
    assert visit.patient in found.unexplained
    item = next(item for item in found.without_visit if item.patient == visit.patient)
    assert (item.visit, str(item.obstacle), item.margin_days) == (visit, "closed", None)


def test_a_visit_of_which_the_only_operator_is_away_counts_as_none(small: Store) -> None:
    planned(small)
    published(small)
    visit = min((v for v in load_centre(small, "SMALL").visits), key=lambda v: v.starts_at)
    leave = Leave(operator="OP1", from_on=visit.session.on, to_on=visit.session.on)
    enter_leave(small, "SMALL", TODAY, leave, actor=ACTOR, at=AT)
    item = next(item for item in worklist(small, "SMALL", TODAY).without_visit if item.patient == visit.patient)
    assert str(item.obstacle) == "nobody is there on that half-day who does 'refill'"


def test_a_fill_older_than_the_last_one_is_kept_and_changes_nothing(small: Store) -> None:
    before = load_centre(small, "SMALL")
    last = max(fill.filled_on for fill in before.fills if fill.patient == "P01")
    early = last - timedelta(days=20)
    done = record_done(small, "SMALL", TODAY, FillEntry(patient="P01", on=early), actor=ACTOR, at=AT)
    assert done.counted_from == last
    assert done.window is not None
    assert done.window.hangs_on == last
    today = record_done(small, "SMALL", TODAY, FillEntry(patient="P01"), actor=ACTOR, at=AT)
    assert today.counted_from is None


def test_publishing_says_that_today_may_be_wrong(small: Store) -> None:
    later = TODAY + timedelta(days=2)
    fill = Fill(patient="P01", filled_on=later, kind="refill")
    edit(small, "SMALL", later, lambda c: replace(c, fills=(*c.fills, fill)), what=message("filled"), actor=ACTOR, at=AT)
    planned(small)
    assert published(small).entered_for == later


def test_publishing_says_nothing_where_today_is_right(small: Store, tmp_path: Path) -> None:
    import_sample(small, "small")
    imported(small, sample_copy(tmp_path, fills="P02,SMALL-2,2027-01-04,refill,OP1,,"))
    planned(small)
    assert published(small).entered_for is None
