"""What the people on a call sheet have said, and how far that holds for the sheets that follow.

An answer stands with the plan whose sheet it was given to. Somebody who agreed to a new visit has agreed to it in every
later proposal that holds the same visit for the same told one, until the answer is taken back, another one takes its
place, or a plan is published.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from refillplan.domain.calls import Answer, CallState
from refillplan.domain.centre import Centre
from refillplan.domain.comparison import SAME_VISIT_DAYS
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.plans import Plan, PlanState
from refillplan.domain.visits import Visit
from refillplan.services.calls.call_sheet import CallKey, Line, call_key, call_lines
from refillplan.storage import StoredPlan, UnitOfWork

Agreed = Mapping[CallKey, Visit]
"""The visit that was agreed to, by what was told in its place; one that nobody was told of before stands under itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One line of the call sheet, and what was answered."""

    change: Line
    state: CallState


def calls_on(work: UnitOfWork, centre: Centre, stored: StoredPlan, just_agreed: Agreed | None = None) -> tuple[Call, ...]:
    """Return the call sheet of a draft, in the order in which to phone, with the answers that hold.

    Parameters
    ----------
    just_agreed
        What was agreed to on the phone and is not kept yet: its lines are on the sheet however late they are.
    """
    own = work.calls.of_plan(centre.code, stored.number)
    agreed = agreed_in(work, centre)
    calls = []
    told_until = told_until_in_force(work, stored.plan)
    for line in call_lines(centre, stored.plan, told_until, {*own, *agreed, *(just_agreed or {})}):
        state = own.get(line.key, CallState.OPEN)
        if state is CallState.OPEN and _same(agreed.get(line.key), line.new):
            state = CallState.ACCEPTED
        calls.append(Call(change=line, state=state))
    return tuple(calls)


def lines_of(calls: Iterable[Call], words: str) -> list[Call]:
    """Return the lines of a sheet that words name: all those of a patient, or one as `Line.words` has it.

    Raises
    ------
    InvalidValue
        If there is no such line.
    """
    named = [call for call in calls if words in (call.change.patient, call.change.words)]
    if not named:
        raise InvalidValue(message(N_("{patient} is not on the call sheet"), patient=words), "patient")
    return named


def answers_to(version: int, calls: Iterable[Call], state: CallState) -> tuple[Answer, ...]:
    """Return what was said to lines of the sheet of a plan."""
    asked = (call.change.visit for call in calls)
    return tuple(Answer(version=version, patient=v.patient, told_at=v.starts_at, state=state) for v in asked)


def told_until_in_force(work: UnitOfWork, plan: Plan) -> date | None:
    """Return the last day up to which the plan in force is told; None where that is none of the days of ``plan``."""
    header = next((h for h in work.plans.list(plan.centre) if h.state is PlanState.PUBLISHED), None)
    if header is None or header.told_until is None or header.told_until < plan.horizon.start_on:
        return None
    return header.told_until


def agreed_in(work: UnitOfWork, centre: Centre) -> Agreed:
    """Return what was agreed to since a plan was last published."""
    headers = work.plans.list(centre.code)
    in_force = max((header.number for header in headers if header.state is PlanState.PUBLISHED), default=0)
    drafts = {header.number for header in headers if header.state is PlanState.DRAFT and header.number > in_force}
    agreed: Agreed = {}
    for number in work.calls.plans(centre.code):
        if number not in drafts:
            continue
        answers = work.calls.of_plan(centre.code, number)
        for line in call_lines(centre, work.plans.get(centre.code, number).plan, None, answers):
            state = answers.get(line.key, CallState.OPEN)
            if state is CallState.ACCEPTED and line.new is not None:
                agreed = with_answer(agreed, line.key, line.new)
            elif state is not CallState.OPEN:
                agreed = {key: visit for key, visit in agreed.items() if key != line.key}
    return agreed


def with_answer(agreed: Agreed, key: CallKey, new: Visit) -> Agreed:
    """Return what is agreed to with one answer more; a new visit takes the place of another new one that it may be."""
    others = without_new_near(agreed, new.patient, new.session.on) if is_untold(key, new) else agreed
    return {**others, key: new}


def without_new_near(agreed: Agreed, patient: str, on: date) -> Agreed:
    """Return what is agreed to but for the patient's visits that nobody was told of before and that could be moved to a day."""
    return {
        key: visit
        for key, visit in agreed.items()
        if visit.patient != patient or not is_untold(key, visit) or abs((visit.session.on - on).days) > SAME_VISIT_DAYS
    }


def is_untold(key: CallKey, visit: Visit) -> bool:
    """Tell whether a visit that was agreed to under ``key`` takes no told one's place."""
    return key == call_key(visit)


def _same(agreed: Visit | None, new: Visit | None) -> bool:
    return agreed is not None and new is not None and agreed.starts_at == new.starts_at
