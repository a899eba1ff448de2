"""Whatever a unit does: each row that differs in the file afterwards, read past the program, has its entry in the audit."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from made_in_force import CODE, TODAY, Make, proposal
from service_samples import ACTOR, AT

from refillplan.domain.centre import Centre
from refillplan.domain.decisions import Choice
from refillplan.domain.devices import Supply, TheatreDay
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import message
from refillplan.domain.people import NotDoneReason, Operator, Unavailability
from refillplan.domain.people import Role as OperatorRole
from refillplan.domain.sessions import Closure, Leave, Opening
from refillplan.services.calls.proposals import accept, propose, refuse
from refillplan.services.calls.publishing import publish
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import edit, redo, undo
from refillplan.services.core.permissions import Role, set_role
from refillplan.services.entering.closures import enter_closure, enter_leave
from refillplan.services.entering.patients import end_patient, enter_unavailability
from refillplan.services.entering.recording import FillEntry, record_done, record_not_done
from refillplan.services.forecasts.deciding import DecisionEntry, decide
from refillplan.services.plans.planning import make_plan
from refillplan.services.sharing.feeds import add_feed, revoke_feed, rotate_feed
from refillplan.services.upkeep.auditing import verify_audit
from refillplan.services.upkeep.erasing import erase_patient
from refillplan.storage import Store
from refillplan.storage.rows.base import Base

pytest_plugins = ["service_stores", "made_fixtures"]

BODIES = ("plan_visits", "plan_exceptions", "plan_not_planned")
Rows = dict[str, dict[tuple[object, ...], tuple[object, ...]]]


class Witness:
    """Reads the file past the program, and holds what changed against what the audit says changed."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._rows = self._read()
        self._last = self._number()
        self.touched: set[str] = set()

    def check(self) -> None:
        """Hold what changed since the last time against the entries made since."""
        before, self._rows = self._rows, self._read()
        with closing(sqlite3.connect(self._file)) as connection:
            told = connection.execute("SELECT id, table_name, row_key FROM audit WHERE id > ?", (self._last,)).fetchall()
        self._last = self._number()
        for table, rows in self._rows.items():
            changed = {key for key in rows.keys() | before[table].keys() if rows.get(key) != before[table].get(key)}
            if not changed:
                continue
            self.touched.add(table)
            named = {key or number for number, name, key in told if name == table}  # an erasure empties keys
            due = {key[:2] for key in changed} if table in BODIES else changed  # one line for each plan
            assert len(named) >= len(due), (table, changed, named)

    def _read(self) -> Rows:
        with closing(sqlite3.connect(self._file)) as connection:
            return {table: self._table(connection, table) for table in Base.metadata.tables if table != "audit"}

    def _table(self, connection: sqlite3.Connection, table: str) -> dict[tuple[object, ...], tuple[object, ...]]:
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        keys = [column[0] for column in sorted((c for c in columns if c[5]), key=lambda column: column[5])]
        return {tuple(row[key] for key in keys): row for row in connection.execute(f"SELECT * FROM {table}")}

    def _number(self) -> int:
        with closing(sqlite3.connect(self._file)) as connection:
            return int(connection.execute("SELECT max(id) FROM audit").fetchone()[0])


@pytest.fixture
def witness(store: Store, in_force: Make, tmp_path: Path) -> Witness:
    in_force(4)
    return Witness(tmp_path / "refillplan.db")


def test_every_row_that_changed_in_the_file_has_its_entry(store: Store, witness: Witness) -> None:
    centre = load_centre(store, CODE)
    told = sorted((v for v in centre.visits if v.told and v.session.on > TODAY), key=lambda v: v.starts_at)
    first, on = told[0], told[4].session.on
    physician = next(o.operator for o in centre.operators if o.role.value == "physician")
    free = next(p.patient for p in centre.patients if p.patient != first.patient)

    enter_closure(store, CODE, TODAY, Closure(from_on=on, to_on=on, reason="works"), actor=ACTOR, at=AT)
    witness.check()
    sheet = proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT))
    witness.check()
    callers = [call.change.patient for call in sheet.calls]
    assert callers
    accept(store, CODE, callers[0], actor=ACTOR, at=AT)
    witness.check()
    undo(store, CODE, TODAY, actor=ACTOR, at=AT)
    witness.check()
    redo(store, CODE, TODAY, actor=ACTOR, at=AT)
    witness.check()
    refuse(store, CODE, TODAY, callers[0], actor=ACTOR, at=AT)
    witness.check()
    publish(store, CODE, TODAY, called=True, actor=ACTOR, at=AT)
    witness.check()
    enter_leave(store, CODE, TODAY, Leave(operator=physician, from_on=on, to_on=on), actor=ACTOR, at=AT)
    away = Unavailability(patient=free, from_on=on, to_on=on, hard=False)
    enter_unavailability(store, CODE, TODAY, away, actor=ACTOR, at=AT)
    witness.check()
    decide(store, CODE, TODAY, _decision(free, physician), actor=ACTOR, at=AT)
    witness.check()
    for add in (True, False):
        with store.unit_of_work(ACTOR, AT) as work:
            work.scenarios.put(CODE, "a", "text" if add else None)
            work.published_events.replace(
                CODE, "url", {"1.ics": ("e1", "d1"), "2.ics": ("e2", "d2")} if add else {"1.ics": ("e3", "d1")}
            )
            work.commit()
        witness.check()
    feed = add_feed(store, CODE, "PHONE1", None, "en", "http://127.0.0.1", actor=ACTOR, at=AT).feed
    witness.check()
    rotate_feed(store, CODE, feed.number, "http://127.0.0.1", actor=ACTOR, at=AT)
    witness.check()
    revoke_feed(store, CODE, feed.number, actor=ACTOR, at=AT)
    witness.check()
    record_not_done(store, CODE, first.session.on, first.patient, NotDoneReason.ILL, actor=ACTOR, at=AT)
    witness.check()
    record_done(store, CODE, first.session.on, FillEntry(patient=first.patient), actor=ACTOR, at=AT)
    witness.check()
    make_plan(store, CODE, TODAY, actor=ACTOR, at=AT)
    witness.check()
    set_role(store, ACTOR, Role.ADMINISTRATOR, actor=ACTOR, at=AT)
    set_role(store, "other", Role.NURSE, actor=ACTOR, at=AT)
    set_role(store, "other", None, actor=ACTOR, at=AT)
    set_role(store, "doctor", Role.PHYSICIAN, actor=ACTOR, at=AT)
    witness.check()
    end_patient(store, CODE, TODAY, free, TODAY + timedelta(days=1), actor=ACTOR, at=AT)
    witness.check()
    assert proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT)).calls  # what was told is called off first
    publish(store, CODE, TODAY, called=True, actor=ACTOR, at=AT)
    witness.check()
    erase_patient(store, CODE, TODAY + timedelta(days=9), free, actor=ACTOR, at=AT)
    witness.check()
    edit(
        store,
        CODE,
        TODAY,
        _everything_else,
        what=message("everything else"),
        actor="doctor",
        at=datetime(2027, 1, 4, 10, tzinfo=UTC),
    )
    witness.check()
    assert Base.metadata.tables.keys() - witness.touched - {"audit"} <= {"plan_exceptions", "plan_not_planned"}
    assert verify_audit(store).faults == ()


def _decision(patient: str, physician: str) -> DecisionEntry:
    return DecisionEntry(about=patient, choice=Choice.REPLACE, signed_by=physician, document="L-1")


def _everything_else(centre: Centre) -> Centre:
    """Change something in every table that no other step has written to."""
    kind, model, pump, session = centre.visit_kinds[-1], centre.pump_models[0], centre.pumps[0], centre.sessions[0]
    opening = Opening(on=date(2027, 8, 7), half_day=HalfDay.AM, opens=time(9), closes=time(12), places=1, operators=())
    return replace(
        centre,
        name="another name",
        visit_kinds=(*centre.visit_kinds[:-1], replace(kind, operator_minutes=kind.operator_minutes + 1)),
        pump_models=(replace(model, maker="another"), *centre.pump_models[1:]),
        pumps=(replace(pump, low_battery_on=date(2027, 1, 2)), *centre.pumps[1:]),
        operators=(*centre.operators, Operator(operator="NEW1", role=OperatorRole.NURSE, kinds=frozenset())),
        sessions=(replace(session, comfortable_visits=9), *centre.sessions[1:]),
        openings=(*centre.openings, opening),
        supply=(*centre.supply, Supply(available_on=date(2027, 9, 1), model=model.model, units=1, source="x")),
        theatre=(*centre.theatre, TheatreDay(on=date(2027, 9, 2), places=1)),
    )
