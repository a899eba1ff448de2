"""Replacements as calendars show them: loaded as stored, only the changed ones written, none removed."""

from dataclasses import replace
from datetime import date

import pytest
from storage_values import AT, WINDOW

from refillplan.storage import DuplicateRow, Store

OTHER = replace(WINDOW, uid="uid-2", serial="S2", from_on=date(2026, 1, 1), safe_by_on=None, placed=True, cancelled=True)


def test_windows_are_loaded_as_stored_and_only_changed_ones_are_written(centre_store: Store) -> None:
    with centre_store.unit_of_work("N1", AT) as work:
        assert (work.replacement_windows.list("C1"), work.replacement_windows.revision("C1")) == ((), "0.0")
        work.replacement_windows.replace("C1", (WINDOW, OTHER))
        work.commit()
    moved = replace(WINDOW, placed=True, sequence=1)
    with centre_store.unit_of_work("N1", AT) as work:
        assert work.replacement_windows.list("C1") == (OTHER, WINDOW)
        before, audited = work.replacement_windows.revision("C1"), len(work.audit.entries())
        work.replacement_windows.replace("C1", (moved,))
        (entry,) = work.audit.entries("C1")[audited:]
        assert (entry.table, entry.key) == ("replacement_windows", "uid-1")
        assert work.replacement_windows.list("C1") == (OTHER, moved)
        assert work.replacement_windows.revision("C1") != before
        assert work.replacement_windows.list("C9") == ()


def test_the_same_uid_twice_is_refused(centre_store: Store) -> None:
    with centre_store.unit_of_work("N1", AT) as work, pytest.raises(DuplicateRow):
        work.replacement_windows.replace("C1", (WINDOW, WINDOW))
