"""Whatever a unit does for a while: its centre goes out as CSV and comes back the same, to the byte."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from edit_sequences import UnitMachine
from edited_unit import ACTOR, AT, CODE, TODAY
from hypothesis import HealthCheck, settings
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from refillplan.domain.centre import Centre
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import undo
from refillplan.services.entering.importing import Imported, import_folder
from refillplan.services.sharing.exporting import export_csv
from refillplan.storage import Store

_CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
LATER = date(2027, 12, 31)  # some of the sequences record days that are to come


class ExportedUnit(UnitMachine):
    """A unit whose centre is exported and imported elsewhere in the end."""

    @precondition(lambda self: bool(self.before))
    @rule()
    def undo(self) -> None:
        """Take back the last edit; where that leads is looked at by the other tests of these sequences."""
        undo(self.store, CODE, TODAY, actor=ACTOR, at=AT)
        self.before.pop()
        self.told = self.told_now()

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.goes_out_and_comes_back(Path(self.folder.name))
        super().teardown()

    def goes_out_and_comes_back(self, folder: Path) -> None:
        export_csv(self.store, CODE, folder / "first")
        other = Store.open(f"sqlite:///{folder}/other.db")
        done = import_folder(other, folder / "first", LATER, actor=ACTOR, at=AT)
        assert isinstance(done, Imported), done
        assert load_centre(other, CODE) == without_windows(self.entered())
        export_csv(other, CODE, folder / "second")
        other.close()
        first, second = ({file.name: file.read_bytes() for file in (folder / name).iterdir()} for name in ("first", "second"))
        assert first == second


def without_windows(centre: Centre) -> Centre:
    """Leave out what the files do not say: windows hang on the fills, and are counted anew."""
    return replace(centre, visits=tuple(replace(visit, window=None) for visit in centre.visits))


def test_a_few_units_go_out_and_come_back() -> None:
    few = settings(max_examples=4, stateful_step_count=8, deadline=None, suppress_health_check=_CHECKS, derandomize=True)
    run_state_machine_as_test(ExportedUnit, settings=few)


@pytest.mark.many_edits
def test_a_hundred_units_go_out_and_come_back() -> None:
    many = settings(max_examples=100, stateful_step_count=12, deadline=None, suppress_health_check=_CHECKS, database=None)
    run_state_machine_as_test(ExportedUnit, settings=many)
