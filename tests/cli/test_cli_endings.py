"""How the program ends where its surroundings fail it: Ctrl-C early, letters that are lacking, outputs that are gone."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cli_program import SAMPLES, TODAY, Program, surroundings

from refillplan.cli.ctrl_c import ctrl_c_held_back, is_ctrl_c

pytest_plugins = ["cli_fixtures"]

_INTERRUPTED_WHILE_LOADING = """\
import os, signal, sys
from refillplan.cli import main

signal.signal(signal.SIGINT, signal.default_int_handler)

class Loading:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1] and sys.meta_path[0] is self:
            sys.meta_path.remove(self)
            if sys.argv[2] == "pressed":
                os.kill(os.getpid(), signal.SIGINT)
            else:
                raise ImportError("half loaded") from KeyboardInterrupt()

sys.meta_path.insert(0, Loading())
sys.exit(main(sys.argv[3:]))
"""


def in_shell(line: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of a shell in which `refillplan` is the program."""
    program = f'refillplan() {{ "{sys.executable}" -m refillplan.cli "$@"; }}\n'
    kept = {name: value for name, value in surroundings().items() if name not in ("PYTHONUTF8", "LANG")}
    return subprocess.run(
        ["/bin/sh", "-c", program + line], cwd=folder, env={**kept, **variables}, capture_output=True, check=False, timeout=60
    )


@pytest.mark.parametrize("module", ["refillplan.cli.program", "refillplan.cli.commands.show_command", "sqlalchemy"])
@pytest.mark.parametrize("how", ["pressed", "wrapped"])
def test_ctrl_c_while_the_program_loads_is_an_interruption(small_program: Program, module: str, how: str) -> None:
    if (module, how) == ("refillplan.cli.program", "wrapped"):
        pytest.skip("nothing of ours is loaded that could answer")
    command = [sys.executable, "-c", _INTERRUPTED_WHILE_LOADING, module, how, "show", "worklist", *small_program.db, *TODAY]
    ended = subprocess.run(command, env=surroundings(), capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "refillplan: interrupted\n")


def test_ctrl_c_waits_for_the_end_of_what_is_loaded() -> None:
    before, steps = signal.signal(signal.SIGINT, signal.default_int_handler), []
    try:
        with pytest.raises(KeyboardInterrupt), ctrl_c_held_back():
            os.kill(os.getpid(), signal.SIGINT)
            steps.append("loaded")
        assert steps == ["loaded"]
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_an_error_that_hides_ctrl_c_is_known() -> None:
    hidden = RuntimeError("outer")
    hidden.__context__ = SystemError("inner")
    hidden.__context__.__cause__ = KeyboardInterrupt()
    assert is_ctrl_c(hidden)
    assert not is_ctrl_c(RuntimeError("outer"))


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp850"])
@pytest.mark.parametrize("words", ["show patient P02", "show audit", "suggest P02", "plan --help"])
def test_letters_that_an_encoding_lacks_have_stand_ins(small_program: Program, encoding: str, words: str) -> None:
    small_program.well("plan")
    small_program.well("publish")
    line = f"refillplan {words} --lang fr --db {small_program.db[1]} --today 2027-01-04"
    ended = in_shell(line, small_program.folder, PYTHONIOENCODING=encoding)
    assert (ended.returncode, b"refillplan-fault" in ended.stderr) == (0, False), ended.stderr
    assert ended.stdout.decode(encoding)


def test_the_arrow_is_written_in_plain_letters(small_program: Program) -> None:
    small_program.well("plan")
    small_program.well("publish")
    audit = in_shell(f"refillplan show audit --db {small_program.db[1]}", small_program.folder, PYTHONIOENCODING="ascii")
    assert b"->" in audit.stdout


def test_a_closed_output_is_said_before_anything_is_done(small_program: Program) -> None:
    db = small_program.db[1]
    ended = in_shell(f"refillplan done P01 --db {db} --today 2027-01-04 >&-", small_program.folder, LANG="C.UTF-8")
    assert ended.returncode == 3
    assert ended.stderr.decode() == ("refillplan: standard output is closed: there is nowhere to write to; nothing was done\n")
    assert "refill done" not in small_program.well("history").out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_output_is_one_sentence(small_program: Program) -> None:
    ended = in_shell(f"refillplan show audit --db {small_program.db[1]} > /dev/full", small_program.folder, LANG="C.UTF-8")
    assert ended.returncode == 3
    assert ended.stderr.decode() == "refillplan: what was to be written could not all be written: the disk is full\n"


def test_a_reader_who_stops_reading_is_no_fault(small_program: Program) -> None:
    small_program.well("import", str(SAMPLES / "small"))
    line = "(refillplan show audit --last 500 --db {db}; echo $? > code) | head -1"
    ended = in_shell(line.format(db=small_program.db[1]), small_program.folder, LANG="C.UTF-8", COLUMNS="1000")
    assert (small_program.folder / "code").read_text() == "0\n"
    assert ended.stderr == b""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["plan", "surplus"], "Argument en trop (surplus)"),
        (["plan", "one", "two"], "Arguments en trop (one two)"),
        (["not-done", "P01", "--reason", "malade"], "'malade' n'est pas l'un de 'no_show', 'ill', 'pump_problem'."),
        (["plan", "--weeks", "many"], "'many' ne convient pas (nombre entier attendu)."),
        (["plan", "--weeks"], "L'option '--weeks' demande une valeur."),
    ],
)
def test_wrong_use_is_said_in_french(program: Program, words: list[str], sentence: str) -> None:
    ended = program.bare(*words, "--lang=fr") if words[-1] != "--weeks" else program.bare("plan", "--lang=fr", "--weeks")
    assert ended.code == 2
    assert sentence in ended.err


@pytest.mark.parametrize(
    "words",
    [
        ["--lang", "fr", "--help"],
        ["--help", "--lang", "fr"],
        ["show", "--help", "--lang", "fr"],
        ["--lang", "fr", "show", "--help"],
    ],
)
def test_the_help_of_groups_knows_the_language(program: Program, words: list[str]) -> None:
    ended = program.bare(*words)
    assert ended.code == 0
    assert "Commandes\u00a0:" in ended.out
    assert "Langue" in ended.out


def test_the_language_may_stand_before_the_command(small_program: Program) -> None:
    ended = small_program.bare("--lang", "fr", "db", "state", *small_program.db)
    assert (ended.code, ended.out) == (0, "à jour\n")


def test_a_decimal_is_written_the_french_way(small_program: Program) -> None:
    assert re.search(r"\b\d+,\d s\b", small_program.well("plan", "--lang", "fr").err)


def test_the_history_is_in_the_centres_time(small_program: Program) -> None:
    lines = small_program.well("history", "--json")
    assert "+00:00" in lines.out
    shown = small_program.well("history").out
    assert "UTC" not in shown


def test_what_libraries_print_past_python_goes_to_stderr() -> None:
    script = "import os, sys; from refillplan.cli import main; main(['--version']); os.write(1, b'a library\\n')"
    done = subprocess.run([sys.executable, "-c", script], env=surroundings(), capture_output=True, text=True, check=True)
    assert done.stdout.startswith("refillplan")
    assert "a library" not in done.stdout
    assert "a library" in done.stderr
