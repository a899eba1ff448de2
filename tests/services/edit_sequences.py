"""Random days of a unit: fills, missed visits, closures, pins, proposals, answers, publications, undoing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from refillplan.csv_files import write_folder
from refillplan.domain.calls import CallState
from refillplan.domain.centre import Centre
from refillplan.domain.decisions import Choice
from refillplan.domain.messages import InvalidValue, message
from refillplan.domain.people import NotDoneReason
from refillplan.domain.plans import PlanState
from refillplan.domain.sessions import Closure
from refillplan.domain.visits import Pin, Visit
from refillplan.generator import CentreSpec, generate_centre
from refillplan.services.access import load_centre, looking
from refillplan.services.checking import check
from refillplan.services.deciding import DecisionEntry, decide
from refillplan.services.editing import edit, undo
from refillplan.services.entries import enter_closure
from refillplan.services.importing import import_folder
from refillplan.services.proposals import Proposal, Proposed, accept, propose, read_proposal, refuse
from refillplan.services.publishing import Published, publish
from refillplan.services.recording import FillEntry, record_done, record_not_done
from refillplan.services.theatre import accept_theatre
from refillplan.services.worklist import worklist
from refillplan.storage import Store

TODAY = date(2027, 1, 4)
WEEKS = 9
AT = datetime(2027, 1, 4, 9, tzinfo=UTC)
ACTOR = "nurse1"
CODE = "MADE"


class UnitMachine(RuleBasedStateMachine):
    """After every step: the checker finds nothing in the newest plan, and nothing told has changed without its call."""

    @initialize(seed=st.integers(0, 5))
    def begin(self, seed: int) -> None:
        self.folder = TemporaryDirectory()
        spec = CentreSpec(code=CODE, patients=5, seed=seed, today=TODAY, load=0.6, weeks=WEEKS, frozen_days=3)
        write_folder(generate_centre(spec), Path(self.folder.name) / "made")
        self.store = Store.open(f"sqlite:///{self.folder.name}/unit.db")
        import_folder(self.store, Path(self.folder.name) / "made", TODAY, actor=ACTOR, at=AT)
        propose(self.store, CODE, TODAY, actor=ACTOR, at=AT)
        assert isinstance(publish(self.store, CODE, TODAY, called=True, actor=ACTOR, at=AT), Published)
        self.before: list[Centre] = []  # what each edit that holds began from
        self.told = self.told_now()
        self.settled: set[Visit] = set()  # told visits that somebody has recorded as done or not done

    def entered(self) -> Centre:
        return load_centre(self.store, CODE)

    def told_now(self) -> set[Visit]:
        return {visit for visit in self.entered().visits if visit.told}

    def try_edit(self, act: Callable[[], object]) -> None:
        """Do what may be refused; remember what it began from where it changed something."""
        before = self.entered()
        try:
            act()
        except InvalidValue:
            assert self.entered() == before
            return
        if self.entered() != before:
            self.before.append(before)

    def visit(self, number: int) -> Visit | None:
        visits = self.entered().visits
        return visits[number % len(visits)] if visits else None

    @rule(number=st.integers(0, 40), days=st.integers(0, 3))
    def done(self, number: int, days: int) -> None:
        visit = self.visit(number)
        if visit is not None:
            on = TODAY - timedelta(days=days)
            self.try_edit(
                lambda: record_done(self.store, CODE, TODAY, FillEntry(patient=visit.patient, on=on), actor=ACTOR, at=AT)
            )
            self.settle()

    @rule(number=st.integers(0, 40))
    def not_done(self, number: int) -> None:
        visit = self.visit(number)
        if visit is not None:
            today = visit.session.on
            reason = NotDoneReason.ILL
            self.try_edit(lambda: record_not_done(self.store, CODE, today, visit.patient, reason, actor=ACTOR, at=AT))
            self.settle()

    @rule(days=st.integers(5, 60))
    def close(self, days: int) -> None:
        on = TODAY + timedelta(days=days)
        closure = Closure(from_on=on, to_on=on, half_day=None, reason="works")
        self.try_edit(lambda: enter_closure(self.store, CODE, TODAY, closure, actor=ACTOR, at=AT))

    @rule(number=st.integers(0, 40), pins=st.sets(st.sampled_from([Pin.DATE, Pin.HALF_DAY, Pin.HOUR]), min_size=1))
    def pin(self, number: int, pins: set[Pin]) -> None:
        visit = self.visit(number)

        def pinned(centre: Centre) -> Centre:
            visits = tuple(replace(v, pins=v.pins | pins) if v == visit else v for v in centre.visits)
            return replace(centre, visits=visits)

        if visit is not None:
            self.try_edit(lambda: edit(self.store, CODE, TODAY, pinned, what=message("pinned"), actor=ACTOR, at=AT))
            self.told = self.told_now()

    @rule(number=st.integers(0, 40))
    def replace_pump(self, number: int) -> None:
        """Decide a replacement, of a pump for which nothing is decided yet, and put it on a theatre day."""
        entered = self.entered()
        decided = {decision.serial for decision in entered.decisions}
        pumps = [pump for pump in entered.pumps if pump.in_place_on(TODAY) and pump.serial not in decided]
        if pumps:
            entry = DecisionEntry(
                about=pumps[number % len(pumps)].serial, choice=Choice.REPLACE, signed_by="OP1", document=f"D-{number}"
            )
            self.try_edit(lambda: decide(self.store, CODE, TODAY, entry, actor=ACTOR, at=AT))
            self.try_edit(lambda: accept_theatre(self.store, CODE, TODAY, actor=ACTOR, at=AT))
            self.told = self.told_now()

    @rule()
    def plan_again(self) -> None:
        self.seen(propose(self.store, CODE, TODAY, actor=ACTOR, at=AT))

    @precondition(lambda self: self.has_calls())
    @rule(number=st.integers(0, 10))
    def accept(self, number: int) -> None:
        calls = read_proposal(self.store, CODE).calls
        accept(self.store, CODE, calls[number % len(calls)].change.old.patient, actor=ACTOR, at=AT)

    @precondition(lambda self: self.has_calls())
    @rule(number=st.integers(0, 10), keep_old=st.booleans())
    def refuse(self, number: int, *, keep_old: bool) -> None:
        calls = read_proposal(self.store, CODE).calls
        patient = calls[number % len(calls)].change.old.patient
        self.try_edit(lambda: self.seen(refuse(self.store, CODE, TODAY, patient, keep_old=keep_old, actor=ACTOR, at=AT)))
        if keep_old:
            self.told = self.told_now()

    @rule()
    def publish(self) -> None:
        with looking(self.store) as work:
            newest = work.plans.latest(CODE)
        assert newest is not None
        draft = newest.state is PlanState.DRAFT
        calls = read_proposal(self.store, CODE).calls if draft else ()
        try:
            done = publish(self.store, CODE, TODAY, actor=ACTOR, at=AT)
        except InvalidValue:
            return
        assert isinstance(done, Published)
        if done.new:
            assert all(call.state is CallState.ACCEPTED for call in calls)
            self.before.clear()
            self.told = self.told_now()

    @precondition(lambda self: bool(self.before))
    @rule()
    def undo(self) -> None:
        undo(self.store, CODE, TODAY, actor=ACTOR, at=AT)
        assert self.entered() == self.before.pop()
        self.told = self.told_now()

    def has_calls(self) -> bool:
        with looking(self.store) as work:
            newest = work.plans.latest(CODE)
        return newest is not None and newest.state is PlanState.DRAFT and bool(read_proposal(self.store, CODE).calls)

    def seen(self, proposed: Proposed) -> None:
        if isinstance(proposed, Proposal):
            verdict = check(self.store, CODE, proposed.version).verdict
            assert verdict.sound, [str(violation.sentence) for violation in verdict.violations]

    def settle(self) -> None:
        """Told visits leave the bookings by being recorded, never otherwise."""
        gone = self.told - self.told_now()
        assert len(gone) <= 1
        self.told = self.told_now()

    @invariant()
    def nothing_told_changes_by_itself(self) -> None:
        if hasattr(self, "store"):
            assert self.told_now() == self.told

    @invariant()
    def nobody_is_dropped_silently(self) -> None:
        if hasattr(self, "store"):
            seen = worklist(self.store, CODE, TODAY)
            listed = {item.patient for item in (*seen.overdue, *seen.without_visit)}
            filling = {(v.patient, v.session.on) for v in self.entered().visits}
            assert listed | {patient for patient, _ in filling} | {p.patient for p in seen.not_planned} == {
                patient.patient for patient in self.entered().patients
            }

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()
