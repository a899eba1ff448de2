"""A year in force, and a server of its feeds, as fixtures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from feed_samples import year_in_force
from feed_servers import Served, serving

from refillplan.storage import Store


@pytest.fixture
def year(tmp_path: Path) -> Iterator[Store]:
    """A store with the small sample's year in force."""
    store = Store.open(f"sqlite:///{tmp_path / 'refillplan.db'}")
    year_in_force(store)
    yield store
    store.close()


@pytest.fixture
def served(year: Store, tmp_path: Path) -> Iterator[Served]:
    """A server in a thread of this process, on a free port of the loopback."""
    with serving(year, f"sqlite:///{tmp_path / 'refillplan.db'}") as server:
        yield server
