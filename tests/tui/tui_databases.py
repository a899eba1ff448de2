"""Databases to sit in front of: the sample centre with its plan in force, made once, copied for each test."""

import shutil
from pathlib import Path

import pytest
from tui_sitting import AT, TODAY

from refillplan.services.databases import Store
from refillplan.services.importing import Imported, import_folder
from refillplan.services.planning import PlanKept, make_plan
from refillplan.services.publishing import Published, publish

SAMPLES = Path(__file__).parents[2] / "sample_data"


def in_force(file: Path, sample: str) -> None:
    """Make a database of a sample, planned and in force."""
    store = Store.open(f"sqlite:///{file}")
    done = import_folder(store, SAMPLES / sample, TODAY, actor="nurse1", at=AT)
    assert isinstance(done, Imported)
    assert isinstance(make_plan(store, done.centre, TODAY, actor="nurse1", at=AT), PlanKept)
    assert isinstance(publish(store, done.centre, TODAY, actor="nurse1", at=AT), Published)
    store.close()


@pytest.fixture(scope="session")
def centre_in_force(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample centre of fifty patients, its year planned and in force; not to be written to."""
    file = tmp_path_factory.mktemp("tui") / "centre.db"
    in_force(file, "centre")
    return file


def imported(file: Path, sample: str) -> Path:
    """Make a database of a sample, nothing planned."""
    store = Store.open(f"sqlite:///{file}")
    assert isinstance(import_folder(store, SAMPLES / sample, TODAY, actor="nurse1", at=AT), Imported)
    store.close()
    return file


@pytest.fixture
def database(centre_in_force: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copy(centre_in_force, tmp_path / "centre.db"))
