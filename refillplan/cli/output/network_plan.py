"""The plans of a network, for people and as JSON."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.cli.output.plan import result_json
from refillplan.cli.output.tables import EXCEPTION_TITLES, exception_row, print_table
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.plans import Infeasible, Undecided
from refillplan.services.network.planning import CentrePlanned
from refillplan.services.plans.planning import PlanKept, PlanRefused, PlanResult

_Cell = TypeVar("_Cell")


def write_plans(desk: Desk, planned: Sequence[CentrePlanned], folder: Path) -> None:
    """Write the plan of each centre that has one, as ``plan --json`` prints it."""
    folder.mkdir(parents=True, exist_ok=True)
    for done in planned:
        if isinstance(done.result, PlanKept):
            text = json.dumps(result_json(desk, done.result, done.problem), indent=2, ensure_ascii=False)
            (folder / f"{done.found.centre.code}.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def print_network_plan(desk: Desk, planned: Sequence[CentrePlanned]) -> Exit:
    """Print one line for each centre, and the exceptions of all."""
    code = max((_ending(done.result) for done in planned), default=Exit.WELL)
    if desk.as_json:
        desk.emit({"centres": [_plan_json(desk, done) for done in planned]})
        return code
    desk.scope()
    titles = tuple(
        message(title)
        for title in (
            N_("centre"),
            N_("visits"),
            N_("exceptions"),
            N_("days beyond the limit"),
            N_("moved"),
            N_("comfort"),
            N_("plan"),
            N_("proved best"),
        )
    )
    print_table(desk, desk.text(N_("Centres: {count}"), count=len(planned)), titles, (_row(desk, done) for done in planned))
    exceptions = [
        (done.found.centre.code, *_without_nearest(exception_row(exception, desk)))
        for done in planned
        if isinstance(done.result, PlanKept)
        for exception in done.result.plan.exceptions
    ]
    if exceptions:
        title = desk.text(N_("Visits without a session inside their limit: {count}"), count=len(exceptions))
        print_table(desk, title, (message(N_("centre")), *_without_nearest(EXCEPTION_TITLES)), exceptions)
    return code


def _without_nearest(cells: Sequence[_Cell]) -> Sequence[_Cell]:
    """Return patient, limit, visit and reason: so many columns fit a screen; `show exceptions` has them all."""
    return (*cells[:3], cells[-1])


def _row(desk: Desk, done: CentrePlanned) -> Sequence[str]:
    code, result = done.found.centre.code, done.result
    if not isinstance(result, PlanKept):
        return (code, "", "", "", "", "", "", desk.text(N_("no plan: {reason}"), reason=_why(result)))
    plan, tiers = result.plan, result.plan.tiers
    figures = (len(plan.visits), len(plan.exceptions), tiers.beyond_limit_days, tiers.moved, tiers.comfort)
    good = desk.text(N_("yes")) if plan.proven_optimal else desk.text(N_("no"))
    return (code, *map(str, figures), "" if result.version is None else str(result.version), good)


def _why(result: PlanResult | Message) -> Message:
    match result:
        case Message():
            return result
        case Infeasible():
            return result.conflicts[0]
        case Undecided():
            return result.reason
    return message(N_("the checker found fault with it"))


def _ending(result: PlanResult | Message) -> Exit:
    match result:
        case PlanKept():
            return Exit.LOOK if result.plan.exceptions else Exit.WELL
        case PlanRefused() | Infeasible():
            return Exit.LOOK
    return Exit.UNDECIDED


def _plan_json(desk: Desk, done: CentrePlanned) -> Json:
    where: dict[str, Json] = {"source": done.found.where}
    if isinstance(done.result, Message):
        reason = desk.translate(done.result)
        return {"status": "undecided", "centre": done.found.centre.code, "reason": reason, **where}
    value = result_json(desk, done.result, done.problem)
    return {**value, **where}
