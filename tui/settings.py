"""What somebody has configured for the screen: role, language, colours, keys; a small TOML file."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from refillplan.domain.messages import N_, InvalidValue, message, require
from refillplan.domain.roles import Role
from refillplan.services.core.language import LANGUAGES
from tui.themes import THEMES

SETTINGS_VARIABLE = "REFILLPLAN_TUI"
ROLE_VARIABLE = "REFILLPLAN_ROLE"
FEEDS_VARIABLE = "REFILLPLAN_FEEDS_URL"
DEFAULT_FEEDS = "http://127.0.0.1:8765"
_KEYS = {"role", "lang", "theme", "keys"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Choices for the screen.

    Parameters
    ----------
    lang
        None: as the surroundings say.
    keys
        By the id of an action (the help shows it), other keys for it: ``patient.record = "f"``.
    """

    role: Role = Role.NURSE
    lang: str | None = None
    theme: str = THEMES[0].name
    keys: Mapping[str, str] = field(default_factory=dict)


def settings_file(surroundings: Mapping[str, str] = os.environ) -> Path:
    """Return where the settings are: the file that ``REFILLPLAN_TUI`` names, or the one of the account."""
    named = surroundings.get(SETTINGS_VARIABLE)
    home = surroundings.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(named) if named else Path(home) / "refillplan" / "tui.toml"


def feed_server(surroundings: Mapping[str, str] = os.environ) -> str:
    """Return the address of the feed server as phones see it, or this machine's own."""
    return surroundings.get(FEEDS_VARIABLE) or DEFAULT_FEEDS


def read_settings(file: Path, surroundings: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings; the defaults where there is no file. ``REFILLPLAN_ROLE`` goes before the file.

    Raises
    ------
    InvalidValue
        If the file is not TOML, or a value is none that is known.
    OSError
        If the file cannot be read.
    """
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidValue(message(N_("{file} is not a TOML file: {reason}"), file=str(file), reason=str(error))) from error
    for name in found:
        _require_known(file, "setting", name, _KEYS)
    role = surroundings.get(ROLE_VARIABLE) or found.get("role", Role.NURSE.value)
    theme, lang, keys = found.get("theme", THEMES[0].name), found.get("lang"), found.get("keys", {})
    _require_known(file, "role", role, {each.value for each in Role})
    _require_known(file, "theme", theme, {each.name for each in THEMES})
    if lang is not None:
        _require_known(file, "lang", lang, set(LANGUAGES))
    require(
        isinstance(keys, dict) and all(isinstance(value, str) for value in keys.values()),
        "keys",
        N_("{file}: [keys] holds lines such as patient.record = 'f'"),
        file=str(file),
    )
    return Settings(role=Role(role), lang=lang, theme=theme, keys=keys)


def _require_known(file: Path, name: str, value: object, known: set[str]) -> None:
    require(
        isinstance(value, str) and value in known,
        name,
        N_("{file}: {name} '{value}' is none of {choices}"),
        file=str(file),
        name=name,
        value=str(value),
        choices=", ".join(sorted(known)),
    )
