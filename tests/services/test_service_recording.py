"""What is recorded, and what hangs on it: on the small sample, whose day is 2027-01-04."""

from datetime import date, timedelta

import pytest
from service_samples import ACTOR, AT, TODAY, planned, published

from refillplan.domain.messages import InvalidValue
from refillplan.domain.people import NotDoneReason
from refillplan.domain.visits import Visit
from refillplan.services.core.access import load_centre, looking
from refillplan.services.core.editing import undo
from refillplan.services.entering.recording import FillEntry, Recorded, record_done, record_not_done
from refillplan.services.looking.worklist import worklist
from refillplan.services.plans.planning import PlanKept, make_plan
from refillplan.storage import Store

pytest_plugins = ["service_stores"]


def done(store: Store, entry: FillEntry, today: date = TODAY) -> Recorded:
    return record_done(store, "SMALL", today, entry, actor=ACTOR, at=AT)


def first_visit(store: Store) -> Visit:
    return load_centre(store, "SMALL").visits[0]


def test_the_next_window_hangs_on_the_actual_fill_at_once(small: Store) -> None:
    recorded = done(small, FillEntry(patient="P01", lot="L-7", readings="as typed: 4,5 ?"))
    assert recorded.window is not None
    assert recorded.window.hangs_on == TODAY
    fill = next(fill for fill in load_centre(small, "SMALL").fills if fill.filled_on == TODAY)
    assert (fill.patient, fill.kind, fill.lot, fill.readings) == ("P01", "refill", "L-7", "as typed: 4,5 ?")
    assert fill.serial


def test_a_booked_visit_done_before_its_day_leaves_the_bookings_and_the_calendars(small: Store) -> None:
    planned(small)
    published(small)
    visit = first_visit(small)
    recorded = done(small, FillEntry(patient=visit.patient))
    assert recorded.visit == visit
    assert visit not in load_centre(small, "SMALL").visits
    with looking(small) as work:
        gone = [entry for entry in work.calendar.entries("SMALL") if entry.cancelled]
    assert [(entry.patient, entry.session) for entry in gone] == [(visit.patient, visit.session)]


def test_a_visit_done_on_its_day_stays_in_the_calendar(small: Store) -> None:
    planned(small)
    published(small)
    visit = first_visit(small)
    recorded = done(small, FillEntry(patient=visit.patient), visit.session.on)
    assert recorded.visit == visit
    assert visit in load_centre(small, "SMALL").visits
    with looking(small) as work:
        assert not any(entry.cancelled for entry in work.calendar.entries("SMALL"))


def test_the_next_plan_starts_from_what_was_recorded(small: Store) -> None:
    planned(small)
    published(small)
    visit = first_visit(small)
    done(small, FillEntry(patient=visit.patient))
    made = make_plan(small, "SMALL", TODAY, actor=ACTOR, at=AT)
    assert isinstance(made, PlanKept)
    following = next(v for v in made.plan.visits if v.patient == visit.patient)
    assert following.window is not None
    assert following.window.hangs_on == TODAY


def test_a_visit_not_done_leaves_its_patient_on_the_worklist(small: Store) -> None:
    planned(small)
    published(small)
    visit = first_visit(small)
    on = visit.session.on
    recorded = record_not_done(small, "SMALL", on, visit.patient, NotDoneReason.ILL, actor=ACTOR, at=AT)
    assert recorded.window is not None
    assert recorded.window.hangs_on < on
    entered = load_centre(small, "SMALL")
    assert [(n.patient, n.on, n.reason) for n in entered.not_done] == [(visit.patient, on, NotDoneReason.ILL)]
    assert visit not in entered.visits
    seen = worklist(small, "SMALL", recorded.window.limit_on + timedelta(days=1))
    assert visit.patient in [item.patient for item in seen.overdue]


def test_recording_can_be_undone(small: Store) -> None:
    planned(small)
    published(small)
    before = load_centre(small, "SMALL")
    done(small, FillEntry(patient=before.visits[0].patient))
    undo(small, "SMALL", TODAY, actor=ACTOR, at=AT)
    assert load_centre(small, "SMALL") == before


@pytest.mark.parametrize(
    ("entry", "field", "sentence"),
    [
        (FillEntry(patient="P99"), "patient", "the centre has no patient P99"),
        (FillEntry(patient="P01", on=date(2027, 1, 5)), "on", "2027-01-05 is in the future; today is 2027-01-04"),
        (
            FillEntry(patient="P01", on=date(1999, 1, 5)),
            "on",
            "1999-01-05 is more than a year ago: is the year right? Older fills come in with 'refillplan import'",
        ),
        (FillEntry(patient="P01", kind="wash"), "kind", "'wash' is not a kind of visit that fills the pump here"),
        (FillEntry(patient="P01", operator="OP9"), "operator", "the centre has no operator OP9"),
    ],
)
def test_a_fill_that_cannot_be_is_refused_and_nothing_changes(small: Store, entry: FillEntry, field: str, sentence: str) -> None:
    before = load_centre(small, "SMALL")
    with pytest.raises(InvalidValue) as refused:
        done(small, entry)
    assert (refused.value.field, str(refused.value)) == (field, sentence)
    assert load_centre(small, "SMALL") == before


def test_the_same_fill_is_not_recorded_twice(small: Store) -> None:
    done(small, FillEntry(patient="P01"))
    with pytest.raises(InvalidValue, match="is recorded already"):
        done(small, FillEntry(patient="P01"))


def test_only_a_booked_visit_can_be_not_done(small: Store) -> None:
    with pytest.raises(InvalidValue, match="P01 has no visit booked at all"):
        record_not_done(small, "SMALL", TODAY, "P01", NotDoneReason.NO_SHOW, actor=ACTOR, at=AT)


def test_a_fill_on_the_day_of_a_missed_visit_says_that_both_are_recorded(small: Store) -> None:
    planned(small)
    published(small)
    visit = min(load_centre(small, "SMALL").visits, key=lambda booked: booked.starts_at)
    on = visit.session.on
    record_not_done(small, "SMALL", on, visit.patient, NotDoneReason.NO_SHOW, actor=ACTOR, at=AT)
    entry = FillEntry(patient=visit.patient)
    assert record_done(small, "SMALL", on, entry, actor=ACTOR, at=AT).missed
