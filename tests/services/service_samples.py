"""The samples in a store, and folders that differ from them."""

import itertools
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from refillplan.services.calls.publishing import Published, publish
from refillplan.services.entering.importing import Imported, import_folder
from refillplan.services.plans.planning import PlanKept, make_plan
from refillplan.storage import Store

SAMPLES = Path(__file__).parents[2] / "sample_data"
TODAY = date(2027, 1, 4)
AT = datetime(2027, 1, 4, 8, 30, tzinfo=UTC)
ACTOR = "nurse1"


def import_sample(store: Store, name: str) -> Imported:
    return imported(store, SAMPLES / name)


def imported(store: Store, folder: Path, today: date = TODAY) -> Imported:
    done = import_folder(store, folder, today, actor=ACTOR, at=AT)
    assert isinstance(done, Imported), done
    return done


def sample_copy(tmp_path: Path, name: str = "small", **changed: str) -> Path:
    """Copy a sample and add lines to its files (``closures="2027-..."``); files that it lacks get their header."""
    folder = tmp_path / f"copy-of-{name}"
    shutil.copytree(SAMPLES / name, folder, dirs_exist_ok=True)
    for table, lines in changed.items():
        file = folder / f"{table}.csv"
        before = file.read_text(encoding="utf-8") if file.exists() else HEADERS[table]
        file.write_text(before + lines + "\n", encoding="utf-8")
    return folder


HEADERS = {
    "closures": "from_on,to_on,half_day,reason\n",
    "visits": "patient,kind,starts_at,operator,place,told,pins\n",
}


def planned(store: Store, today: date = TODAY) -> PlanKept:
    made = make_plan(store, "SMALL", today, actor=ACTOR, at=AT)
    assert isinstance(made, PlanKept), made
    return made


def published(store: Store, today: date = TODAY, *, at: datetime = AT, new_uid: Callable[[], str] | None = None) -> Published:
    done = publish(store, "SMALL", today, called=True, actor=ACTOR, at=at, new_uid=new_uid or numbered_uids())
    assert isinstance(done, Published), done
    return done


def numbered_uids(prefix: str = "uid") -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"{prefix}-{next(numbers)}"
