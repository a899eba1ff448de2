"""What a command takes from its surroundings: language, user, clock; only front ends ask."""

import getpass
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

DATABASE_VARIABLE = "REFILLPLAN_DATABASE_URL"
ACTOR_VARIABLE = "REFILLPLAN_ACTOR"
FEEDS_VARIABLE = "REFILLPLAN_FEEDS_URL"
CALDAV_VARIABLES = ("REFILLPLAN_CALDAV_USER", "REFILLPLAN_CALDAV_PASSWORD")
DEFAULT_DATABASE = "sqlite:///refillplan.db"


def language(args: Sequence[str] = ()) -> str:
    """Return the language asked for by ``--lang`` among ``args``, or else by the surroundings: French or English."""
    for position, word in enumerate(args):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang" and position + 1 < len(args):
            return args[position + 1]
    set_to = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "fr" if set_to.lower().startswith("fr") else "en"


def caldav_login() -> tuple[str, str] | None:
    """Return user and password for a calendar server, as the environment has them; None where it has none."""
    user, password = os.environ.get(CALDAV_VARIABLES[0]), os.environ.get(CALDAV_VARIABLES[1])
    return None if user is None or password is None else (user, password)


def user() -> str:
    """Return the name of who works at this machine, for the audit."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name, in a container for example
        return "unknown"


def now() -> datetime:
    """Return this instant, in UTC."""
    return datetime.now(UTC)


def today_in(timezone: str | None) -> date:
    """Return today's date in an IANA zone; None: in the machine's."""
    return datetime.now(UTC).astimezone(None if timezone is None else ZoneInfo(timezone)).date()


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
