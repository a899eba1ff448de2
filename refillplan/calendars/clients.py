"""Programs that ask for feeds: by their words in the User-Agent, with the lag that is known of them."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

OTHER = "other"
"""The family of a program that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One family of programs.

    Parameters
    ----------
    words
        Any of them in a User-Agent names the family.
    lag_hours
        Longest known time between two requests; None: not known.
    source, source_on
        Who tells so, and when that was read.
    """

    family: str
    name: str
    words: tuple[str, ...]
    lag_hours: int | None
    source: str
    source_on: date


@cache
def known_clients() -> tuple[Client, ...]:
    """Return the families in the order in which they are tried."""
    text = (files("refillplan.calendars") / "clients.toml").read_text(encoding="utf-8")
    return tuple(
        Client(
            family=entry["family"],
            name=entry["name"],
            words=tuple(entry["words"]),
            lag_hours=entry.get("lag_hours"),
            source=entry["source"],
            source_on=entry["source_on"],
        )
        for entry in tomllib.loads(text)["client"]
    )


def family_of(user_agent: str) -> str:
    """Return the family that a User-Agent names; `OTHER` where it is not known."""
    said = user_agent.lower()
    return next((client.family for client in known_clients() if any(word in said for word in client.words)), OTHER)


def lag_of(family: str) -> timedelta | None:
    """Return the longest known time between two requests of a family; None where it is not known."""
    hours = next((client.lag_hours for client in known_clients() if client.family == family), None)
    return None if hours is None else timedelta(hours=hours)
