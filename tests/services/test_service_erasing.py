"""Erasing a patient: nothing under the code is left, the counts are, and the audit's chain holds."""

import re
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from made_in_force import CODE, TODAY, Make
from service_samples import ACTOR, AT

from refillplan.domain.centre import Centre
from refillplan.domain.messages import InvalidValue, message
from refillplan.domain.people import NotDoneReason
from refillplan.domain.replacement_windows import ReplacementWindow
from refillplan.services.calls.proposals import Proposal, propose
from refillplan.services.calls.publishing import publish
from refillplan.services.core.access import load_centre, looking
from refillplan.services.core.editing import edit, history, undo
from refillplan.services.core.lookup import patient_of
from refillplan.services.core.permissions import NotAllowed, Role, set_role
from refillplan.services.entering.importing import import_folder
from refillplan.services.entering.intervals import Override, set_interval
from refillplan.services.entering.patients import end_patient
from refillplan.services.entering.recording import FillEntry, record_done, record_not_done
from refillplan.services.plans.planning import make_plan
from refillplan.services.sharing.exporting import export_ics
from refillplan.services.upkeep.auditing import export_audit, verify_audit
from refillplan.services.upkeep.erasing import erase_patient, retention
from refillplan.storage import Store

pytest_plugins = ["service_stores", "made_fixtures"]

LATER = TODAY + timedelta(days=60)


@pytest.fixture
def left(store: Store, in_force: Make) -> str:
    """Return a patient who was planned, filled, missed, proposed to, and has left."""
    centre = in_force(4)
    visit = min((v for v in centre.visits if v.told and v.session.on > TODAY), key=lambda v: v.starts_at)
    patient = visit.patient
    set_interval(store, CODE, TODAY, patient, Override(target_days=40, reason=f"{patient}: letter"), actor=ACTOR, at=AT)
    assert isinstance(propose(store, CODE, TODAY, actor=ACTOR, at=AT), Proposal)
    day = visit.session.on
    record_not_done(store, CODE, day, patient, NotDoneReason.ILL, actor=ACTOR, at=AT)
    record_done(store, CODE, day, FillEntry(patient=patient, lot="LOT-77", readings="12,5"), actor=ACTOR, at=AT)
    end_patient(store, CODE, day + timedelta(days=1), patient, day + timedelta(days=2), actor=ACTOR, at=AT)
    return patient


def erase(store: Store, patient: str, actor: str = ACTOR) -> None:
    erase_patient(store, CODE, LATER, patient, actor=actor, at=AT)


def test_no_byte_of_the_database_holds_the_code_the_pump_or_the_readings_any_more(
    store: Store, left: str, tmp_path: Path
) -> None:
    file = tmp_path / "refillplan.db"
    serials = [pump.serial for pump in load_centre(store, CODE).pumps if pump.patient == left]
    traces = [word.encode() for word in (left, *serials, "LOT-77", "12,5")]
    assert all(trace in file.read_bytes() or trace in file.with_name("refillplan.db-wal").read_bytes() for trace in traces)
    erase(store, left)
    store.close()
    kept = b"".join(part.read_bytes() for part in tmp_path.glob("refillplan.db*"))
    assert [trace for trace in traces if trace in kept] == []


def test_the_chain_holds_and_the_tables_are_as_the_audit_says(store: Store, left: str, tmp_path: Path) -> None:
    export_audit(store, tmp_path / "before.jsonl")
    erase(store, left)
    assert verify_audit(store).faults == ()
    assert verify_audit(store, tmp_path / "before.jsonl").faults == ()
    with looking(store) as work:
        emptied = [entry for entry in work.audit.entries(CODE) if entry.erased_by is not None]
    assert len(emptied) > 10
    assert {(entry.key, entry.old, entry.new, entry.why) for entry in emptied} == {("", None, None, "")}


def test_what_was_counted_stays_and_grows_with_the_next(store: Store, left: str) -> None:
    entered = load_centre(store, CODE)
    fills = [fill for fill in entered.fills if fill.patient == left]
    erase(store, left)
    with looking(store) as work:
        counts = work.erasures.counts(CODE)
    assert sum(count for (_, what, _), count in counts.items() if what == "fills") == len(fills)
    assert counts[2027, "not_done", "ill"] == 1
    assert counts[2027, "left", ""] == 1
    other = next(p.patient for p in load_centre(store, CODE).patients if p.active_to is None)
    ended = replace(patient_of(load_centre(store, CODE), other), active_to=date(2027, 1, 3))

    def end(centre: Centre) -> Centre:
        others = tuple(p for p in centre.patients if p.patient != other)
        return replace(centre, patients=(*others, ended), visits=tuple(v for v in centre.visits if v.patient != other))

    edit(store, CODE, TODAY, end, what=message("left"), actor=ACTOR, at=AT)
    erase(store, other)
    with looking(store) as work:
        assert work.erasures.counts(CODE)[2027, "left", ""] == 2
    assert verify_audit(store).faults == ()


def test_everybody_else_stays_as_they_were_and_planning_goes_on(store: Store, left: str) -> None:
    before = load_centre(store, CODE)
    erase(store, left)
    after = load_centre(store, CODE)
    assert {p.patient for p in before.patients} - {p.patient for p in after.patients} == {left}
    for name in ("fills", "pumps", "visits", "unavailabilities", "not_done"):
        others = [row for row in getattr(before, name) if row.patient != left]
        assert list(getattr(after, name)) == others
    make_plan(store, CODE, TODAY, actor=ACTOR, at=AT)
    publish(store, CODE, TODAY, called=True, actor=ACTOR, at=AT)
    assert verify_audit(store).faults == ()


def test_edits_about_the_patient_name_nobody_and_cannot_be_undone(store: Store, left: str) -> None:
    erase(store, left)
    assert not any(left in str(line.what) for line in history(store, CODE))
    with pytest.raises(InvalidValue, match=r"cannot be undone: \(erased\)"):
        undo(store, CODE, LATER, actor=ACTOR, at=AT)


def test_a_code_that_is_a_number_takes_no_weekday_place_or_other_patient_with_it(
    store: Store, in_force: Make, tmp_path: Path
) -> None:
    in_force(4)
    folder = tmp_path / "numbers"
    shutil.copytree(tmp_path / "made-4", folder)
    for file in folder.glob("*.csv"):
        file.write_text(re.sub(r"\bP0*(?=\d)", "", file.read_text()))
    (folder / "centre.toml").write_text((folder / "centre.toml").read_text().replace(CODE, "NUMBERS"))
    import_folder(store, folder, TODAY, actor=ACTOR, at=AT)
    end_patient(store, "NUMBERS", TODAY, "1", TODAY, actor=ACTOR, at=AT)
    erase_patient(store, "NUMBERS", LATER, "1", actor=ACTOR, at=AT)
    with looking(store) as work:
        emptied = {entry.table for entry in work.audit.entries("NUMBERS") if entry.erased_by is not None}
        others = {patient.patient for patient in work.centres.load("NUMBERS").patients}
        told = [entry for entry in work.audit.entries("NUMBERS") if entry.table == "patients" and entry.erased_by is None]
    assert emptied <= {"patients", "pumps", "fills", "unavailabilities", "edits", "centres"}
    assert len(told) == len(others)
    assert {entry.key for entry in told} == others
    assert verify_audit(store).faults == ()


def test_calendars_written_anew_after_it_show_the_patient_no_more(store: Store, left: str, tmp_path: Path) -> None:
    window = ReplacementWindow(
        uid="uid-1",
        sequence=0,
        revised_at=AT,
        patient=left,
        serial="S-1",
        from_on=TODAY,
        to_on=LATER,
        safe_by_on=LATER,
        placed=False,
    )
    with store.unit_of_work(ACTOR, AT) as work:
        work.replacement_windows.replace(CODE, (window,))
        work.commit()
    folder = tmp_path / "calendars"
    export_ics(store, CODE, folder, TODAY)
    assert left in (folder / "replacements.ics").read_text()
    erase(store, left)
    export_ics(store, CODE, folder, TODAY)
    assert [file.name for file in folder.iterdir() if re.search(rf"\b{left}\b", file.read_text())] == []


def test_who_is_looked_after_is_not_erased(store: Store, in_force: Make) -> None:
    patient = in_force(4).patients[0].patient
    with pytest.raises(InvalidValue, match="still looks after"):
        erase(store, patient)


def test_only_an_administrator_erases(store: Store, left: str) -> None:
    for name, role in (("admin", Role.ADMINISTRATOR), (ACTOR, Role.NURSE)):
        set_role(store, name, role, actor="admin", at=AT)
    with pytest.raises(NotAllowed, match="for an administrator"):
        erase(store, left)
    erase(store, left, actor="admin")


def test_retention_counts_from_the_last_thing_done(store: Store, left: str) -> None:
    (one,) = [kept for kept in retention(store, CODE, LATER) if kept.patient == left]
    assert one.keep_until.year == one.last_on.year + 20
    assert one.last_on >= TODAY
    with pytest.raises(InvalidValue, match="years is 0"):
        retention(store, CODE, LATER, 0)
    with pytest.raises(InvalidValue, match="from 1 to 1000"):
        retention(store, CODE, LATER, 99999999)


def test_who_leaves_only_later_is_neither_listed_nor_erased_nor_told_to_leave(store: Store, left: str) -> None:
    (last_day,) = [p.active_to for p in load_centre(store, CODE).patients if p.patient == left]
    assert last_day is not None
    assert retention(store, CODE, last_day) == ()
    with pytest.raises(InvalidValue, match=f"looks after {left} until {last_day}"):
        erase_patient(store, CODE, last_day, left, actor=ACTOR, at=AT)
