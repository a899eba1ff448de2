"""A unit on a database of its own: what it has entered, what patients were told, and what must hold after every step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from refillplan.csv_files import write_folder
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import InvalidValue
from refillplan.domain.plans import PlanState
from refillplan.domain.visits import Visit
from refillplan.generator import CentreSpec, generate_centre
from refillplan.services.calls.proposals import Proposal, Proposed, propose, read_proposal
from refillplan.services.calls.publishing import Published, publish
from refillplan.services.core.access import load_centre, looking
from refillplan.services.core.editing import EditState, history
from refillplan.services.core.labels import decided_pumps
from refillplan.services.entering.importing import import_folder
from refillplan.services.looking.worklist import worklist
from refillplan.services.plans.checking import check
from refillplan.services.plans.planning import PlanRefused
from refillplan.services.upkeep.auditing import verify_audit
from refillplan.storage import Store

TODAY = date(2027, 1, 4)
WEEKS = 9
AT = datetime(2027, 1, 4, 9, tzinfo=UTC)
ACTOR = "nurse1"
CODE = "MADE"


def _with_short_rinses(centre: Centre) -> Centre:
    """Return a made centre whose half-days are long enough for its rinses."""
    kinds = (
        replace(kind, place_minutes=90, operator_minutes=30) if kind.kind == "rinse" else kind for kind in centre.visit_kinds
    )
    return replace(centre, visit_kinds=tuple(kinds))


class EditedUnit(RuleBasedStateMachine):
    """After every step: nothing told has changed without its call, nobody is dropped, audit and calendars follow."""

    @initialize(seed=st.integers(0, 5))
    def begin(self, seed: int) -> None:
        self.folder = TemporaryDirectory()
        spec = CentreSpec(code=CODE, patients=5, seed=seed, today=TODAY, load=0.6, weeks=WEEKS, frozen_days=3)
        write_folder(_with_short_rinses(generate_centre(spec)), Path(self.folder.name) / "made")
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
        """Do what may be refused; remember what each line that it adds to the history began from."""
        before, lines = self.entered(), self.lines()
        try:
            act()
        except InvalidValue:
            assert (self.entered(), self.lines()) == (before, lines)
            return
        added = self.lines() - lines
        assert added or self.entered() == before
        if added:
            self.before += [before, *[self.entered()] * (added - 1)]  # the second line of a move keeps an answer alone

    def lines(self) -> int:
        """Return how many lines of the history hold."""
        return sum(line.state is EditState.DONE for line in history(self.store, CODE))

    def visit(self, number: int) -> Visit | None:
        visits = self.entered().visits
        return visits[number % len(visits)] if visits else None

    def has_calls(self) -> bool:
        with looking(self.store) as work:
            newest = work.plans.latest(CODE)
        return newest is not None and newest.state is PlanState.DRAFT and bool(read_proposal(self.store, CODE).calls)

    def patient(self, number: int) -> str:
        patients = self.entered().patients
        return patients[number % len(patients)].patient

    def half_day(self, after: date, number: int) -> SessionKey:
        """Return one of the half-days that the centre opens in the eight weeks after a day, holidays and closures included."""
        centre = self.entered()
        usual = [(template.weekday, template.half_day) for template in centre.sessions]
        days = [after + timedelta(days=day) for day in range(1, 57)]
        keys = [SessionKey(day, half) for day in days for weekday, half in usual if day.isoweekday() == weekday]
        return keys[number % len(keys)]

    def told_but_for_pins(self) -> set[Visit]:
        """Return what is told now, once nothing but pins is found to have changed."""
        now = self.told_now()
        assert {replace(v, pins=frozenset()) for v in now} == {replace(v, pins=frozenset()) for v in self.told}
        return now

    def seen(self, proposed: Proposed) -> None:
        assert not isinstance(proposed, PlanRefused), proposed.violations
        if isinstance(proposed, Proposal):
            verdict = check(self.store, CODE, proposed.version).verdict
            assert verdict.sound, [str(violation.sentence) for violation in verdict.violations]

    def settle(self) -> None:
        """Told visits leave the bookings by being recorded, never otherwise."""
        gone = self.told - self.told_now()
        assert len(gone) <= 1
        self.told = self.told_now()

    @invariant()
    def the_audit_accounts_for_every_row(self) -> None:
        if hasattr(self, "store"):
            assert verify_audit(self.store).faults == ()

    @invariant()
    def nothing_told_changes_by_itself(self) -> None:
        if hasattr(self, "store"):
            assert self.told_now() == self.told

    @invariant()
    def nobody_is_dropped_silently(self) -> None:
        if hasattr(self, "store"):
            seen = worklist(self.store, CODE, TODAY)
            listed = {item.patient for item in (*seen.overdue, *seen.without_visit)}
            filling = {v.patient for v in self.entered().visits if v.kind != "rinse"}
            assert listed | filling | {p.patient for p in seen.not_planned} == {
                patient.patient for patient in self.entered().patients
            }

    @invariant()
    def calendars_follow_what_is_decided(self) -> None:
        if hasattr(self, "store"):
            decided = {r.serial: r.theatre_on for r in decided_pumps(self.entered(), TODAY)}
            with looking(self.store) as work:
                windows = work.replacement_windows.list(CODE)
            assert {w.serial: w.from_on if w.placed else None for w in windows if not w.cancelled} == decided

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()
