"""``network plan`` and ``network forecast`` as a user has them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from cli_program import SAMPLES, TODAY, Program, start, surroundings

sys.path.append(str(Path(__file__).parents[1] / "network"))  # its made-up centres serve here, too

from network_samples import generated_network

pytest_plugins = ["cli_fixtures"]


@pytest.fixture(scope="module")
def centres(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three made-up centres, side by side."""
    return generated_network(tmp_path_factory.mktemp("network"), 3)


def without_time(plan: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plan.items() if name not in ("seconds", "version", "source")}


def test_plans_of_folders_are_those_of_each_centre_alone(program: Program, centres: Path, tmp_path: Path) -> None:
    ended = program("network", "plan", str(centres), "--processes", "2", "--out", "plans", "--json")
    assert ended.code == 0, ended.err
    assert {line.split(":")[0] for line in ended.err.splitlines()} == {"N01", "N02", "N03"}
    together: Any = ended.data["centres"]
    for position, code in enumerate(("N01", "N02", "N03")):
        program.well("import", str(centres / code.lower()))
        alone = without_time(program.well("plan", "--centre", code, "--json").data)
        assert without_time(together[position]) == alone
        assert without_time(json.loads((tmp_path / "plans" / f"{code}.json").read_text(encoding="utf-8"))) == alone


def test_without_a_source_the_database_is_meant_and_keeps_the_drafts(program: Program, centres: Path) -> None:
    for name in ("n01", "n02"):
        program.well("import", str(centres / name))
    first = program.well("network", "plan", "--processes", "1")
    assert "N01" in first.out
    assert "N02" in first.out
    for code in ("N01", "N02"):
        assert program.well("show", "plans", "--centre", code, "--json").out.count('"draft"') == 1
    program.well("network", "plan", str(program.file), "--processes", "1")
    assert program.well("show", "plans", "--centre", "N01", "--json").out.count('"draft"') == 1


def test_a_centre_with_exceptions_ends_with_1_and_names_them_by_centre(program: Program, centres: Path) -> None:
    ended = program("network", "plan", str(SAMPLES / "overloaded"), str(centres / "n01"), "--weeks", "6", "--processes", "1")
    assert ended.code == 1
    assert "OVERLOADED" in ended.out.split("Visits without a session inside their limit")[1]


def test_faults_of_all_folders_are_named_and_nothing_is_planned(program: Program, centres: Path, tmp_path: Path) -> None:
    for name in ("n01", "n02"):
        spoiled = tmp_path / "spoiled" / name
        spoiled.mkdir(parents=True)
        for file in (centres / name).iterdir():
            (spoiled / file.name).write_bytes(file.read_bytes())
        (spoiled / "fills.csv").write_text("patient,filled\n")
    ended = program("network", "plan", "spoiled", "--out", "plans")
    assert (ended.code, ended.out, (tmp_path / "plans").exists()) == (2, "", False)
    assert "spoiled/n01/fills.csv" in ended.err
    assert "spoiled/n02/fills.csv" in ended.err


@pytest.mark.parametrize(
    ("sources", "says"),
    [
        (("nowhere",), "nowhere holds no centre"),
        (("{0}/n01", "{0}"), "the centre N01 stands there twice"),
        (("sqlite:///none.db",), "none.db holds no centre"),
        (("nonsense://x",), "nonsense"),
    ],
)
def test_a_wrong_source_is_one_sentence(program: Program, centres: Path, sources: tuple[str, ...], says: str) -> None:
    ended = program("network", "plan", *(source.format(centres) for source in sources))
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert len(ended.err.splitlines()) == 1


def test_a_network_is_forecast_as_each_centre_alone_and_as_all_together(program: Program) -> None:
    folders = sorted((SAMPLES / "france").glob("fr[01][09]"))
    for folder in folders:
        program.well("import", str(folder))
    words = ("--by", "year", "--years", "3", "--json")
    found: Any = program("network", "forecast", *map(str, folders), *words, "--processes", "1").data
    for code in ("FR09", "FR10"):
        assert found["centres"][code] == program("forecast", "--centre", code, *words).data
    assert found["together"] == program("forecast", "--all-centres", *words).data
    assert {day["centre"] for day in found["theatre"]} == {"FR09", "FR10"}


def test_a_quota_is_shared_by_all_centres(program: Program) -> None:
    folders = sorted((SAMPLES / "france").glob("fr[01][09]"))
    found = program("network", "forecast", *map(str, folders), "--years", "2", "--quota", "40", "--processes", "1")
    assert found.code == 0
    assert "asked for: --quota" in found.out
    assert "Theatre days by centre" in found.out
    assert "Pumps that can be obtained, as asked for" in found.out
    assert re.search(r"2027-01-04 +all together +any +40 +yes +asked for: --quota", found.out)
    french = program("network", "forecast", *map(str, folders), "--quota", "40", "--processes", "1", "--lang", "fr").out
    assert re.search(r"2027-01-04 +tous ensemble +tout modèle +40 +oui +demandé\s:\s--quota", french)
    assert "déjà passées" in french


def test_the_network_speaks_french(program: Program, centres: Path) -> None:
    ended = program("network", "plan", str(centres), "--lang", "fr", "--processes", "1")
    assert "Centres\u00a0: 3" in ended.out
    assert "comfort" not in ended.out
    assert "fait (3 sur 3)" in ended.err


def test_an_address_without_a_cluster_ends_with_one_sentence(program: Program, centres: Path) -> None:
    ended = program("network", "plan", str(centres), "--scheduler", "nonsense")
    assert (ended.code, ended.out, ended.err) == (
        2,
        "",
        "refillplan: 'nonsense' is not the address of a cluster: write tcp://HOST:8786 or tls://HOST:8786\n",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal to send")
def test_ctrl_c_ends_all_processes_and_says_what_is_done(tmp_path: Path) -> None:
    generated_network(tmp_path / "small", 1)
    big = (
        sys.executable,
        "-m",
        "refillplan.cli",
        "generate",
        "big",
        "--patients",
        "300",
        "--seed",
        "2",
        "--centre",
        "BIG",
        "--tight",
        "--load",
        "1",
    )
    subprocess.run(big, cwd=tmp_path, env=surroundings(), check=True, capture_output=True)
    process = start(tmp_path, "network", "plan", "big", "small", "--processes", "2", *TODAY, alone=True)
    assert process.stderr is not None
    assert process.stderr.readline() == "N01: done (1 of 2)\n"
    os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it: to the workers, too
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "interrupted" in err
    assert "done before, and kept where it comes from a database: N01" in err
    assert "Traceback" not in err
    until = time.monotonic() + 10
    while time.monotonic() < until and _alive(process.pid):
        time.sleep(0.1)
    assert not _alive(process.pid)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal to send")
def test_ctrl_c_while_the_processes_load_says_no_more_than_that(tmp_path: Path) -> None:
    years = [str(SAMPLES / name) for name in ("centre", "overloaded")]  # they take far longer than looking at processes
    process = start(tmp_path, "network", "plan", *years, "--processes", "2", *TODAY, alone=True)
    while process.poll() is None and "spawn_main" not in _lines_of(process.pid):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, ""), err
    assert "Traceback" not in err


def _lines_of(group: int) -> str:
    """Return the command lines of the processes of a group."""
    listed = subprocess.run(("ps", "-ww", "-o", "args=", "-g", str(group)), capture_output=True, text=True, check=False)
    return listed.stdout


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
