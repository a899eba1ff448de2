"""Roles: who may change what, and what a physician has signed stays as signed."""

from datetime import date
from pathlib import Path

import pytest
from service_samples import ACTOR, AT, TODAY, import_sample, imported, planned, sample_copy

from refillplan.domain.decisions import Choice
from refillplan.domain.messages import InvalidValue
from refillplan.domain.sessions import Closure
from refillplan.services.calls.publishing import publish
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import undo
from refillplan.services.core.permissions import NotAllowed, Role, actors, role_of, set_role
from refillplan.services.entering.closures import enter_closure
from refillplan.services.entering.intervals import Override, set_interval
from refillplan.services.forecasts.deciding import DecisionEntry, decide
from refillplan.services.plans.planning import make_plan
from refillplan.storage import Store

pytest_plugins = ["service_stores"]

STAFF = {"admin": Role.ADMINISTRATOR, "nurse1": Role.NURSE, "doctor": Role.PHYSICIAN, "clerk": Role.READER}


@pytest.fixture
def staffed(any_store: Store) -> Store:
    import_sample(any_store, "small")
    for name, role in STAFF.items():
        set_role(any_store, name, role, actor="admin", at=AT)
    return any_store


def close(store: Store, actor: str) -> None:
    enter_closure(store, "SMALL", TODAY, Closure(from_on=date(2027, 2, 1), to_on=date(2027, 2, 1)), actor=actor, at=AT)


def set_target(store: Store, actor: str, days: int = 40) -> None:
    override = Override(target_days=days, reason="letter")
    set_interval(store, "SMALL", TODAY, "P01", override, actor=actor, at=AT)


def decision(store: Store, actor: str) -> None:
    pump = load_centre(store, "SMALL").pumps[0]
    physician = next(o.operator for o in load_centre(store, "SMALL").operators if o.role.value == "physician")
    entry = DecisionEntry(about=pump.patient, choice=Choice.REPLACE, signed_by=physician, document="L-1")
    decide(store, "SMALL", TODAY, entry, actor=actor, at=AT)


def test_while_nobody_has_a_role_everybody_may_do_everything(small: Store) -> None:
    assert role_of(small, "anybody") is None
    set_target(small, "anybody")
    close(small, "anybody")


def test_readers_and_those_whom_nobody_listed_change_nothing(staffed: Store) -> None:
    before = load_centre(staffed, "SMALL")
    for actor in ("clerk", "stranger"):
        assert role_of(staffed, actor) is Role.READER
        for act in (close, set_target, decision):
            with pytest.raises(NotAllowed, match=f"{actor} may read, but not change anything"):
                act(staffed, actor)
        with pytest.raises(NotAllowed):
            make_plan(staffed, "SMALL", TODAY, actor=actor, at=AT, solving=lambda _: pytest.fail("solved for nothing"))
        with pytest.raises(NotAllowed):
            publish(staffed, "SMALL", TODAY, actor=actor, at=AT)
        with pytest.raises(NotAllowed):
            undo(staffed, "SMALL", TODAY, actor=actor, at=AT)
    assert load_centre(staffed, "SMALL") == before


def test_nurses_plan_and_enter_and_do_not_sign(staffed: Store) -> None:
    close(staffed, "nurse1")
    planned(staffed)
    for act, what in ((set_target, "the interval of P01"), (decision, "the decision for pump")):
        with pytest.raises(NotAllowed, match=f"only a physician signs {what}.*; nurse1 is none"):
            act(staffed, "nurse1")
        with pytest.raises(NotAllowed, match="only a physician signs"):
            act(staffed, "admin")


def test_what_a_physician_signed_is_not_undone_or_overwritten_by_a_nurse(staffed: Store) -> None:
    set_target(staffed, "doctor")
    decision(staffed, "doctor")
    signed = load_centre(staffed, "SMALL")
    for _ in range(2):
        with pytest.raises(NotAllowed, match="only a physician signs"):
            undo(staffed, "SMALL", TODAY, actor="nurse1", at=AT)
    assert load_centre(staffed, "SMALL") == signed
    undo(staffed, "SMALL", TODAY, actor="doctor", at=AT)
    assert load_centre(staffed, "SMALL").decisions == ()


def test_a_folder_of_a_nurse_does_not_overwrite_what_a_physician_signed(staffed: Store, tmp_path: Path) -> None:
    set_target(staffed, "doctor")
    assert ACTOR == "nurse1"
    with pytest.raises(NotAllowed, match="only a physician signs the interval of P01"):
        imported(staffed, sample_copy(tmp_path))
    assert load_centre(staffed, "SMALL").patients[0].target_days == 40


def test_only_administrators_give_roles_and_one_is_always_left(staffed: Store) -> None:
    for actor in ("nurse1", "doctor"):
        with pytest.raises(NotAllowed, match="for an administrator"):
            set_role(staffed, "clerk", Role.NURSE, actor=actor, at=AT)
    for role in (None, Role.NURSE):
        with pytest.raises(InvalidValue, match="there must be an administrator"):
            set_role(staffed, "admin", role, actor="admin", at=AT)
    with pytest.raises(InvalidValue, match="nobody has no role"):
        set_role(staffed, "nobody", None, actor="admin", at=AT)
    set_role(staffed, "clerk", None, actor="admin", at=AT)
    assert dict(actors(staffed)) == {name: role for name, role in STAFF.items() if name != "clerk"}


def test_the_first_role_is_that_of_an_administrator(small: Store) -> None:
    with pytest.raises(InvalidValue, match="there must be an administrator"):
        set_role(small, "nurse1", Role.NURSE, actor="nurse1", at=AT)


def test_who_is_known_to_the_server_signs_with_no_other_name(staffed: Store, request: pytest.FixtureRequest) -> None:
    if "sqlite" in request.node.callspec.id:
        return  # a file has no users
    set_role(staffed, "postgres", Role.NURSE, actor="admin", at=AT)
    with pytest.raises(NotAllowed, match="you are postgres to the database server and cannot act as doctor"):
        set_target(staffed, "doctor")
    close(staffed, "postgres")


def test_roles_stand_in_the_audit(staffed: Store) -> None:
    with staffed.unit_of_work("admin", AT) as work:
        kept = [(entry.key, entry.new) for entry in work.audit.entries() if entry.table == "actors"]
        assert work.check_audit().faults == ()
    assert ("doctor", {"name": "doctor", "role": "physician"}) in kept
