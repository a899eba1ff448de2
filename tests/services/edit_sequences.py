"""Random days of a unit: fills, missed visits, closures, pins, moves, bookings, proposals, answers, publications, undoing."""

from datetime import timedelta

from edited_unit import ACTOR, AT, CODE, TODAY, EditedUnit
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from refillplan.domain.calls import CallState
from refillplan.domain.centre import Centre
from refillplan.domain.decisions import Choice
from refillplan.domain.devices import Pump
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import InvalidValue
from refillplan.domain.people import NotDoneReason, Unavailability
from refillplan.domain.plans import PlanState
from refillplan.domain.sessions import Closure
from refillplan.domain.visits import Pin, Visit
from refillplan.services.advising.moving import NotThere, move
from refillplan.services.calls.pinning import pin, unpin
from refillplan.services.calls.proposals import Proposal, accept, propose, read_proposal, refuse
from refillplan.services.calls.publishing import Published, publish
from refillplan.services.core.access import looking
from refillplan.services.core.editing import undo
from refillplan.services.entering.booking import book, unbook
from refillplan.services.entering.closures import enter_closure
from refillplan.services.entering.fitting import Wish
from refillplan.services.entering.patients import enter_unavailability
from refillplan.services.entering.pumps import EndCause, PumpEntry, add_pump, end_pump
from refillplan.services.entering.recording import FillEntry, record_done, record_not_done
from refillplan.services.forecasts.deciding import DecisionEntry, decide
from refillplan.services.forecasts.theatre import accept_theatre

_PINS = st.sets(st.sampled_from(Pin), min_size=1).map(frozenset)


class UnitMachine(EditedUnit):
    """What a unit does in a day; the checker finds nothing in the newest plan."""

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

    @rule(number=st.integers(0, 40), visit=st.integers(1, 2), pins=_PINS)
    def pin(self, number: int, visit: int, pins: frozenset[Pin]) -> None:
        code = self.patient(number)
        self.try_edit(lambda: pin(self.store, CODE, TODAY, code, pins, visit, actor=ACTOR, at=AT))
        self.told = self.told_but_for_pins()

    @rule(number=st.integers(0, 40), visit=st.integers(1, 2), pins=_PINS)
    def unpin(self, number: int, visit: int, pins: frozenset[Pin]) -> None:
        pinned = [v.patient for v in self.entered().visits if v.pins]
        code = pinned[number % len(pinned)] if pinned else self.patient(number)
        self.try_edit(lambda: unpin(self.store, CODE, TODAY, code, pins, visit, actor=ACTOR, at=AT))
        self.told = self.told_but_for_pins()

    @rule(number=st.integers(0, 40), days=st.integers(1, 60), length=st.integers(0, 3), hard=st.booleans())
    def away(self, number: int, days: int, length: int, *, hard: bool) -> None:
        first = TODAY + timedelta(days=days)
        away = Unavailability(patient=self.patient(number), from_on=first, to_on=first + timedelta(days=length), hard=hard)
        self.try_edit(lambda: enter_unavailability(self.store, CODE, TODAY, away, actor=ACTOR, at=AT))

    @rule(number=st.integers(0, 40), where=st.integers(0, 40))
    def book(self, number: int, where: int) -> None:
        wish = Wish(patient=self.patient(number), kind="rinse", session=self.half_day(TODAY, where))
        self.try_edit(lambda: book(self.store, CODE, TODAY, wish, actor=ACTOR, at=AT))
        come = self.told_now() - self.told
        assert all(visit.session == wish.session and visit.patient == wish.patient for visit in come)
        self.told |= come

    @rule(number=st.integers(0, 5))
    def unbook(self, number: int) -> None:
        rinses = [visit for visit in self.entered().visits if visit.kind == "rinse"]
        if rinses:
            gone = rinses[number % len(rinses)]
            self.try_edit(lambda: unbook(self.store, CODE, TODAY, gone.patient, gone.session.on, actor=ACTOR, at=AT))
            self.told.discard(gone)

    @rule(number=st.integers(0, 40), visit=st.integers(1, 2), where=st.integers(0, 6))
    def move(self, number: int, visit: int, where: int) -> None:
        """Ask for a half-day near a visit: either it lies there in the proposal, agreed to, or nothing was stored."""
        mine = [v for v in self.entered().visits if v.patient == self.patient(number) and v.kind != "rinse"]
        coming = sorted((v for v in mine if v.session.on > TODAY), key=lambda v: v.starts_at)
        if len(coming) < visit:
            return
        old = coming[visit - 1]
        there = self.half_day(old.session.on - timedelta(days=8), where)
        before = self.entered()
        self.try_edit(lambda: self.moved(old, there, visit, before))

    def moved(self, old: Visit, there: SessionKey, visit: int, before: Centre) -> None:
        done = move(self.store, CODE, TODAY, old.patient, there, visit, actor=ACTOR, at=AT)
        if isinstance(done, NotThere):
            assert done.blocked
            assert self.entered() == before
            return
        self.seen(done)
        assert isinstance(done, Proposal), done
        assert (old.patient, there) in {(v.patient, v.session) for v in done.plan.visits}
        lines = {(c.change.patient, c.change.new.session): c.state for c in done.calls if c.change.new is not None}
        assert lines[old.patient, there] is CallState.ACCEPTED

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

    @rule(number=st.integers(0, 40), implanted=st.booleans())
    def change_pump(self, number: int, *, implanted: bool) -> None:
        """End the pump of a patient, or implant one in its place, or where none is in place."""
        entered, code = self.entered(), self.patient(number)
        if not implanted:
            self.try_edit(lambda: end_pump(self.store, CODE, TODAY, code, TODAY, EndCause.BATTERY, actor=ACTOR, at=AT))
            return
        in_place = any(pump.patient == code and pump.in_place_on(TODAY) for pump in entered.pumps)
        serial = f"NEW-{len(entered.pumps)}"
        pump = Pump(serial=serial, patient=code, model=entered.pump_models[0].model, implanted_on=TODAY)
        entry = PumpEntry(pump=pump, old_ended=EndCause.DECISION if in_place else None)
        self.try_edit(lambda: add_pump(self.store, CODE, TODAY, entry, actor=ACTOR, at=AT))
        told = self.told_now()  # a told fill of another operation becomes a refill, at its hour
        assert {(v.patient, v.starts_at, v.ends_at) for v in told} == {(v.patient, v.starts_at, v.ends_at) for v in self.told}
        self.told = told

    @rule()
    def plan_again(self) -> None:
        self.seen(propose(self.store, CODE, TODAY, actor=ACTOR, at=AT))

    @precondition(lambda self: self.has_calls())
    @rule(number=st.integers(0, 10))
    def accept(self, number: int) -> None:
        calls = read_proposal(self.store, CODE).calls
        patient = calls[number % len(calls)].change.patient
        self.try_edit(lambda: accept(self.store, CODE, patient, actor=ACTOR, at=AT))  # refused where made from older entries

    @precondition(lambda self: self.has_calls())
    @rule(number=st.integers(0, 10), keep_old=st.booleans())
    def refuse(self, number: int, *, keep_old: bool) -> None:
        calls = read_proposal(self.store, CODE).calls
        patient = calls[number % len(calls)].change.patient
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
            assert done.newly_told == 0
            lines = {call.change.new for call in calls}
            kept = {(v.patient, v.starts_at) for v in (*lines, *self.told) if v is not None}
            assert {(v.patient, v.starts_at) for v in self.told_now()} <= kept
            assert all(call.state is CallState.ACCEPTED for call in calls)
            self.before.clear()
            self.told = self.told_now()

    @precondition(lambda self: bool(self.before))
    @rule()
    def undo(self) -> None:
        undo(self.store, CODE, TODAY, actor=ACTOR, at=AT)
        assert self.entered() == self.before.pop()
        self.told = self.told_now()
