"""Who may open the file of a database: its owner, or the group of a folder that a group shares."""

import os
import stat
import sys
from pathlib import Path

import pytest
from storage_values import AT, CENTRE

from refillplan.storage import Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX")


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def modes_in_use(file: Path) -> set[int]:
    store = Store.open(f"sqlite:///{file}")
    store.upgrade()
    with store.unit_of_work("N1", AT) as work:
        work.centres.merge(CENTRE)
        work.commit()
    with store.look():
        beside = set(map(mode, file.parent.glob(f"{file.name}*")))
    store.close()
    return beside


def test_a_new_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    assert modes_in_use(tmp_path / "refillplan.db") == {0o600}


def test_in_a_folder_that_a_group_shares_all_files_are_for_the_group_whatever_the_umask(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    before = os.umask(0o077)
    try:
        assert modes_in_use(tmp_path / "refillplan.db") == {0o660}
    finally:
        os.umask(before)


def test_the_mode_of_a_database_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "refillplan.db"
    modes_in_use(file)
    file.chmod(0o640)
    assert modes_in_use(file) == {0o640}
    assert mode(file) == 0o640
