"""The answer of the planner, for people and as JSON."""

from typing import assert_never

from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.cli.output.tables import print_exceptions, print_figures, print_violations
from refillplan.cli.output.values import plan_json
from refillplan.domain.messages import N_
from refillplan.domain.plans import Horizon, Infeasible, Undecided
from refillplan.services.plans.planning import PlanKept, PlanRefused, PlanResult
from refillplan.services.plans.problem_file import PlanProblem


def print_result(desk: Desk, result: PlanResult, problem: PlanProblem) -> Exit:
    """Print what the planner answered, and return how the command ends."""
    if desk.as_json:
        desk.emit(result_json(desk, result, problem))
    match result:
        case PlanKept():
            return _kept(desk, result)
        case PlanRefused():
            if not desk.as_json:
                print_violations(desk, result.violations)
            desk.say(
                N_("the checker found fault with the plan; nothing was saved. Please report it, with 'plan --save-problem FILE'")
            )
            return Exit.LOOK
        case Infeasible():
            desk.say(N_("what is fixed contradicts itself; nothing was saved:"))
            for conflict in result.conflicts:
                desk.tell(conflict)
            return Exit.LOOK
        case Undecided():
            desk.say(N_("no plan was found; nothing was saved: {reason}"), reason=result.reason)
            return Exit.UNDECIDED
    assert_never(result)


def result_json(desk: Desk, result: PlanResult, problem: PlanProblem) -> dict[str, Json]:
    """Return what the planner answered as ``plan --json`` prints it."""
    match result:
        case PlanKept():
            return plan_json(result.plan, result.seconds, desk.translate, version=result.version)
        case PlanRefused():
            return plan_json(result.plan, result.seconds, desk.translate, status="refused", violations=result.violations)
        case Infeasible():
            sentences = [desk.translate(conflict) for conflict in result.conflicts]
            return {**_asked(problem, "infeasible"), "conflicts": sentences}
        case Undecided():
            return {**_asked(problem, "undecided"), "reason": desk.translate(result.reason)}
    assert_never(result)


def _kept(desk: Desk, kept: PlanKept) -> Exit:
    plan = kept.plan
    ending = Exit.LOOK if plan.exceptions else Exit.WELL
    if desk.as_json:
        return ending
    desk.scope()
    print_figures(desk, plan.tiers, plan.bounds)
    print_exceptions(desk, plan)
    desk.say(
        N_("visits from {start_on} to before {end_on}: {count}, in {seconds} s"),
        count=len(plan.visits),
        start_on=str(plan.horizon.start_on),
        end_on=str(plan.horizon.end_on),
        seconds=desk.decimal(kept.seconds),
    )
    if kept.new:
        desk.say(N_("plan {version} is saved as a draft; next: refillplan publish"), version=kept.version or 0)
    elif kept.version is not None:
        desk.say(N_("nothing has changed: plan {version} is the same, and no other was saved"), version=kept.version)
    return ending


def _asked(problem: PlanProblem, status: str) -> dict[str, Json]:
    horizon = Horizon.after(problem.today, problem.weeks)
    return {
        "status": status,
        "proven_optimal": False,
        "centre": problem.centre.code,
        "today": str(problem.today),
        "horizon": {"start_on": str(horizon.start_on), "end_on": str(horizon.end_on)},
    }
