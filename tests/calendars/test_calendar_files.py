import os
import stat
from pathlib import Path

from refillplan.calendars.files import write_calendars

LONG_AGO = 1_000_000_000


def made_long_ago(*paths: Path) -> None:
    for path in paths:
        os.utime(path, (LONG_AGO, LONG_AGO))


def test_calendars_are_written_byte_for_byte(tmp_path: Path) -> None:
    folder = tmp_path / "calendars" / "DH1"
    written = write_calendars({"unit.ics": b"A\r\n\xc3\xa9\r\n", "operator-OP1.ics": b"B\r\n"}, folder)
    assert written == (folder / "unit.ics", folder / "operator-OP1.ics")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "unit.ics": b"A\r\n\xc3\xa9\r\n",
        "operator-OP1.ics": b"B\r\n",
    }


def test_an_unchanged_export_touches_nothing(tmp_path: Path) -> None:
    files = {"unit.ics": b"A\r\n", "operator-OP1.ics": b"B\r\n"}
    made_long_ago(*write_calendars(files, tmp_path), tmp_path)
    assert write_calendars(files, tmp_path) == ()
    assert {path.stat().st_mtime for path in (tmp_path, *tmp_path.iterdir())} == {LONG_AGO}


def test_only_the_changed_file_is_replaced_and_others_stay(tmp_path: Path) -> None:
    made_long_ago(*write_calendars({"unit.ics": b"A\r\n", "operator-OP1.ics": b"B\r\n"}, tmp_path))
    (tmp_path / "notes.txt").write_text("kept")
    assert write_calendars({"unit.ics": b"C\r\n", "operator-OP1.ics": b"B\r\n"}, tmp_path) == (tmp_path / "unit.ics",)
    assert (tmp_path / "unit.ics").read_bytes() == b"C\r\n"
    assert (tmp_path / "operator-OP1.ics").stat().st_mtime == LONG_AGO
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", "operator-OP1.ics", "unit.ics"]


def test_a_reader_in_the_middle_of_a_file_reads_it_to_its_old_end(tmp_path: Path) -> None:
    write_calendars({"unit.ics": b"old-" * 1000}, tmp_path)
    with (tmp_path / "unit.ics").open("rb", buffering=0) as reader:
        start = reader.read(6)
        write_calendars({"unit.ics": b"new"}, tmp_path)
        assert start + reader.read() == b"old-" * 1000


def test_a_calendar_that_was_opened_to_others_stays_open(tmp_path: Path) -> None:
    (written,) = write_calendars({"unit.ics": b"A\r\n"}, tmp_path)
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    written.chmod(0o644)
    write_calendars({"unit.ics": b"B\r\n"}, tmp_path)
    assert stat.S_IMODE(written.stat().st_mode) == 0o644
