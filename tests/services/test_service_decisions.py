"""Decisions for the end of a pump's life: signed, kept, undone, and what follows from them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from service_samples import ACTOR, AT, TODAY, imported, sample_copy

from refillplan.domain.centre import Centre
from refillplan.domain.decisions import Choice
from refillplan.domain.messages import InvalidValue
from refillplan.services.calls.proposals import Proposal, propose
from refillplan.services.calls.publishing import Published, publish
from refillplan.services.core.access import load_centre, looking
from refillplan.services.core.editing import redo, undo
from refillplan.services.entering.recording import FillEntry, record_done
from refillplan.services.forecasts.deciding import Decided, DecisionEntry, decide
from refillplan.services.forecasts.theatre import Standing, accept_theatre, propose_theatre, show_theatre
from refillplan.services.plans.planning import PlanKept, make_plan
from refillplan.storage import Store

pytest_plugins = ["service_stores"]

CODE = "CENTRE"
EXTENSION = DecisionEntry(
    about="P001", choice=Choice.EXTEND, signed_by="OP1", document="D-1", reason="as discussed", extended_until=date(2028, 6, 1)
)


@pytest.fixture
def centre_store(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    imported(store, sample_copy(tmp_path_factory.mktemp("in"), "centre"))
    return store


def entered(store: Store) -> Centre:
    return load_centre(store, CODE)


def decided(store: Store, entry: DecisionEntry, today: date = TODAY) -> Decided:
    return decide(store, CODE, today, entry, actor=ACTOR, at=AT)


def replaced(store: Store, about: str, today: date = TODAY) -> Decided:
    return decided(store, DecisionEntry(about=about, choice=Choice.REPLACE, signed_by="OP1", document="D-2"), today)


def test_an_extension_sets_the_date_of_the_pump_with_reason_and_signature(centre_store: Store) -> None:
    before = entered(centre_store)
    done = decided(centre_store, EXTENSION)
    after = entered(centre_store)
    (pump,) = [p for p in after.pumps if p.serial == done.decision.serial]
    assert (pump.patient, pump.extended_until) == ("P001", date(2028, 6, 1))
    assert [(d.signed_by, d.document, d.reason, d.decided_on) for d in after.decisions] == [("OP1", "D-1", "as discussed", TODAY)]
    undo(centre_store, CODE, TODAY, actor=ACTOR, at=AT)
    assert entered(centre_store) == before
    redo(centre_store, CODE, TODAY, actor=ACTOR, at=AT)
    assert entered(centre_store) == after
    with looking(centre_store) as work:
        changes = [(entry.table, entry.actor) for entry in work.audit.entries(CODE) if entry.table == "decisions"]
    assert changes == [("decisions", ACTOR)] * 3


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"about": "P999"}, "there is no patient or pump P999 with a pump in place"),
        ({"about": "CENTRE-0003-1"}, "there is no patient or pump CENTRE-0003-1 with a pump in place"),
        ({"signed_by": "OP2"}, "OP2 is not a physician"),
        ({"signed_by": "OP9"}, "the centre has no operator OP9"),
        ({"document": " "}, "a decision needs the reference of its document"),
        ({"reason": ""}, "the decision 'extend' needs a reason"),
        ({"extended_until": None}, "an extension, and nothing else, has a date in extended_until"),
        ({"choice": Choice.REPLACE}, "an extension, and nothing else, has a date in extended_until"),
        ({"extended_until": TODAY}, "last day of the extension, 2027-01-04, is not after the decision of 2027-01-04"),
        ({"decided_on": date(2027, 1, 5)}, "2027-01-05 is in the future; today is 2027-01-04"),
        ({"decided_on": date(2001, 1, 5)}, "2001-01-05 is before the implantation of pump CENTRE-0001-2 (2019-09-06)"),
    ],
)
def test_what_cannot_be_decided_is_said_and_nothing_kept(centre_store: Store, changed: dict[str, object], sentence: str) -> None:
    before = entered(centre_store)
    with pytest.raises(InvalidValue) as caught:
        decided(centre_store, replace(EXTENSION, **changed))  # type: ignore[arg-type]  # each value is its field's
    assert str(caught.value) == sentence
    assert entered(centre_store) == before


def test_a_pump_has_one_decision_a_day_and_the_latest_holds(centre_store: Store) -> None:
    decided(centre_store, EXTENSION)
    with pytest.raises(InvalidValue, match="has a decision of 2027-01-04 already"):
        replaced(centre_store, "P001")
    replaced(centre_store, "P001", TODAY + timedelta(days=1))
    view = show_theatre(centre_store, CODE, TODAY + timedelta(days=1))
    assert [(v.replacement.patient, v.standing) for v in view.replacements] == [("P001", Standing.TO_PLACE)]


def test_theatre_days_are_proposed_first_and_kept_when_accepted(centre_store: Store) -> None:
    for patient in ("P001", "P002", "P004"):
        replaced(centre_store, patient)
    before = entered(centre_store)
    proposal = propose_theatre(centre_store, CODE, TODAY)
    assert entered(centre_store) == before
    assert (len(proposal.placement.placed), proposal.violations, proposal.placement.proven_best) == (3, (), True)
    kept = accept_theatre(centre_store, CODE, TODAY, actor=ACTOR, at=AT)
    assert kept.placement == proposal.placement
    view = show_theatre(centre_store, CODE, TODAY)
    assert {v.standing for v in view.replacements} == {Standing.PLACED}
    assert {v.replacement.theatre_on for v in view.replacements} == {p.theatre_on for p in kept.placement.placed}
    assert all(v.fill is not None for v in view.replacements)
    assert accept_theatre(centre_store, CODE, TODAY, actor=ACTOR, at=AT).number is None
    undo(centre_store, CODE, TODAY, actor=ACTOR, at=AT)
    assert entered(centre_store) == before


def test_replanning_after_a_placement_goes_through_the_call_sheet(centre_store: Store) -> None:
    assert isinstance(make_plan(centre_store, CODE, TODAY, 16, actor=ACTOR, at=AT), PlanKept)
    assert isinstance(publish(centre_store, CODE, TODAY, called=True, actor=ACTOR, at=AT), Published)
    told = {visit for visit in entered(centre_store).visits if visit.told}
    replaced(centre_store, "P002")
    (placed,) = accept_theatre(centre_store, CODE, TODAY, actor=ACTOR, at=AT).placement.placed
    assert told <= set(entered(centre_store).visits)
    proposed = propose(centre_store, CODE, TODAY, 16, actor=ACTOR, at=AT)
    assert isinstance(proposed, Proposal)
    assert {call.change.patient for call in proposed.calls} >= {"P002"}
    fill = next(v for v in proposed.plan.visits if v.patient == "P002" and v.kind == "post_operative_fill")
    assert fill.session == placed.fill.session
    reasons = {str(call.change.why) for call in proposed.calls if call.change.new == fill}
    assert reasons == {"the fill after the pump's replacement takes its place"}
    assert told <= set(entered(centre_store).visits)


def test_another_decision_gives_up_the_theatre_day_and_the_fill(centre_store: Store) -> None:
    replaced(centre_store, "P002")
    accept_theatre(centre_store, CODE, TODAY, actor=ACTOR, at=AT)
    fills = [v for v in entered(centre_store).visits if v.kind == "post_operative_fill"]
    done = decided(centre_store, replace(EXTENSION, about="P002"), TODAY + timedelta(days=1))
    assert list(done.withdrawn) == fills
    assert not [v for v in entered(centre_store).visits if v.kind == "post_operative_fill"]
    assert show_theatre(centre_store, CODE, TODAY + timedelta(days=1)).replacements == ()


def test_a_theatre_day_that_is_gone_or_over_is_shown(centre_store: Store) -> None:
    replaced(centre_store, "P002")
    (placed,) = accept_theatre(centre_store, CODE, TODAY, actor=ACTOR, at=AT).placement.placed
    later = show_theatre(centre_store, CODE, placed.theatre_on + timedelta(days=1))
    assert [v.standing for v in later.replacements] == [Standing.DAY_PASSED]
    with centre_store.unit_of_work(ACTOR, AT) as work:
        centre = work.centres.load(CODE)
        work.centres.replace(replace(centre, theatre=()))
        work.commit()
    assert [v.standing for v in show_theatre(centre_store, CODE, TODAY).replacements] == [Standing.DAY_LOST]


def test_the_fill_after_a_replacement_goes_into_no_pump_that_is_known(centre_store: Store) -> None:
    replaced(centre_store, "P002")
    (placed,) = accept_theatre(centre_store, CODE, TODAY, actor=ACTOR, at=AT).placement.placed
    day = placed.fill.session.on
    entry = FillEntry(patient="P002", on=day)
    done = record_done(centre_store, CODE, day, entry, actor=ACTOR, at=AT)
    assert (done.kind, done.visit) == ("post_operative_fill", placed.fill)
    assert done.window is not None
    assert done.window.hangs_on == day
    assert [fill.serial for fill in entered(centre_store).fills if fill.filled_on == day] == [""]


def test_a_centre_without_the_kind_is_told_which_one_is_missing(small: Store) -> None:
    patient = load_centre(small, "SMALL").patients[0].patient
    decide(
        small,
        "SMALL",
        TODAY,
        DecisionEntry(about=patient, choice=Choice.REPLACE, signed_by="OP1", document="D"),
        actor=ACTOR,
        at=AT,
    )
    with pytest.raises(InvalidValue, match="has no visit kind 'post_operative_fill' that fills"):
        propose_theatre(small, "SMALL", TODAY)
