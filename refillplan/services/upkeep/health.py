"""Whether all is well: the database and its audit, and for each centre the promise and the rules; no more than looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.plans import PlanException, PlanState
from refillplan.planner.check import Violation
from refillplan.services.core.access import NO_CENTRE, looking
from refillplan.services.looking.worklist import Worklist, worklist
from refillplan.services.plans.checking import plan_in_use, verdict_on
from refillplan.storage import SchemaState, Store, UnreadableRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at, in a sentence, and whether it is as it should be."""

    well: bool
    sentence: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreHealth:
    """A centre in the night.

    Parameters
    ----------
    worklist
        Who needs a look.
    exceptions
        Visits without a session inside their limit that the plan names, with the reason.
    violations
        What the checker finds in the plan in force with today's entries.
    """

    centre: str
    worklist: Worklist
    exceptions: tuple[PlanException, ...]
    violations: tuple[Violation, ...]

    @property
    def well(self) -> bool:
        """Whether the promise is kept, and no rule is broken."""
        return self.worklist.promise_kept and not self.violations


def examine(store: Store, day_in: Callable[[str], date]) -> tuple[Finding, ...]:
    """Look at the database, its audit and every centre.

    Parameters
    ----------
    day_in
        Returns what day it is in a centre, by its code.

    Raises
    ------
    StorageError
        If the database cannot be read at all.
    """
    return tuple(_findings(store, day_in))


def centres_at_night(store: Store, day_in: Callable[[str], date]) -> Iterator[CentreHealth | Finding]:
    """Yield every centre with its worklist and what the checker finds, by code; or what is wrong with its entries.

    A database without a centre is not well: the night may have been told of a wrong one.

    Raises
    ------
    StorageError
        If the database cannot be read.
    """
    with looking(store) as work:
        codes = work.centres.codes()
    if not codes:
        yield Finding(well=False, sentence=message(NO_CENTRE))
    for code in codes:
        try:
            yield _centre(store, code, day_in(code))
        except (InvalidValue, UnreadableRow) as error:  # written past the program; the others are to be looked at all the same
            yield Finding(well=False, sentence=message(N_("{centre}: {what}"), centre=code, what=error.sentence))


def database_findings(store: Store) -> Iterator[Finding]:
    """Yield what is found of the file or server and of the tables; where it is not well, no more can be looked at.

    Raises
    ------
    StorageError
        If there is no database, or it cannot be read.
    """
    state = store.schema_state()
    if state is SchemaState.MISSING:
        with looking(store):  # says which database is not there
            return
    if state is SchemaState.NEWER:
        yield Finding(well=False, sentence=message(N_("the tables are of a newer version: update this program")))
        return
    if state is not SchemaState.CURRENT:
        yield Finding(well=False, sentence=message(N_("the tables are not those of this version: 'refillplan db upgrade'")))
        return
    faults = store.damage()
    if faults:
        yield Finding(well=False, sentence=message(N_("the database is damaged: {what}"), what=faults[0]))
        return
    yield Finding(well=True, sentence=message(N_("the database can be read, and nothing in it is damaged")))


def audit_findings(store: Store) -> Iterator[Finding]:
    """Yield what is found of the audit, in a database that can be read.

    Raises
    ------
    StorageError
        If it cannot be read.
    """
    with looking(store) as work:
        verdict = work.check_audit()
    for fault in verdict.faults:
        yield Finding(well=False, sentence=fault)
    if not verdict.faults:
        number, head = verdict.head
        whole = N_("the audit is whole: entries: {count}, the last is {number}, {hash}")
        yield Finding(well=True, sentence=message(whole, count=verdict.entries, number=number, hash=head))


def _findings(store: Store, day_in: Callable[[str], date]) -> Iterator[Finding]:
    found = list(database_findings(store))
    yield from found
    if not all(finding.well for finding in found):
        return
    yield from audit_findings(store)
    for health in centres_at_night(store, day_in):
        yield from centre_findings(health)


def centre_findings(health: CentreHealth | Finding) -> Iterator[Finding]:
    """Yield what is found of a centre."""
    if isinstance(health, Finding):
        yield health
        return
    seen, code = health.worklist, health.centre
    promise = N_("{centre}: patients without a booked visit inside the limit who are not shown as exceptions: {patients}")
    kept = N_("{centre}: every active patient has a visit inside the limit or is shown as an exception; patients: {count}")
    if seen.promise_kept:
        yield Finding(well=True, sentence=message(kept, centre=code, count=seen.active))
    else:
        yield Finding(well=False, sentence=message(promise, centre=code, patients=", ".join(seen.unexplained)))
    if seen.state is not PlanState.PUBLISHED:
        yield Finding(well=False, sentence=message(N_("{centre}: no plan is in force"), centre=code))
    for violation in health.violations:
        yield Finding(well=False, sentence=message(N_("{centre}: {what}"), centre=code, what=violation.sentence))
    if seen.state is PlanState.PUBLISHED and not health.violations:
        sound = N_("{centre}: the checker finds nothing in plan {version}")
        yield Finding(well=True, sentence=message(sound, centre=code, version=seen.version or 0))


def _centre(store: Store, code: str, today: date) -> CentreHealth:
    with looking(store) as work:
        stored = plan_in_use(work, code)
        entered = work.centres.load(code)
    return CentreHealth(
        centre=code,
        worklist=worklist(store, code, today),
        exceptions=() if stored is None else stored.plan.exceptions,
        violations=() if stored is None else verdict_on(entered, stored).violations,
    )
