"""A proposal as a call sheet, on stdout, and what to do next."""

from collections.abc import Mapping

from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.cli.output.plan import print_result
from refillplan.cli.output.tables import print_table
from refillplan.cli.output.values import tiers_json
from refillplan.domain.calls import CallState
from refillplan.domain.messages import N_, message
from refillplan.domain.visits import Visit
from refillplan.services.calls.proposals import Call, Proposal, Proposed
from refillplan.services.plans.problem_file import PlanProblem

_STATE = {
    CallState.OPEN: message(N_("to be phoned")),
    CallState.ACCEPTED: message(N_("agreed")),
    CallState.REFUSED: message(N_("refused")),
}
_TITLES = tuple(
    message(title)
    for title in (
        N_("order"),
        N_("patient"),
        N_("visit as told"),
        N_("new visit"),
        N_("why"),
        N_("days to the limit"),
        N_("answer"),
    )
)


def print_proposed(desk: Desk, proposed: Proposed, problem: PlanProblem, beside: Mapping[str, Json] | None = None) -> Exit:
    """Print whom to phone, or why there is no plan; as JSON, with what stands ``beside`` it."""
    return print_calls(desk, proposed, beside) if isinstance(proposed, Proposal) else print_result(desk, proposed, problem)


def print_calls(desk: Desk, proposed: Proposal, beside: Mapping[str, Json] | None = None) -> Exit:
    """Print whom to phone, in which order; a proposal that takes calls ends with 1."""
    if proposed.outdated:
        desk.say(
            N_("proposal {version} was made from older entries: nobody is phoned from it; next: refillplan propose"),
            version=proposed.version,
        )
    if desk.as_json:
        desk.emit(
            {
                **(beside or {}),
                "version": proposed.version,
                "outdated": proposed.outdated,
                "proven_optimal": proposed.plan.proven_optimal,
                "tiers": tiers_json(proposed.plan.tiers),
                "later": [{"patient": visit.patient, **_session_json(visit)} for visit in proposed.later],
                "calls": [_call_json(desk, number, call) for number, call in enumerate(proposed.calls, start=1)],
            }
        )
        return _ending(proposed)
    rows = [_row(desk, number, call) for number, call in enumerate(proposed.calls, start=1)]
    title = desk.text(
        N_("Proposal {version}: visits of which patients must be told: {count}"), version=proposed.version, count=len(rows)
    )
    print_table(desk, title, _TITLES, rows)
    if proposed.plan.exceptions:
        desk.say(
            N_("visits without a session inside their limit: {count}; 'refillplan show plan --version {version}' names them"),
            count=len(proposed.plan.exceptions),
            version=proposed.version,
        )
    if proposed.later:
        desk.say(
            N_("booked after the days planned here, and nobody was told of it: {visits}; a plan that reaches it lists it"),
            visits=", ".join(f"{visit.patient} {visit.session}" for visit in proposed.later),
        )
    if proposed.open_calls and not proposed.outdated:
        desk.say(
            N_("nothing that patients were told has changed yet; next: refillplan propose --accept PATIENT, or --refuse PATIENT")
        )
    elif proposed.in_force:
        desk.say(N_("nobody has to be phoned: the plan in force stands as it is"))
    elif not proposed.outdated:
        desk.say(
            N_("everybody agrees; next: refillplan publish")
            if proposed.calls
            else N_("nobody has to be phoned; next: refillplan publish")
        )
    return _ending(proposed)


def _ending(proposed: Proposal) -> Exit:
    return Exit.LOOK if proposed.open_calls or proposed.outdated else Exit.WELL


def _row(desk: Desk, number: int, call: Call) -> tuple[str, ...]:
    change = call.change
    return (
        str(number),
        change.patient,
        "" if change.old is None else f"{change.old.session} {change.old.starts_at:%H:%M}",
        "" if change.new is None else f"{change.new.session} {change.new.starts_at:%H:%M}",
        desk.translate(change.why),
        "" if change.margin_days is None else str(change.margin_days),
        desk.translate(_STATE[call.state]),
    )


def _call_json(desk: Desk, number: int, call: Call) -> Json:
    change = call.change
    return {
        "order": number,
        "patient": change.patient,
        "old": _visit_json(change.old),
        "new": _visit_json(change.new),
        "why": desk.translate(change.why),
        "margin_days": change.margin_days,
        "state": call.state.value,
    }


def _visit_json(visit: Visit | None) -> Json:
    return None if visit is None else _session_json(visit)


def _session_json(visit: Visit) -> dict[str, Json]:
    return {"session": str(visit.session), "starts_at": visit.starts_at.isoformat()}
