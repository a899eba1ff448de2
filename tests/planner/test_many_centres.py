"""Two hundred generated centres, planned and checked: ``python -m pytest -n auto -m many_centres``, and one of them always."""

from random import Random

import pytest

from refillplan.domain.plans import Planned
from refillplan.generator import generate_centre, random_spec
from refillplan.planner.check import check_plan
from refillplan.planner.solve import solve

WIDE = 194
"""In the first choice of this centre more steps are near than are looked at."""


@pytest.mark.parametrize(
    "seed", [WIDE, *(pytest.param(seed, marks=pytest.mark.many_centres) for seed in range(200) if seed != WIDE)]
)
def test_a_generated_centre_gets_a_sound_plan(seed: int) -> None:
    spec = random_spec(seed, Random(seed).randrange(5, 121))
    centre = generate_centre(spec)
    outcome = solve(centre, spec.today)
    assert isinstance(outcome, Planned), outcome
    verdict = check_plan(centre, outcome.plan)
    assert verdict.sound, [str(violation.sentence) for violation in verdict.violations]
