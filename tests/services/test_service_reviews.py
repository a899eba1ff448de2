"""A told review whose physician is away: it cannot take place, and its patient is phoned about it with the reason."""

from dataclasses import replace
from datetime import date

from refillplan.domain.agenda import session_of, why_not_held
from refillplan.domain.people import Role
from refillplan.domain.plans import Planned
from refillplan.domain.sessions import Leave
from refillplan.domain.visit_kinds import REFILL
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.solve import solve
from refillplan.services.calls.call_sheet import told_changes

TODAY = date(2027, 1, 4)
WHY = "no physician is there on that half-day, and 'refill_review' needs one"


def test_a_told_review_without_a_physician_cannot_take_place_and_a_refill_can() -> None:
    spec = CentreSpec(code="MADE", patients=20, seed=3, today=TODAY, load=0.8, weeks=20, frozen_days=0)
    centre = generate_centre(spec)
    outcome = solve(centre, TODAY, spec.weeks)
    assert isinstance(outcome, Planned)
    centre = replace(centre, visits=tuple(replace(visit, told=True) for visit in outcome.plan.visits))
    physicians = {operator.operator for operator in centre.operators if operator.role is Role.PHYSICIAN}
    review = next(v for v in centre.visits if v.kind == "refill_review" and v.operator not in physicians)
    assert why_not_held(centre, review) is None
    on = review.session.on
    without = replace(centre, leaves=(*centre.leaves, *(Leave(operator=one, from_on=on, to_on=on) for one in sorted(physicians))))
    session = session_of(without, review.session)
    assert session is not None
    assert review.operator in session.operators
    assert str(why_not_held(without, review)) == WHY
    assert why_not_held(without, replace(review, kind=REFILL)) is None
    again = solve(without, TODAY, spec.weeks)
    assert isinstance(again, Planned)
    (line,) = (line for line in told_changes(without, again.plan) if line.old == review)
    assert str(line.why) == WHY
