"""Trials: centres that are not, planned to see what would follow; nothing is stored."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.plans import Infeasible, Outcome, Plan, Tiers, Undecided
from refillplan.planner.memory import Memory
from refillplan.planner.progress import Progress, Report, Stop
from refillplan.planner.solve import solve
from refillplan.services.plans.planning import PlanKept, PlanRefused, answer
from refillplan.services.plans.problem_file import PlanProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the best plan of a trial comes to.

    Parameters
    ----------
    visits_beyond_limit
        Number of visits placed beyond their limit.
    places_used_percent
        Minutes that visits occupy places, in hundredths of the minutes that places are open in the horizon; None: none is.
    proved
        Whether no better plan exists.
    """

    tiers: Tiers
    visits_beyond_limit: int
    places_used_percent: int | None
    proved: bool


NoFigures = PlanRefused | Infeasible | Undecided
"""Why there are none."""

Trial = Figures | NoFigures


@dataclass(frozen=True, slots=True)
class Trials:
    """Plans centres that differ little from one another, each helped by those before.

    Parameters
    ----------
    weeks
        Length of the horizon.
    """

    today: date
    weeks: int
    report: Report
    stop: Stop
    memory: Memory = field(default_factory=Memory)

    def of(self, centre: Centre, what: Message) -> Trial:
        """Plan a centre and check the plan.

        Parameters
        ----------
        what
            What is tried, for the news.
        """

        def solving(asked: PlanProblem) -> Outcome:
            news = self.news(what)
            return solve(asked.centre, asked.today, asked.weeks, memory=self.memory, report=news, stop=self.stop)

        made = answer(PlanProblem(centre=centre, today=self.today, weeks=self.weeks), solving)
        return figures_of(centre, made.plan) if isinstance(made, PlanKept) else made

    def news(self, what: Message) -> Report:
        """Return what passes the planner's news on, with what is tried before them."""

        def report(news: Progress) -> None:
            self.report(replace(news, doing=message(N_("{what}: {doing}"), what=what, doing=news.doing)))

        return report


def figures_of(centre: Centre, plan: Plan) -> Figures:
    """Return what a plan of a centre comes to."""
    sessions = sessions_between(centre, plan.horizon.start_on, plan.horizon.end_on)
    offered = sum(session.places * session.minutes for session in sessions)
    used = sum(int((visit.ends_at - visit.starts_at).total_seconds()) // 60 for visit in plan.visits)
    return Figures(
        tiers=plan.tiers,
        visits_beyond_limit=sum(visit.days_beyond_limit > 0 for visit in plan.visits),
        places_used_percent=round(100 * used / offered) if offered else None,
        proved=plan.proven_optimal,
    )


def why_none(trial: NoFigures) -> tuple[Message, ...]:
    """Return why a trial has no figures, in words."""
    match trial:
        case Infeasible():
            return trial.conflicts
        case Undecided():
            return (trial.reason,)
        case PlanRefused():
            return (message(N_("the checker found fault with the plan")), *(each.sentence for each in trial.violations))
    assert_never(trial)
