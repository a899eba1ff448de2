"""A pump that ends, one in its place, a low battery: edits that can be undone, and what follows for the chain."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from service_samples import ACTOR, AT, TODAY, imported, sample_copy

from refillplan.domain.centre import Centre
from refillplan.domain.chains import chain_starts
from refillplan.domain.decisions import Choice
from refillplan.domain.devices import Pump
from refillplan.domain.messages import InvalidValue
from refillplan.domain.plans import Horizon
from refillplan.domain.visits import Visit
from refillplan.forecast.causes import Cause, cause_of
from refillplan.services.calls.proposals import Proposal, accept, propose
from refillplan.services.calls.publishing import Published, publish
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import redo, undo
from refillplan.services.core.labels import LifeChoice, dates_of
from refillplan.services.entering.operated import OutdatedFills
from refillplan.services.entering.pumps import EndCause, PumpAdded, PumpEntry, add_pump, end_pump, enter_low_battery
from refillplan.services.entering.recording import FillEntry, record_done
from refillplan.services.forecasts.deciding import DecisionEntry, decide
from refillplan.services.forecasts.theatre import accept_theatre, show_theatre
from refillplan.services.plans.planning import PlanKept, make_plan
from refillplan.storage import Store

pytest_plugins = ["service_stores"]

CODE = "CENTRE"
NEW = Pump(serial="NEW-1", patient="P001", model="MIIPS 2020", implanted_on=TODAY)


@pytest.fixture
def centre_store(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    imported(store, sample_copy(tmp_path_factory.mktemp("in"), "centre"))
    return store


@pytest.fixture
def told(centre_store: Store) -> Store:
    """The centre with its plan of 16 weeks published and told."""
    assert isinstance(make_plan(centre_store, CODE, TODAY, 16, actor=ACTOR, at=AT), PlanKept)
    assert isinstance(publish(centre_store, CODE, TODAY, called=True, actor=ACTOR, at=AT), Published)
    return centre_store


def entered(store: Store) -> Centre:
    return load_centre(store, CODE)


def ended(store: Store, about: str, on: date = TODAY, cause: EndCause = EndCause.BATTERY) -> None:
    end_pump(store, CODE, TODAY, about, on, cause, actor=ACTOR, at=AT)


def added(store: Store, pump: Pump = NEW, old_ended: EndCause | None = None, today: date = TODAY) -> PumpAdded:
    return add_pump(store, CODE, today, PumpEntry(pump=pump, old_ended=old_ended), actor=ACTOR, at=AT)


def in_place(store: Store, patient: str = "P001", on: date = TODAY) -> list[str]:
    return [pump.serial for pump in entered(store).pumps if pump.patient == patient and pump.in_place_on(on)]


def proposed(store: Store, today: date = TODAY) -> Proposal:
    made = propose(store, CODE, today, 16, actor=ACTOR, at=AT)
    assert isinstance(made, Proposal)
    return made


def test_a_pump_that_ended_leaves_its_patient_without_coming_visits_and_each_told_one_is_phoned(told: Store) -> None:
    before = entered(told)
    ahead = {v for v in before.visits if v.patient == "P001" and v.told and v.session.on > TODAY}
    ended(told, "P001")
    assert in_place(told) == []
    assert ahead <= set(entered(told).visits)  # nothing moves silently
    made = proposed(told)
    assert {call.change.old for call in made.calls if call.change.patient == "P001"} == ahead
    assert not any(visit.patient == "P001" for visit in made.plan.visits)
    after = entered(told)
    undo(told, CODE, TODAY, actor=ACTOR, at=AT)
    assert entered(told) == before
    redo(told, CODE, TODAY, actor=ACTOR, at=AT)
    assert entered(told) == after


def test_a_new_pump_takes_the_place_of_the_old_one_in_one_edit(centre_store: Store) -> None:
    before = entered(centre_store)
    (old,) = in_place(centre_store)
    added(centre_store, old_ended=EndCause.DECISION)
    assert in_place(centre_store) == ["NEW-1"]
    (ended_pump,) = [pump for pump in entered(centre_store).pumps if pump.serial == old]
    assert (ended_pump.ended_on, ended_pump.end_cause) == (TODAY, "decision")
    undo(centre_store, CODE, TODAY, actor=ACTOR, at=AT)
    assert entered(centre_store) == before


def test_the_chain_goes_on_from_the_implantation_or_the_fill_after_it(centre_store: Store) -> None:
    on = TODAY - timedelta(days=2)
    ended(centre_store, "P001", on)
    added(centre_store, replace(NEW, implanted_on=on))
    entry = FillEntry(patient="P001", on=TODAY)
    starts, _ = chain_starts(entered(centre_store), TODAY, Horizon.after(TODAY, 8))
    assert next(s.window.hangs_on for s in starts if s.patient.patient == "P001") == on
    record_done(centre_store, CODE, TODAY, entry, actor=ACTOR, at=AT)
    starts, _ = chain_starts(entered(centre_store), TODAY, Horizon.after(TODAY, 8))
    assert next(s.window.hangs_on for s in starts if s.patient.patient == "P001") == TODAY


def test_from_a_decision_to_the_new_pump_the_chain_is_never_lost(told: Store) -> None:
    decide(
        told, CODE, TODAY, DecisionEntry(about="P002", choice=Choice.REPLACE, signed_by="OP1", document="D"), actor=ACTOR, at=AT
    )
    (placed,) = accept_theatre(told, CODE, TODAY, actor=ACTOR, at=AT).placement.placed
    on, filled_on = placed.theatre_on, placed.fill.session.on
    entry = FillEntry(patient="P002", on=filled_on, kind="post_operative_fill")
    record_done(told, CODE, filled_on, entry, actor=ACTOR, at=AT)
    assert next(fill.serial for fill in entered(told).fills if fill.patient == "P002" and fill.filled_on == filled_on) == ""
    added(told, replace(NEW, patient="P002", implanted_on=on), EndCause.DECISION, today=filled_on)
    after = entered(told)
    assert next(fill.serial for fill in after.fills if fill.patient == "P002" and fill.filled_on == filled_on) == "NEW-1"
    starts, _ = chain_starts(after, filled_on, Horizon.after(filled_on, 8))
    assert next(s.window.hangs_on for s in starts if s.patient.patient == "P002") == filled_on
    assert show_theatre(told, CODE, filled_on).replacements == ()
    assert any(visit.patient == "P002" for visit in proposed(told, filled_on).plan.visits)


def placed_fill(store: Store) -> Visit:
    """Decide and place a replacement of the pump of P002 and return the fill booked for it."""
    entry = DecisionEntry(about="P002", choice=Choice.REPLACE, signed_by="OP1", document="D")
    decide(store, CODE, TODAY, entry, actor=ACTOR, at=AT)
    (placed,) = accept_theatre(store, CODE, TODAY, actor=ACTOR, at=AT).placement.placed
    assert (placed.fill.session.on - TODAY).days > 7
    return placed.fill


def test_an_operation_before_its_theatre_day_takes_the_untold_fill_of_that_day_away(told: Store) -> None:
    fill = placed_fill(told)
    before = entered(told)
    done = added(told, replace(NEW, patient="P002"), EndCause.DECISION)
    assert (done.fills.withdrawn, done.fills.released) == ((fill,), ())
    assert done.fills.book_until == TODAY + timedelta(days=7)
    assert set(entered(told).visits) == set(before.visits) - {fill}
    made = proposed(told)
    assert not any(visit.kind == "post_operative_fill" for visit in made.plan.visits)
    assert "the fill after the pump's replacement takes its place" not in {str(call.change.why) for call in made.calls}
    undo(told, CODE, TODAY, actor=ACTOR, at=AT)
    assert entered(told) == before


def test_a_fill_that_was_told_stays_at_its_hour_until_the_call_sheet_moves_it(told: Store) -> None:
    fill = placed_fill(told)
    made = proposed(told)
    accept(told, CODE, *{call.change.patient for call in made.calls}, actor=ACTOR, at=AT)
    publish(told, CODE, TODAY, actor=ACTOR, at=AT)
    (booked,) = [visit for visit in entered(told).visits if visit.kind == "post_operative_fill"]
    assert (booked.told, booked.session) == (True, fill.session)
    before = entered(told)
    done = added(told, replace(NEW, patient="P002"), EndCause.DECISION)
    assert (done.fills.withdrawn, done.fills.released) == ((), (booked,))
    (left,) = [v for v in entered(told).visits if v.patient == "P002" and v.starts_at == fill.starts_at]
    assert (left.kind, left.told, left.pins) == ("refill", True, frozenset())
    again = proposed(told)
    stays = any((v.patient, v.starts_at) == ("P002", fill.starts_at) for v in again.plan.visits)
    assert stays is not any(call.change.old == left for call in again.calls)
    undo(told, CODE, TODAY, actor=ACTOR, at=AT)
    assert entered(told) == before


def test_a_fill_soon_enough_after_the_operation_stays_booked(told: Store) -> None:
    fill = placed_fill(told)
    on = fill.session.on - timedelta(days=7)
    done = added(told, replace(NEW, patient="P002", implanted_on=on), EndCause.DECISION, today=on)
    assert done.fills == OutdatedFills()
    assert fill in entered(told).visits


def test_no_fill_is_asked_for_where_one_is_booked_soon_after_the_operation(told: Store) -> None:
    fill = placed_fill(told)
    own = replace(fill, session=replace(fill.session, on=TODAY + timedelta(days=2)))
    own = replace(own, starts_at=own.starts_at - (fill.session.on - own.session.on))
    own = replace(own, ends_at=own.starts_at + (fill.ends_at - fill.starts_at))
    with told.unit_of_work(ACTOR, AT) as work:
        centre = work.centres.load(CODE)
        work.centres.replace(replace(centre, visits=(*centre.visits, own)))
        work.commit()
    done = added(told, replace(NEW, patient="P002"), EndCause.DECISION)
    assert (done.fills.withdrawn, done.fills.book_until) == ((fill,), None)


def test_a_low_battery_is_the_safe_by_date_at_once(centre_store: Store) -> None:
    before = entered(centre_store)
    enter_low_battery(centre_store, CODE, TODAY, "P001", TODAY, actor=ACTOR, at=AT)
    after = entered(centre_store)
    assert (
        next(
            dates_of(after, p, TODAY, LifeChoice.LONG).safe_by_on
            for p in after.pumps
            if p.patient == "P001" and p.in_place_on(TODAY)
        )
        == TODAY
    )
    with pytest.raises(InvalidValue, match="entered already"):
        enter_low_battery(centre_store, CODE, TODAY, "P001", TODAY, actor=ACTOR, at=AT)
    undo(centre_store, CODE, TODAY, actor=ACTOR, at=AT)
    assert entered(centre_store) == before


@pytest.mark.parametrize(
    ("about", "on", "sentence"),
    [
        ("P999", TODAY, "there is no patient or pump P999 with a pump in place"),
        ("CENTRE-0003-1", TODAY, "there is no patient or pump CENTRE-0003-1 with a pump in place"),
        ("P001", TODAY + timedelta(days=1), "2027-01-05 is in the future; today is 2027-01-04"),
        ("P001", date(2026, 3, 1), "is recorded: it cannot have ended on 2026-03-01"),
    ],
)
def test_what_cannot_have_ended_is_said_and_nothing_kept(centre_store: Store, about: str, on: date, sentence: str) -> None:
    before = entered(centre_store)
    with pytest.raises(InvalidValue, match=re.escape(sentence)):
        ended(centre_store, about, on)
    assert entered(centre_store) == before


@pytest.mark.parametrize(
    ("changed", "old_ended", "sentence"),
    [
        ({"patient": "P999"}, None, "the centre has no patient P999"),
        ({"serial": "CENTRE-0002-2"}, EndCause.DECISION, "the centre has pump CENTRE-0002-2 already"),
        ({"model": "NONE"}, EndCause.DECISION, "the centre has no pump model 'NONE'; it has: MIIPS 2020, MIP 2007D"),
        ({"implanted_on": date(2027, 1, 5)}, EndCause.DECISION, "2027-01-05 is in the future; today is 2027-01-04"),
        ({}, None, "P001 has pump CENTRE-0001-2 in place on 2027-01-04: say with --old-ended why it ended"),
        ({"implanted_on": date(2012, 1, 1)}, EndCause.DECISION, "P001 has no pump in place on 2012-01-01"),
        ({"implanted_on": date(2012, 1, 1)}, None, "in place on 2012-01-01"),
        ({"implanted_on": date(2026, 3, 1)}, EndCause.BATTERY, "it cannot have ended on 2026-03-01"),
    ],
)
def test_what_cannot_have_been_implanted_is_said_and_nothing_kept(
    centre_store: Store, changed: dict[str, object], old_ended: EndCause | None, sentence: str
) -> None:
    before = entered(centre_store)
    with pytest.raises(InvalidValue, match=re.escape(sentence)):
        added(centre_store, replace(NEW, **changed), old_ended)  # type: ignore[arg-type]  # each value is its field's
    assert entered(centre_store) == before


def test_the_forecast_tells_the_causes_apart() -> None:
    assert [cause_of(cause.value) for cause in EndCause] == [
        Cause.WEAR_OUT,
        Cause.DYSFUNCTION,
        Cause.INFECTION_CATHETER,
        Cause.INFECTION_CATHETER,
        None,
        Cause.OTHER,
    ]
