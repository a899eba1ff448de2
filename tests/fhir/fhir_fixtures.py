"""A centre in force as a fixture."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fhir_samples import year_in_force

from refillplan.storage import Store


@pytest.fixture
def in_force(tmp_path: Path) -> Iterator[Store]:
    """The small sample with a year in force."""
    store = Store.open(f"sqlite:///{tmp_path / 'refillplan.db'}")
    year_in_force(store)
    yield store
    store.close()
