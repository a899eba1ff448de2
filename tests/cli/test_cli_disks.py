"""Disks that are full or may only be read, and who may read what is written."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cli_program import ROOT, TODAY, Program, surroundings

from refillplan.private_files import write_files

pytest_plugins = ["cli_fixtures"]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes and limits are of POSIX")

_EXPORTS = (
    ("export", "csv", "unit"),
    ("export", "tables", "tables"),
    ("export", "ics", "calendars"),
    ("export", "vdir", "vdir"),
    ("export", "fhir", "fhir/unit.json"),
    ("forecast", "--out", "forecast"),
    ("nightly", "--out", "nights"),
    ("plan", "--save-problem", "problem/problem.json"),
    ("network", "plan", str(ROOT / "sample_data" / "small"), "--processes", "1", "--out", "plans"),
)


@pytest.fixture
def in_force(small_program: Program) -> Program:
    small_program.well("plan")
    small_program.well("publish")
    return small_program


@pytest.fixture
def wide_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(file.stat().st_mode) for file in folder.rglob("*") if file.is_file()}


@pytest.mark.usefixtures("wide_umask")
@pytest.mark.parametrize(("mode", "expected"), [(0o755, 0o600), (0o2770, 0o660)])
def test_what_holds_codes_is_for_its_owner_or_the_group_of_a_shared_folder(
    in_force: Program, tmp_path: Path, mode: int, expected: int
) -> None:
    for number, words in enumerate(_EXPORTS):
        folder = tmp_path / f"out{number}"
        folder.mkdir()
        folder.chmod(mode)
        if words[-1].endswith(".json"):
            (folder / words[-1]).parent.mkdir()
            (folder / words[-1]).parent.chmod(mode)
        ended = in_force(*words[:-1], str(folder / words[-1]))
        assert ended.code in (0, 1), (words, ended)
        assert modes(folder) == {expected}, words


@pytest.mark.usefixtures("wide_umask")
def test_a_file_that_was_opened_to_others_stays_open(tmp_path: Path) -> None:
    write_files({"unit.ics": b"one"}, tmp_path)
    (tmp_path / "unit.ics").chmod(0o644)
    write_files({"unit.ics": b"two"}, tmp_path)
    assert modes(tmp_path) == {0o644}


def on_a_disk(folder: Path, make: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a place of its own where ``make`` mounts a disk at ``folder``; skip where that is not possible."""
    if shutil.which("unshare") is None:
        pytest.skip("no disk can be mounted here")
    folder.mkdir()
    run = f"from refillplan.cli import main; raise SystemExit(main({list(words)!r}))"
    script = f'{make} || exit 99; "$@"; code=$?; ls -A {folder}; exit $code'
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", sys.executable, "-c", run],
        cwd=folder.parent,
        env=surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip("no disk can be mounted here")
    return done


def test_a_name_that_leads_elsewhere_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    os.mkfifo(tmp_path / "pipe")
    with ThreadPoolExecutor() as beside:
        read = beside.submit((tmp_path / "pipe").read_bytes)
        write_files({"link": b"new", "pipe": b"told", "plain": b"kept"}, tmp_path)
        assert read.result(timeout=10) == b"told"
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "plain").read_bytes() == b"kept"


@pytest.mark.parametrize(
    "words",
    [("export", "csv", "x"), ("export", "tables", "x"), ("export", "ics", "x"), ("audit", "export", "x/audit.jsonl")],
)
def test_what_does_not_fit_on_the_disk_leaves_no_part(in_force: Program, tmp_path: Path, words: tuple[str, ...]) -> None:
    full = f"mount -t tmpfs -o size=4k none {tmp_path / 'x'}"
    done = on_a_disk(tmp_path / "x", full, *words, *in_force.db, *TODAY)
    assert done.stderr.startswith(f"refillplan: {words[-1]}")
    assert done.stderr.endswith(": the disk is full\n")
    assert len(done.stderr.splitlines()) == 1
    assert (done.returncode, done.stdout) == (3, "")


def read_only(folder: Path, file: Path, *words: str) -> str:
    """Return what a command says where ``folder`` is a disk that may only be read, with a copy of ``file`` on it."""
    mount = f"mount -t tmpfs none {folder} && cp {file} {folder} && mount -o remount,ro {folder}"
    done = on_a_disk(folder, mount, *words)
    assert done.returncode in (2, 3)
    return done.stderr


@pytest.mark.parametrize("words", [("info",), ("show", "worklist"), ("backup", "save", "x.backup")])
def test_a_database_on_a_disk_that_may_only_be_read_says_so(
    small_program: Program, tmp_path: Path, words: tuple[str, ...]
) -> None:
    said = read_only(tmp_path / "ro", small_program.file, *words, "--db", f"sqlite:///{tmp_path / 'ro' / 'refillplan.db'}")
    assert "is on a disk that may only be read; also who only looks needs to write there" in said


def test_a_backup_that_cannot_be_written_names_the_file_that_was_asked_for(small_program: Program, tmp_path: Path) -> None:
    file = tmp_path / "ro" / "x.backup"
    said = read_only(tmp_path / "ro", small_program.file, "backup", "save", str(file), *small_program.db)
    assert said == f"refillplan: {file}: the disk may only be read\n"
