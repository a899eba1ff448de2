"""Why a visit has no session inside its limit, in words, and the nearest sessions that still have a place."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from refillplan.domain.messages import N_, Message, message
from refillplan.domain.people import Unavailability
from refillplan.domain.plans import PlanException
from refillplan.domain.sessions import Session
from refillplan.domain.windows import Window
from refillplan.planner.bookings import away
from refillplan.planner.capacity import Capacity
from refillplan.planner.problem import Problem


class Explainer:
    """Explains exceptions of one plan.

    Parameters
    ----------
    mixes
        (refills, reviews) that the plan's chains put into each session.
    """

    def __init__(self, problem: Problem, capacity: Capacity, mixes: Mapping[int, tuple[int, int]]) -> None:
        self._problem = problem
        self._roomy = [s for s in range(len(problem.sessions)) if capacity.room(s, *mixes.get(s, (0, 0))) > 0]
        self._takes_reviews = {s for s, profile in enumerate(capacity.profiles) if len(profile.most) > 1}
        self._unavailabilities: dict[str, list[Unavailability]] = defaultdict(list)
        for unavailability in problem.centre.unavailabilities:
            self._unavailabilities[unavailability.patient].append(unavailability)

    def exception(self, patient: int, window: Window, *, placed: int | None, assumed_on: date | None) -> PlanException:
        """Return the exception of one visit: ``placed`` in a session beyond its limit, or taken as done ``assumed_on``."""
        sessions = self._problem.sessions
        free = [s for s in self._roomy if self._can_come(patient, sessions[s])]
        before = [s for s in free if window.hangs_on < sessions[s].key.on <= window.limit_on]
        after = [s for s in free if sessions[s].key.on > window.limit_on]
        if placed is not None:
            after.append(placed)
        return PlanException(
            patient=self._problem.starts[patient].patient.patient,
            limit_on=window.limit_on,
            reason=self._reason(patient, window),
            placed=None if placed is None else sessions[placed].key,
            assumed_on=assumed_on,
            nearest_before=None if not before else sessions[max(before)].key,
            nearest_after=None if not after else sessions[min(after)].key,
        )

    def _can_come(self, patient: int, session: Session) -> bool:
        code = self._problem.starts[patient].patient
        mine = self._unavailabilities.get(code.patient, ())
        return code.active_on(session.key.on) and not away(mine, session.key, hard=True)

    def _is_review(self, patient: int, window: Window, session: int) -> bool:
        """Tell whether the visit that hangs on a day takes the review in a session."""
        on = self._problem.sessions[session].key.on
        return any(window.hangs_on < due <= on for due in self._problem.starts[patient].review_dues)

    def _reason(self, patient: int, window: Window) -> Message:
        first = max(window.earliest_on, self._problem.horizon.start_on)
        if window.limit_on < first:
            return message(
                N_("the limit {limit} lies before the first day that can be planned, {first}"),
                limit=str(window.limit_on),
                first=str(first),
            )
        inside = [s for s, session in enumerate(self._problem.sessions) if first <= session.key.on <= window.limit_on]
        span = {"first": str(first), "last": str(window.limit_on)}
        if not inside:
            return message(N_("no half-day is open from {first} to {last}"), **span)
        possible = [s for s in inside if self._can_come(patient, self._problem.sessions[s])]
        if not possible:
            return message(N_("the patient cannot come to any half-day open from {first} to {last}"), **span)
        fit = [s for s in possible if not self._is_review(patient, window, s) or s in self._takes_reviews]
        if not fit:
            return message(
                N_("a review is due, and none fits into any half-day open from {first} to {last}: no physician, or no time"),
                **span,
            )
        roomy = [s for s in fit if s in self._roomy]
        if not roomy:
            return message(
                N_("every half-day open from {first} to {last} is full: {sessions}"),
                sessions=", ".join(str(self._problem.sessions[s].key) for s in fit),
                **span,
            )
        return message(
            N_("the place left on {session} is the week's reserve, or taking it would leave more visits beyond their limits"),
            session=str(self._problem.sessions[roomy[0]].key),
        )
