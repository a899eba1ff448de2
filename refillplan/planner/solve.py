"""The planner's one entry: a centre's entries in, a proved plan out."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.plans import Infeasible, Outcome, Plan, Planned, Tiers, Undecided
from refillplan.domain.visits import Visit
from refillplan.planner.assembly import Assembler, Misfit
from refillplan.planner.bookings import Bookings, Held, conflicts_in, sort_bookings
from refillplan.planner.capacity import capacity_of, profiles_of
from refillplan.planner.clashes import smallest_clash
from refillplan.planner.memory import Memory
from refillplan.planner.networks import unreachable
from refillplan.planner.problem import Problem, build_problem
from refillplan.planner.profile import Profile
from refillplan.planner.progress import STEPS, Progress, Report, Stop, Stopped, quiet
from refillplan.planner.tiers import Chooser, Chosen

_MOST_CUTS = 200
_NO_CHAINS = Chosen(columns=(), tiers=(0, 0, 0, 0), bounds=(0, 0, 0, 0))


def _never() -> bool:
    return False


def solve(
    centre: Centre,
    today: date,
    weeks: int | None = None,
    *,
    memory: Memory | None = None,
    report: Report = quiet,
    stop: Stop = _never,
) -> Outcome:
    """Plan every patient's chain of visits.

    Parameters
    ----------
    centre
        Everything entered, with the visits booked at present.
    today
        The plan starts the day after.
    weeks
        Length of the horizon; None: the centre's setting.
    memory
        What earlier solves of the centre have left, for speed; it is brought up to date.
    report, stop
        Called with news; asked whether to end without a plan.

    Returns
    -------
    Planned
        The plan with its tiers and proved bounds; the same for the same input, but for the seconds.
    Infeasible
        Where pins and bookings contradict each other or the sessions.
    Undecided
        Where it was stopped, or no plan was found without proof that there is none.

    Raises
    ------
    InvalidValue
        If there is nothing to plan: no patients, or no half-day open in the days planned.
    """
    began = time.perf_counter()
    problem = build_problem(centre, today, centre.planning.weeks if weeks is None else weeks)
    bookings = sort_bookings(problem)
    if bookings.conflicts:
        return Infeasible(conflicts=bookings.conflicts)
    try:
        found = _Planning(problem, bookings, Memory() if memory is None else memory, report, stop).run()
    except Stopped:
        return Undecided(reason=message(N_("planning was stopped; nothing was changed")))
    if isinstance(found, Plan):
        return Planned(plan=found, seconds=time.perf_counter() - began)
    return found


def contradicts(centre: Centre, today: date) -> bool:
    """Tell whether pins and bookings contradict each other or the sessions, so that `solve` would find no plan."""
    return bool(conflicts_in(build_problem(centre, today, centre.planning.weeks)))


class _Planning:
    def __init__(self, problem: Problem, bookings: Bookings, memory: Memory, report: Report, stop: Stop) -> None:
        self._problem = problem
        self._bookings = bookings
        self._chooser = Chooser(problem, bookings, memory, self._tell, stop)
        self._assembler = Assembler(problem, bookings)
        self._report = report
        self._certain = True

    def run(self) -> Plan | Infeasible | Undecided:
        """Choose chains and time them; a session whose mix has no timetable loses that mix, and all is chosen again."""
        self._report(Progress(doing=message(N_("working out what the sessions hold")), step=1))
        profiles = list(profiles_of(self._problem))
        everyone = range(len(self._problem.starts))
        bounds: tuple[int, ...] | None = None
        for _ in range(_MOST_CUTS):
            lost = unreachable(self._problem, self._bookings, everyone, profiles)
            if lost and self._certain:
                return Infeasible(conflicts=tuple(self._contradiction(patient, profiles) for patient in lost))
            if lost:
                break
            chosen = self._chooser.choose(profiles) if everyone else _NO_CHAINS
            if chosen is None:
                return Undecided(reason=message(N_("the booked visits leave no way to place the others; look at the pins")))
            bounds = chosen.bounds if bounds is None else bounds
            done = self._assemble(chosen, profiles, bounds)
            if isinstance(done, Plan):
                return done
            self._certain = self._certain and all(misfit.certain for misfit in done)
            if self._certain:
                bounds = None
            for misfit in done:
                profiles[misfit.session] = profiles[misfit.session].without(misfit.refills, misfit.reviews)
        return Undecided(reason=message(N_("no timetable was found for the pinned visits; look at the pins")))

    def _tell(self, news: Progress) -> None:
        """Pass news on; where a mix was left out that may fit after all, a bound proves nothing."""
        self._report(news if self._certain else replace(news, tier=None))

    def _assemble(self, chosen: Chosen, profiles: Sequence[Profile], bounds: tuple[int, ...]) -> Plan | list[Misfit]:
        capacity = capacity_of(self._problem, self._bookings, profiles)
        places, unplaced = self._assembler.places(chosen.columns)
        self._report(Progress(doing=message(N_("giving every visit its hour")), step=STEPS))
        timed = self._assembler.visits(places, capacity)
        visits = [visit for visit in timed if isinstance(visit, Visit)]
        misfits = [misfit for misfit in timed if isinstance(misfit, Misfit)]
        if misfits:
            return misfits
        return Plan(
            centre=self._problem.centre.code,
            today=self._problem.today,
            horizon=self._problem.horizon,
            visits=tuple(sorted(visits, key=lambda visit: (visit.starts_at, visit.patient))),
            exceptions=tuple(self._assembler.exceptions(places, unplaced, capacity)),
            not_planned=self._problem.not_planned,
            tiers=self._tiers(chosen.tiers, capacity.crowded),
            bounds=self._tiers(bounds, capacity.crowded),
        )

    def _tiers(self, sums: Sequence[int], crowded: int) -> Tiers:
        return Tiers(
            unplaced=sums[0],
            beyond_limit_days=sums[1],
            moved=self._bookings.told_total + sums[2],
            comfort=sums[3] + crowded,
        )

    def _contradiction(self, patient: int, profiles: Sequence[Profile]) -> Message:
        """Name a smallest set of a patient's fixed visits that no chain can pass."""

        def clash(held: Sequence[Held]) -> bool:
            alone = replace(self._bookings, held=tuple(held))
            return bool(unreachable(self._problem, alone, [patient], profiles))

        held = smallest_clash([h for h in self._bookings.held if h.patient == patient], clash)
        with_reviews = [Profile((*profile.most, 0)) for profile in profiles]
        if not unreachable(self._problem, replace(self._bookings, held=tuple(held)), [patient], with_reviews):
            template = N_("{patient}: a review is due at a visit fixed on {days}, and none fits there: no physician, or no time")
        else:
            template = N_(
                "{patient}: the visits fixed on {days} cannot be joined to one chain: too near to each other or to the last fill"
            )
        code = self._problem.starts[patient].patient.patient
        return message(template, patient=code, days=", ".join(str(h.visit.session.on) for h in held))
