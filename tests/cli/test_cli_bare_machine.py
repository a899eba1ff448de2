"""The README's first command on a bare machine: SQLite, no server, no network, none of the optional parts."""

import json
import re
import shlex
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest
from cli_program import ROOT, surroundings

_BARE = """\
import socket, sys

class Without:
    def __init__(self, finder):
        self.finder = finder
    def __getattr__(self, name):
        return getattr(self.finder, name)
    def find_spec(self, name, path=None, target=None):
        return None if name.partition(".")[0] in {absent!r} else self.finder.find_spec(name, path, target)

def refuse(*_):
    raise OSError("no network here")

sys.meta_path[:] = [Without(finder) for finder in sys.meta_path]
socket.socket.connect = socket.socket.bind = refuse
from refillplan.cli import main
sys.exit(main(sys.argv[1:]))
"""

_OPTIONAL = {
    "fhir": ("fhir", "fhir_core", "pydantic"),
    "network": ("distributed", "dask"),
    "peers": ("timefold", "jpype"),
    "serve": ("httpx", "segno", "starlette", "uvicorn"),
    "web": ("textual_serve",),
}
"""What each optional part brings, by the names under which it is imported."""


def test_the_optional_parts_are_those_of_the_project_file() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(project["optional-dependencies"]) - {"test"} == set(_OPTIONAL)


def test_the_demo_does_all_without_server_network_or_optional_parts(tmp_path: Path) -> None:
    absent = {name for names in _OPTIONAL.values() for name in names} | {"pg8000"}
    (command,) = re.findall(r"\.venv/bin/refillplan (demo [^\n]*)", (ROOT / "README.md").read_text(encoding="utf-8"))
    words = (sys.executable, "-c", _BARE.format(absent=absent), *shlex.split(command))
    ended = subprocess.run(words, cwd=tmp_path, env=surroundings(), capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert len(json.loads((tmp_path / "demo" / "plan.json").read_text(encoding="utf-8"))["visits"]) > 400
    assert (tmp_path / "demo" / "calendars" / "unit.ics").stat().st_size > 1000


@pytest.mark.parametrize(
    ("words", "extra"),
    [
        (("export", "fhir", "out.json"), "fhir"),
        (("import-fhir", "in.json", "--as", "closures"), "fhir"),
        (("network", "plan", "--scheduler", "tcp://127.0.0.1:1"), "network"),
    ],
)
def test_a_part_that_is_not_installed_is_named_in_one_sentence(tmp_path: Path, words: tuple[str, ...], extra: str) -> None:
    absent = set(_OPTIONAL[extra])
    sample = (sys.executable, "-c", _BARE.format(absent=absent), "import", str(ROOT / "sample_data" / "small"))
    subprocess.run((*sample, "--today", "2027-01-04"), cwd=tmp_path, env=surroundings(), check=True, capture_output=True)
    command = (sys.executable, "-c", _BARE.format(absent=absent), *words)
    ended = subprocess.run(command, cwd=tmp_path, env=surroundings(), capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr == f"refillplan: this part is not installed: pip install 'refillplan[{extra}]' brings it\n"


@pytest.mark.bare_machine
def test_the_first_command_of_the_readme_in_a_new_environment(tmp_path: Path) -> None:
    venv.create(tmp_path / ".venv", with_pip=True)
    pip = (str(tmp_path / ".venv" / "bin" / "pip"), "install", "--quiet", "-c", str(ROOT / "constraints.txt"), str(ROOT))
    subprocess.run(pip, cwd=tmp_path, check=True)
    program = str(tmp_path / ".venv" / "bin" / "refillplan")
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    ended = subprocess.run(
        (program, "demo", "--out", "demo"), cwd=tmp_path, env=bare, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    subprocess.run((program, "deployment", "examples"), cwd=tmp_path, env=bare, check=True, capture_output=True)
    assert (tmp_path / "examples" / "refillplan-feeds.service").exists()
