"""The restore drill: saved, destroyed, restored; every export is the same, byte for byte."""

import gzip
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from made_in_force import CODE, TODAY, Make
from service_samples import ACTOR, AT

from refillplan.services.core.access import load_centre
from refillplan.services.core.permissions import Role, set_role
from refillplan.services.entering.recording import FillEntry, record_done
from refillplan.services.plans.planning import make_plan
from refillplan.services.sharing.exporting import export_csv, export_ics
from refillplan.services.sharing.feeds import add_feed
from refillplan.services.upkeep.auditing import export_audit
from refillplan.services.upkeep.backing_up import check_backup, restore_backup, save_backup
from refillplan.storage import DatabaseNotEmpty, NotABackup, Store

pytest_plugins = ["service_stores", "made_fixtures"]


def exports(store: Store, folder: Path) -> dict[str, bytes]:
    """Return all that can be exported, by file."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    export_ics(store, CODE, folder / "ics", TODAY)
    export_csv(store, CODE, folder / "csv")
    export_audit(store, folder / "audit.jsonl")
    save_backup(store, folder / "again.backup")
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def lived_in(store: Store, in_force: Make) -> Store:
    """A store in which a unit has worked, with something in every table that one can write to."""
    centre = in_force(2)
    record_done(store, CODE, TODAY, FillEntry(patient=centre.patients[0].patient, readings="«12,5» = x"), actor=ACTOR, at=AT)
    make_plan(store, CODE, TODAY, actor=ACTOR, at=AT)
    add_feed(store, CODE, "PHONE1", None, "en", "http://127.0.0.1", actor=ACTOR, at=AT)
    set_role(store, ACTOR, Role.ADMINISTRATOR, actor=ACTOR, at=AT)
    return store


@pytest.fixture
def anew(any_store: Store) -> Iterator[Store]:
    """An empty database of either kind."""
    yield any_store


def test_restored_into_either_kind_of_database_every_export_is_the_same(lived_in: Store, anew: Store, tmp_path: Path) -> None:
    before = exports(lived_in, tmp_path / "before")
    file = tmp_path / "unit.backup"
    saved = save_backup(lived_in, file)
    lived_in.close()
    for part in tmp_path.glob("refillplan.db*"):
        part.unlink()
    contents, verdict = restore_backup(anew, file)
    assert contents == saved
    assert verdict.faults == ()
    assert exports(anew, tmp_path / "after") == before
    make_plan(anew, CODE, TODAY, actor=ACTOR, at=AT)


def test_what_was_restored_is_saved_and_restored_again_from_either_kind(lived_in: Store, anew: Store, tmp_path: Path) -> None:
    before = exports(lived_in, tmp_path / "before")
    save_backup(lived_in, tmp_path / "first.backup")
    restore_backup(anew, tmp_path / "first.backup")
    saved = save_backup(anew, tmp_path / "second.backup")
    with closing(Store.open(f"sqlite:///{tmp_path / 'again.db'}")) as again:
        contents, verdict = restore_backup(again, tmp_path / "second.backup")
        assert contents == saved
        assert verdict.faults == ()
        assert exports(again, tmp_path / "after") == before


def test_a_backup_is_restored_into_an_empty_database_alone(lived_in: Store, tmp_path: Path) -> None:
    save_backup(lived_in, tmp_path / "unit.backup")
    before = load_centre(lived_in, CODE)
    with pytest.raises(DatabaseNotEmpty, match="is not empty"):
        restore_backup(lived_in, tmp_path / "unit.backup")
    assert load_centre(lived_in, CODE) == before


def test_a_backup_is_for_its_owner_alone(lived_in: Store, tmp_path: Path) -> None:
    save_backup(lived_in, tmp_path / "unit.backup")
    assert (tmp_path / "unit.backup").stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob(".*part"))


@pytest.mark.parametrize("harm", ["cut", "bytes", "line", "text", "empty"])
def test_a_damaged_backup_is_refused_and_nothing_is_made(lived_in: Store, tmp_path: Path, harm: str) -> None:
    file = tmp_path / "unit.backup"
    save_backup(lived_in, file)
    whole = file.read_bytes()
    match harm:
        case "cut":
            file.write_bytes(whole[: len(whole) // 2])
        case "bytes":
            file.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
        case "line":
            lines = gzip.decompress(whole).splitlines(keepends=True)
            file.write_bytes(gzip.compress(b"".join(lines[:5] + lines[6:])))
        case "text":
            file.write_text("Dear colleague")
        case "empty":
            file.write_bytes(b"")
    with pytest.raises(NotABackup, match="no backup of this program, or a damaged one"):
        check_backup(file)
    new = Store.open(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(NotABackup):
        restore_backup(new, file)
    assert not (tmp_path / "new.db").exists()
    new.close()
