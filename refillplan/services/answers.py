"""What the people on a call sheet have said, and how far that holds for the sheets that follow.

An answer stands with the plan whose sheet it was given to. Somebody who agreed to a new visit has agreed to it in every
later proposal that holds the same visit for the same told one, until the answer is taken back, another one takes its
place, or a plan is published.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from refillplan.domain.calls import CallState
from refillplan.domain.centre import Centre
from refillplan.domain.plans import PlanState
from refillplan.domain.visits import Visit
from refillplan.services.call_sheet import Change, told_changes
from refillplan.storage import StoredPlan, UnitOfWork

Agreed = Mapping[tuple[str, datetime], Visit]
"""By patient and told start in UTC, the visit that was agreed to in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One line of the call sheet, and what was answered."""

    change: Change
    state: CallState


def call_key(visit: Visit) -> tuple[str, datetime]:
    """Return what an answer about a told visit is kept under."""
    return visit.patient, visit.starts_at.astimezone(UTC)


def calls_on(work: UnitOfWork, centre: Centre, stored: StoredPlan) -> tuple[Call, ...]:
    """Return the call sheet of a draft, in the order in which to phone, with the answers that hold."""
    own = work.calls.of_plan(centre.code, stored.number)
    agreed = agreed_in(work, centre)
    calls = []
    for change in told_changes(centre, stored.plan):
        state = own.get(call_key(change.old), CallState.OPEN)
        if state is CallState.OPEN and _same(agreed.get(call_key(change.old)), change.new):
            state = CallState.ACCEPTED
        calls.append(Call(change=change, state=state))
    return tuple(calls)


def agreed_in(work: UnitOfWork, centre: Centre) -> Agreed:
    """Return what was agreed to since a plan was last published."""
    headers = work.plans.list(centre.code)
    in_force = max((header.number for header in headers if header.state is PlanState.PUBLISHED), default=0)
    drafts = {header.number for header in headers if header.state is PlanState.DRAFT and header.number > in_force}
    agreed: dict[tuple[str, datetime], Visit] = {}
    for number in work.calls.plans(centre.code):
        if number not in drafts:
            continue
        answers = work.calls.of_plan(centre.code, number)
        for change in told_changes(centre, work.plans.get(centre.code, number).plan):
            state = answers.get(call_key(change.old), CallState.OPEN)
            if state is not CallState.OPEN:
                agreed.pop(call_key(change.old), None)
            if state is CallState.ACCEPTED and change.new is not None:
                agreed[call_key(change.old)] = change.new
    return agreed


def _same(agreed: Visit | None, new: Visit | None) -> bool:
    return agreed is not None and new is not None and agreed.starts_at == new.starts_at
