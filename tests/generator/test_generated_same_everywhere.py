"""The same spec gives the same centre."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from generated_centres import digest, some_centres
from hypothesis import given
from hypothesis import strategies as st

from refillplan.generator import CentreSpec, generate_centre, random_spec

ORDINARY = CentreSpec(code="GOLD", patients=30, seed=1, today=date(2027, 1, 4))
TOLD = CentreSpec(code="GOLD", patients=60, seed=2, today=date(2027, 3, 17), tight=True, told_days=42, load=1.1)
PLAIN = CentreSpec(code="GOLD", patients=9, seed=3, today=date(2026, 9, 30), refill_only=True, holiday_zone="FR-57")


@pytest.mark.parametrize(
    ("spec", "golden"),
    [
        (ORDINARY, "d096d8434143f353b295a17c3e2a40fb57bdd1550722941dbae48dcb7ffd0dd1"),
        (TOLD, "bfb2dcf96438c331dbc79399d800469c803602d7cee41200af4f3f25e47a8116"),
        (PLAIN, "24160992f23b12a7480bc91fbe51017778f29f3d7f3137395b6454d49611dc8d"),
    ],
    ids=["ordinary", "told", "refill_only"],
)
def test_a_spec_gives_the_centre_it_always_gave(spec: CentreSpec, golden: str) -> None:
    assert digest(generate_centre(spec)) == golden


@some_centres
@given(seed=st.integers(0, 10_000), patients=st.integers(1, 60))
def test_a_spec_gives_the_same_centre_twice(seed: int, patients: int) -> None:
    assert random_spec(seed, patients) == random_spec(seed, patients)
    assert generate_centre(random_spec(seed, patients)) == generate_centre(random_spec(seed, patients))


@pytest.mark.parametrize("hash_seed", ["0", "77"])
def test_the_order_of_hashes_changes_nothing(hash_seed: str) -> None:
    script = (
        "from datetime import date; from generated_centres import digest; from refillplan.generator import *;"
        "print(digest(generate_centre(CentreSpec(code='GOLD', patients=30, seed=1, today=date(2027, 1, 4)))))"
    )
    paths = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2])])
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": paths}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == digest(generate_centre(ORDINARY))


def test_another_seed_gives_another_centre() -> None:
    other = CentreSpec(code="GOLD", patients=30, seed=4, today=date(2027, 1, 4))
    assert generate_centre(other).patients != generate_centre(ORDINARY).patients
