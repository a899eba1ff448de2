import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, cast

import pytest
from cli_program import ROOT, SAMPLES, TODAY, Program

from refillplan.cli import main

pytest_plugins = ["cli_fixtures"]


@pytest.fixture(scope="session")
def france_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the ten centres of the French sample."""
    file = tmp_path_factory.mktemp("france") / "france.db"
    for folder in sorted((SAMPLES / "france").glob("fr*")):
        assert main(["import", str(folder), "--db", f"sqlite:///{file}", *TODAY]) == 0
    return file


@pytest.fixture
def france(program: Program, france_file: Path) -> Program:
    """The program with the ten centres of the French sample."""
    shutil.copy(france_file, program.file)
    return program


def data(program: Program, *words: str) -> dict[str, Any]:
    return cast("dict[str, Any]", program(*words, "--json").data)


def test_a_forecast_ends_with_1_where_supply_falls_short(france: Program) -> None:
    ended = france("forecast", "--centre", "FR10", "--by", "year")
    assert ended.code == 1
    assert "Label layer: pumps in place by label date" in ended.out
    assert "Need against supply" in ended.out
    assert "--due lists them by date and code" in ended.err
    assert "FR10: the settings of the forecast are not validated" in ended.err
    assert france("forecast", "--centre", "FR10", "--quota", "8", "--json").code == 0


def test_every_pump_is_listed_when_asked_for(france: Program) -> None:
    ended = france("forecast", "--centre", "FR10", "--due")
    assert len(re.findall(r"FR10-\d{4}-\d", ended.out)) == 8


def test_every_pump_is_listed_with_both_label_dates_when_asked_for(france: Program) -> None:
    ended = france("forecast", "--centre", "FR10", "--pumps", "--years", "1")
    rows = [line.split() for line in ended.out.splitlines() if "FR10 P" in line]
    assert len(rows) == 8
    assert all(len(row) >= 6 and re.fullmatch(r"\d{4}-\d\d-\d\d", row[2]) for row in rows)


def test_a_forecast_speaks_french(france: Program) -> None:
    ended = france("forecast", "--centre", "FR10", "--lang", "fr")
    assert "Couche nominale" in ended.out
    assert "moins de 5" in ended.err


def test_json_holds_both_layers_and_no_chance_of_a_single_pump(france: Program) -> None:
    found = data(france, "forecast", "--all-centres")
    assert len(found["label"]) == 250
    assert {len(found["all_models"]), len(found["supply"]["periods"]), len(found["vials"])} == {40}
    assert set(found["label"][0]) == {
        *("centre", "patient", "serial", "model", "implanted_on", "short_on", "long_on", "model_from_on", "model_to_on"),
        *("nominal_on", "extended_until", "label_on", "safe_by_on", "low_battery", "made_of"),
    }
    quarter = found["all_models"][0]
    assert [interval["level"] for interval in quarter["all"]["intervals"]] == [0.5, 0.8, 0.95]
    assert quarter["all"]["mean"] == pytest.approx(quarter["wear_out"]["mean"] + quarter["unplanned"]["mean"], abs=1e-5)
    settings = found["settings"][0]
    assert settings["lead_months"] == {
        "value": 6.0,
        "source": "intrathecal analogue, booking about 6 months ahead: Medtronic; Bolash 2015",
        "as_of": "2026-11-21",
    }


def test_centres_can_be_named_one_after_the_other(france: Program) -> None:
    found = data(france, "forecast", "--centre", "FR10", "--centre", "FR09", "--by", "year", "--years", "2")
    assert found["centres"] == ["FR09", "FR10"]
    assert [row["period"] for row in found["vials"]] == ["2027", "2028"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "choose one with --centre"),
        (("--centre", "FR01", "--all-centres"), "not both"),
        (("--centre", "FR99"), "there is no centre FR99"),
        (("--centre", "FR01", "--life", "nine"), "'nine' is no label life"),
        (("--centre", "FR01", "--years", "0"), "0 years: from 1 to 30"),
    ],
)
def test_a_wrong_choice_is_told_in_one_sentence(france: Program, words: tuple[str, ...], says: str) -> None:
    ended = france("forecast", *words)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err


def test_files_go_where_asked(france: Program, tmp_path: Path) -> None:
    ended = france("forecast", "--centre", "FR01", "--out", "forecast", "--years", "3")
    assert "19 files written" in ended.err
    page = (tmp_path / "forecast" / "report.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert page.isascii() or 'charset="utf-8"' in page
    assert france("forecast", "--centre", "FR01", "--out", "forecast").code == 2


def test_a_look_back_compares_quarters_and_refuses_what_the_records_do_not_hold(france: Program, tmp_path: Path) -> None:
    assert france("import", str(SAMPLES / "history")).code == 0
    found = data(france, "backtest", "--centre", "HISTORY", "--by", "quarter", "--out", "back")
    assert {row["period"] for row in found["comparisons"]} == {f"{y}-Q{q}" for y in range(2012, 2027) for q in range(1, 5)}
    assert (tmp_path / "back" / "calibration.svg").stat().st_size > 1000
    assert "How often intervals held" in france("backtest", "--centre", "HISTORY").out
    assert found["settings_on"] == "2026-11-21"
    assert "those of now (the newest entered on 2026-11-21), not those of each stand" in found["notes"][0]
    assert "those of now" in france("backtest", "--centre", "HISTORY").err
    refused = france("backtest", "--all-centres")
    assert refused.code == 2
    assert "nothing to look back on yet" in refused.err


@pytest.mark.many_forecasts
def test_ten_years_of_250_pumps_take_a_process_under_two_seconds(france: Program, tmp_path: Path) -> None:
    """The least of three runs; only a machine with nothing else to do can tell."""
    words = (sys.executable, "-m", "refillplan.cli", "forecast", "--all-centres", *france.db, *TODAY)
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    seconds = []
    for _ in range(3):
        begun = time.perf_counter()
        done = subprocess.run(words, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False)
        seconds.append(time.perf_counter() - begun)
        assert done.returncode == 1, done.stderr
    assert min(seconds) < 2, seconds
