"""A made-up centre, planned, published and told, as a fixture."""

from dataclasses import replace
from pathlib import Path

import pytest
from made_in_force import CODE, TODAY, Make
from service_samples import ACTOR, AT

from refillplan.csv_files import write_folder
from refillplan.domain.centre import Centre
from refillplan.generator import CentreSpec, generate_centre
from refillplan.services.calls.publishing import Published, publish
from refillplan.services.core.access import load_centre
from refillplan.services.entering.importing import Imported, import_folder
from refillplan.services.plans.planning import PlanKept, make_plan
from refillplan.storage import Store


@pytest.fixture
def in_force(store: Store, tmp_path: Path) -> Make:
    """Return what imports, plans and publishes a generated centre whose half-days are long enough for its rinses."""

    def make(seed: int) -> Centre:
        spec = CentreSpec(code=CODE, patients=10, seed=seed, today=TODAY, load=0.7, weeks=12, frozen_days=5)
        made = generate_centre(spec)
        short = replace(made.kind("rinse"), place_minutes=90, operator_minutes=30)
        kinds = tuple(short if kind.kind == "rinse" else kind for kind in made.visit_kinds)
        write_folder(replace(made, visit_kinds=kinds), tmp_path / f"made-{seed}")
        assert isinstance(import_folder(store, tmp_path / f"made-{seed}", TODAY, actor=ACTOR, at=AT), Imported)
        assert isinstance(make_plan(store, CODE, TODAY, actor=ACTOR, at=AT), PlanKept)
        assert isinstance(publish(store, CODE, TODAY, called=True, actor=ACTOR, at=AT), Published)
        return load_centre(store, CODE)

    return make
