import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from tui_rooms import WAYS, go_to
from tui_sitting import seated, sitting

import tui
from refillplan.domain.messages import InvalidValue, message
from refillplan.domain.roles import Role
from refillplan.services.core.language import translator
from tui.app import RefillApp
from tui.palette import Doings, Places
from tui.registry import ENTRIES
from tui.screens.base import Room
from tui.settings import Settings, read_settings, settings_file

pytest_plugins = ["tui_databases"]

PLAIN_KEYS = re.compile(
    r"[a-zA-Z]|f\d{1,2}|ctrl\+[a-z]|shift\+([a-z]|tab)|escape|enter|tab|space|left|right|up|down|pageup|pagedown|home|end"
)
"""Keys that any AZERTY keyboard gives without AltGr and without a shifted digit."""


def owners() -> Iterator[type[DOMNode]]:
    """Return every class of the program that has keys."""
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        for _, each in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(each, DOMNode) and each.__module__ == module.name:
                yield each


def own_bindings() -> Iterator[tuple[type[DOMNode], Binding]]:
    for owner in owners():
        for binding in owner.__dict__.get("BINDINGS", ()):
            assert isinstance(binding, Binding)
            yield owner, binding


def test_every_key_has_an_id_a_label_and_help_in_both_languages() -> None:
    found = list(own_bindings())
    assert len(found) > 40
    french = translator("fr")
    same = {"absence", "Patient", "Import", "import"}
    for owner, binding in found:
        assert binding.id, (owner, binding)
        assert binding.tooltip, (owner, binding)
        for text in (binding.description, binding.tooltip):
            assert text in same or french(message(text)) != text, (owner, text)


def test_no_id_names_two_actions() -> None:
    by_id: dict[str, set[str]] = {}
    for owner, binding in own_bindings():
        named = binding.action if binding.id == "app.help" else f"{owner.__name__}.{binding.action}"  # help is in every dialog
        by_id.setdefault(str(binding.id), set()).add(named)
    assert {name: actions for name, actions in by_id.items() if len(actions) > 1} == {}


def test_no_key_needs_altgr_or_a_shifted_digit() -> None:
    assert [(owner, binding.key) for owner, binding in own_bindings() if not PLAIN_KEYS.fullmatch(binding.key)] == []


def test_every_action_exists() -> None:
    for owner, binding in own_bindings():
        name = binding.action.split("(")[0]
        assert hasattr(owner, f"action_{name}"), (owner, name)


def test_no_key_of_a_screen_hides_one_of_the_program() -> None:
    everywhere = {binding.key for owner, binding in own_bindings() if owner is RefillApp} - {"escape"}
    for owner, binding in own_bindings():
        if issubclass(owner, Screen):
            assert binding.key not in everywhere or binding.id == "app.help", (owner, binding)


def test_no_screen_names_two_actions_by_one_key() -> None:
    for owner in owners():
        if issubclass(owner, Room):
            keys = [
                binding.key
                for each in owner.__mro__
                for binding in each.__dict__.get("BINDINGS", ())
                if isinstance(binding, Binding)
            ]
            own = [key for key in keys if len(key) == 1 or key[0] == "f"]
            assert len(own) == len(set(own)), (owner, own)


@sitting
async def test_the_palette_holds_every_action_of_every_screen(database: Path) -> None:
    async with seated(database, role=Role.PHYSICIAN) as here:
        for way in WAYS:
            await go_to(here, way)
            screen = here.app.screen
            await here.pilot.pause(0.05)
            listed = {name for name, _, _ in (*Doings(screen).everything(), *Places(screen).everything())}
            own = {binding.key for owner, binding in own_bindings() if isinstance(screen, owner)}
            everywhere = [binding for owner, binding in own_bindings() if owner is RefillApp and binding.key not in own]
            for binding in (*everywhere, *(binding for owner, binding in own_bindings() if isinstance(screen, owner))):
                if binding.id == "app.palette" or str(binding.id).startswith("go."):
                    continue
                assert any(name.startswith(here.app.text(binding.description)) for name in listed), (way, binding, listed)
            assert all(any(here.app.desk.translate(each.name) in name for name in listed) for each in ENTRIES)


@sitting
async def test_the_last_line_names_at_most_seven_keys(database: Path) -> None:
    async with seated(database, (200, 60), role=Role.PHYSICIAN) as here:
        for way in WAYS:
            await go_to(here, way)
            await here.pilot.pause(0.05)
            keys = [part.split()[0] for part in re.split(r"\s{2,}", here.lines[-1].strip())]
            assert 2 <= len(keys) <= 7, here.lines[-1]
            assert keys[0] == "F1"


@sitting
async def test_keys_can_be_given_to_other_actions(database: Path) -> None:
    async with seated(database, settings=Settings(keys={"patient.record": "b"})) as here:
        assert "b record fill" in here.lines[-1]
        await here.press("r")
        assert here.on == "WorklistScreen"
        await here.press("b")
        await here.until_on("RecordFillDialog")


def test_settings_come_from_a_small_file(tmp_path: Path) -> None:
    file = tmp_path / "tui.toml"
    assert read_settings(file, {}) == Settings()
    file.write_text('role = "physician"\nlang = "fr"\ntheme = "high-contrast"\n[keys]\n"patient.record" = "b"\n')
    read = read_settings(file, {})
    assert (read.role, read.lang, read.theme, read.keys) == (Role.PHYSICIAN, "fr", "high-contrast", {"patient.record": "b"})
    assert read_settings(file, {"REFILLPLAN_ROLE": "reader"}).role is Role.READER
    assert settings_file({"REFILLPLAN_TUI": str(file)}) == file
    assert settings_file({"XDG_CONFIG_HOME": "/x"}) == Path("/x/refillplan/tui.toml")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("role = 1", "role '1' is none of administrator, nurse, physician, reader"),
        ('theme = "pink"', "theme 'pink' is none of"),
        ('lang = "de"', "lang 'de' is none of"),
        ("keys = 3", r"\[keys\] holds lines such as"),
        ('colour = "red"', "setting 'colour' is none of"),
        ("= 3", "is not a TOML file"),
    ],
)
def test_wrong_settings_are_said_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "tui.toml"
    file.write_text(text)
    with pytest.raises(InvalidValue, match=sentence):
        read_settings(file, {})
