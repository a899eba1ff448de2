"""``refillplan plan``."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.output.plan import print_result
from refillplan.cli.waiting import solve_watched
from refillplan.domain.messages import N_
from refillplan.domain.plans import Outcome
from refillplan.services.plans.planning import answer, load_problem, make_plan
from refillplan.services.plans.problem_file import PlanProblem, read_problem
from refillplan.services.plans.problem_file import save_problem as save_problem_to


@click.command(
    "plan",
    help=N_(
        "Plan every patient's coming refills from the day after today, prove how good the plan is, check it, and keep "
        "it as a draft. Ends with 1 where a visit has no session inside its limit, or where pins contradict each other."
    ),
)
@click.option("--weeks", type=int, metavar="N", help=N_("Length of the horizon in weeks; the centre's setting by default."))
@click.option(
    "--save-problem", type=click.Path(path_type=Path, dir_okay=False), help=N_("Write the whole input to this file, too.")
)
@click.option(
    "--problem", type=click.Path(path_type=Path, dir_okay=False), help=N_("Solve such a file; no database, nothing saved.")
)
@common
def command(desk: Desk, weeks: int | None, save_problem: Path | None, problem: Path | None) -> Exit:
    """Make a plan."""

    def solving(asked: PlanProblem) -> Outcome:
        return solve_watched(desk, asked)

    if problem is not None:
        asked = _as_asked(read_problem(problem), desk.given_today, weeks)
        _save(asked, save_problem)
        return print_result(desk, answer(asked, solving), asked)
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        asked = load_problem(store, centre, today, weeks)
        _save(asked, save_problem)
        result = make_plan(store, centre, today, weeks, actor=desk.actor, at=desk.at, solving=solving)
    return print_result(desk, result, asked)


def _as_asked(problem: PlanProblem, today: date | None, weeks: int | None) -> PlanProblem:
    """Return the problem of a file, with another day or length where these are given."""
    return replace(problem, today=today or problem.today, weeks=problem.weeks if weeks is None else weeks)


def _save(problem: PlanProblem, file: Path | None) -> None:
    if file is not None:
        save_problem_to(problem, file)
