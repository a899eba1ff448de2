"""Planning again from what is entered, with the call sheet that this makes."""

from functools import partial
from typing import TYPE_CHECKING

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.plans import Infeasible, Outcome, Undecided
from refillplan.domain.visits import Visit
from refillplan.services.plans.planning_news import Report, Stop
from tui.desk import Desk
from tui.host import Host
from tui.jobs import long_work

if TYPE_CHECKING:  # the planner takes half a second to load, so it is loaded when somebody plans
    from refillplan.services.advising.moving import NotThere
    from refillplan.services.calls.proposals import Proposed

PLANNING = message(N_("planning, and listing whom to phone"))


async def plan_again(host: Host) -> None:
    """Make a proposal and show its call sheet."""
    await after_proposal(host, await long_work(host, PLANNING, partial(_propose, host.desk)))


async def refuse_and_plan(host: Host, line: str, *, keep_old: bool) -> None:
    """Keep that the patient of a line refuses it, plan the rest again, and show the call sheet."""
    await after_proposal(host, await long_work(host, PLANNING, partial(_refuse, host.desk, line, keep_old)))


async def move_and_plan(host: Host, visit: Visit, there: SessionKey) -> None:
    """Propose a visit where its patient agrees to it, and show the call sheet."""
    from refillplan.services.advising.moving import NotThere  # noqa: PLC0415

    proposed = await long_work(host, PLANNING, partial(_move, host.desk, visit, there))
    if isinstance(proposed, NotThere):
        return host.fail(InvalidValue(no_plan(proposed.blocked)))
    return await after_proposal(host, proposed)


async def after_proposal(host: Host, proposed: "Proposed | None") -> None:
    """Show the call sheet of a proposal, or why there is none."""
    from refillplan.services.plans.planning import PlanRefused  # noqa: PLC0415

    await host.reload()
    match proposed:
        case None:
            return
        case Infeasible():
            host.fail(InvalidValue(no_plan(proposed.conflicts)))
        case Undecided():
            host.fail(InvalidValue(proposed.reason))
        case PlanRefused():
            host.fail(InvalidValue(no_plan(tuple(violation.sentence for violation in proposed.violations))))
        case _:
            await host.read_draft()
            host.go("calls")
            if proposed.in_force:
                host.say(message(N_("the plan in force needs no change: nobody is to be phoned")))


def _propose(desk: Desk, report: Report, stop: Stop) -> "Proposed":
    from refillplan.services.calls.proposals import propose  # noqa: PLC0415

    return propose(desk.store, desk.centre, desk.today, actor=desk.actor, at=desk.at, solving=_watched(report, stop))


def _refuse(desk: Desk, line: str, keep_old: bool, report: Report, stop: Stop) -> "Proposed":  # noqa: FBT001
    from refillplan.services.calls.proposals import refuse  # noqa: PLC0415

    return refuse(
        desk.store,
        desk.centre,
        desk.today,
        line,
        keep_old=keep_old,
        actor=desk.actor,
        at=desk.at,
        solving=_watched(report, stop),
    )


def _move(desk: Desk, visit: Visit, there: SessionKey, report: Report, stop: Stop) -> "Proposed | NotThere":
    from refillplan.services.advising.moving import move  # noqa: PLC0415

    solving = _watched(report, stop)
    patient = visit.patient
    return move(desk.store, desk.centre, desk.today, patient, there, visit, actor=desk.actor, at=desk.at, solving=solving)


def _watched(report: Report, stop: Stop) -> partial[Outcome]:
    from refillplan.services.plans.planning import solve_problem  # noqa: PLC0415

    return partial(solve_problem, report=report, stop=stop)


def no_plan(sentences: tuple[Message, ...]) -> Message:
    """Return that there is no plan, and why."""
    joined = sentences[0]
    for sentence in sentences[1:]:
        joined = message(N_("{one}; {other}"), one=joined, other=sentence)
    return message(N_("there is no plan: {reasons}"), reasons=joined)
