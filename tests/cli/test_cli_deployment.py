"""The deployment page shows commands that exist, in both languages, and its examples are sound files."""

import configparser
import re
import shlex
from pathlib import Path

import click
import pytest
from cli_program import SAMPLES, Program

from refillplan.cli.program import _COMMANDS, _Program

pytest_plugins = ["cli_fixtures"]

UNITS = ("refillplan-feeds.service", "refillplan-nightly.service", "refillplan-backup.service")
TIMERS = ("refillplan-nightly.timer", "refillplan-backup.timer")


@pytest.fixture(params=["en", "fr"])
def page(request: pytest.FixtureRequest, program: Program) -> str:
    return program.bare("deployment", "--lang", request.param).out


def commands_in(text: str) -> set[tuple[str, ...]]:
    """Return the words after ``refillplan`` in blocks and in code inside sentences."""
    blocks = [line for block in re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL) for line in block.splitlines()]
    inline = [re.sub(r"\s+", " ", code) for code in re.findall(r"`((?:/opt/refillplan/bin/)?refillplan [^`]+)`", text)]
    lines = [line.removeprefix("/opt/refillplan/bin/") for line in (*blocks, *inline)]
    return {tuple(shlex.split(line)[1:]) for line in lines if line.startswith("refillplan ")}


def test_every_command_of_the_page_exists_with_its_options(page: str) -> None:
    shown = commands_in(page)
    assert len(shown) >= 15
    for words in shown:
        program = _Program("en")
        with program.make_context("refillplan", ["--help"], resilient_parsing=True) as context:
            command = program.get_command(context, words[0])
        rest = words[1:]
        if isinstance(command, click.Group) and rest:
            command, rest = command.commands[rest[0]], rest[1:]
        assert command is not None
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in rest if word.startswith("--")} <= known, words


def test_both_languages_say_the_same(program: Program) -> None:
    english, french = (program.bare("deployment", "--lang", lang).out for lang in ("en", "fr"))
    assert plain(english) == plain(french)
    assert english.count("\n## ") == french.count("\n## ") >= 9
    assert re.findall(r"refillplan-[a-z]+\.(?:service|timer)", english) == re.findall(
        r"refillplan-[a-z]+\.(?:service|timer)", french
    )


def plain(text: str) -> set[tuple[str, ...]]:
    """Return the commands without addresses: their hosts and passwords stand there in words."""
    return {tuple(word for word in words if "://" not in word) for words in commands_in(text)}


def test_the_shared_database_is_set_up_as_shown(program: Program, page: str) -> None:
    block = next(block for block in re.findall(r"```sh\n(.*?)```", page, flags=re.DOTALL) if "db state" in block)
    for line in block.splitlines():
        words = [str(SAMPLES / "small") if word == "our-unit" else word for word in shlex.split(line)[1:]]
        assert program(*words).code == 0, line


def test_the_page_is_written_with_its_examples(program: Program, tmp_path: Path) -> None:
    ended = program.bare("deployment", "examples", "--json")
    assert ended.code == 0
    names = {path.name for path in (tmp_path / "examples").iterdir()}
    assert names == {"deployment.md", "environment", "nginx.conf", *UNITS, *TIMERS}
    assert ended.data["files"] == ["deployment.md", *sorted(names - {"deployment.md"})]
    again = program.bare("deployment", "examples")
    assert (again.code, again.out) == (2, "")


def test_the_units_are_sound_and_run_what_there_is(program: Program, tmp_path: Path) -> None:
    program.bare("deployment", "examples")
    for name in UNITS:
        unit = read_unit(tmp_path / "examples" / name)
        assert unit["Service"]["User"] == "refillplan"
        assert unit["Service"]["NoNewPrivileges"] == "yes"
        words = shlex.split(unit["Service"]["ExecStart"])
        assert words[0].startswith("/")
        if words[0].endswith("refillplan"):
            assert words[1] in _COMMANDS
    for name in TIMERS:
        assert "OnCalendar" in read_unit(tmp_path / "examples" / name)["Timer"]
        assert name.replace(".timer", ".service") in UNITS


def read_unit(file: Path) -> configparser.ConfigParser:
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's names have capitals
    unit.read_string(file.read_text(encoding="utf-8"))
    return unit


def test_the_proxy_logs_no_secret_link(program: Program, tmp_path: Path) -> None:
    program.bare("deployment", "examples")
    text = (tmp_path / "examples" / "nginx.conf").read_text(encoding="utf-8")
    assert "access_log off;" in text
    assert text.count("{") == text.count("}")
    assert "proxy_pass http://127.0.0.1:8765;" in text
