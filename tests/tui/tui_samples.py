"""The samples in databases: imported, or planned and in force, too."""

from pathlib import Path

from tui_sitting import AT, TODAY

from refillplan.services.calls.publishing import Published, publish
from refillplan.services.entering.importing import Imported, import_folder
from refillplan.services.plans.planning import PlanKept, make_plan
from refillplan.services.upkeep.databases import Store

SAMPLES = Path(__file__).parents[2] / "sample_data"


def in_force(file: Path, sample: str) -> None:
    """Make a database of a sample, planned and in force."""
    store = Store.open(f"sqlite:///{file}")
    done = import_folder(store, SAMPLES / sample, TODAY, actor="nurse1", at=AT)
    assert isinstance(done, Imported)
    assert isinstance(make_plan(store, done.centre, TODAY, actor="nurse1", at=AT), PlanKept)
    assert isinstance(publish(store, done.centre, TODAY, actor="nurse1", at=AT), Published)
    store.close()


def country_in_force(file: Path) -> None:
    """Make a database of the ten centres of France, the first of them planned and in force."""
    store = Store.open(f"sqlite:///{file}")
    for folder in sorted((SAMPLES / "france").glob("fr*")):
        assert isinstance(import_folder(store, folder, TODAY, actor="nurse1", at=AT), Imported)
    assert isinstance(make_plan(store, "FR01", TODAY, actor="nurse1", at=AT), PlanKept)
    assert isinstance(publish(store, "FR01", TODAY, actor="nurse1", at=AT), Published)
    store.close()


def imported(file: Path, sample: str) -> Path:
    """Make a database of a sample, nothing planned."""
    store = Store.open(f"sqlite:///{file}")
    assert isinstance(import_folder(store, SAMPLES / sample, TODAY, actor="nurse1", at=AT), Imported)
    store.close()
    return file
