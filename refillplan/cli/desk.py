"""What every command is given: the database, the day, the language, and where to print."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import TypeAlias

import click

from refillplan.cli.settings import today_in
from refillplan.domain.messages import N_, Message, Param, message
from refillplan.services.core.access import choose_centre, choose_centre_about, load_centre
from refillplan.services.core.language import Translate
from refillplan.services.upkeep.databases import Store

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"
"""A value that JSON can hold."""

SCOPE = message(
    N_(
        "A planning aid for staff: it does not monitor the pump, compute a dose or replace the pump's own alarms. "
        "Dates are nominal: last recorded fill + the protocol's interval."
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a command works.

    Parameters
    ----------
    url
        Address of the database.
    given_today, given_centre
        As given on the command line; None: today's date, the only centre.
    actor, at
        Who acts, and when, for the audit.
    as_json
        Whether data goes out as JSON, rather than as tables.
    """

    url: str
    given_today: date | None
    given_centre: str | None
    lang: str
    translate: Translate
    actor: str
    at: datetime
    as_json: bool

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open the database, and close it after use."""
        store = Store.open(self.url)
        try:
            yield store
        finally:
            store.close()

    def centre(self, store: Store) -> str:
        """Return the code of the centre that is meant."""
        return choose_centre(store, self.given_centre)

    def centre_about(self, store: Store, about: str) -> str:
        """Return the code of the centre that is meant, which a pump's serial may tell."""
        return choose_centre_about(store, self.given_centre, about)

    def today(self, store: Store, centre: str) -> date:
        """Return the day given, or today's date where the centre is."""
        return self.given_today or today_in(load_centre(store, centre).timezone)

    def today_here(self) -> date:
        """Return the day given, or today's date at this machine."""
        return self.given_today or today_in(None)

    def text(self, template: str, **params: Param) -> str:
        """Return a sentence in the reader's language."""
        return self.translate(message(template, **params))

    def joined(self, parts: Iterable[str]) -> str:
        """Return sentences, in the reader's language, as one."""
        first, *rest = [*parts] or [""]
        return reduce(lambda said, then: self.text(N_("{said}; {then}"), said=said, then=then), rest, first)

    def decimal(self, value: float) -> str:
        """Return a number with one decimal as the reader writes it."""
        whole, _, tenths = f"{value:.1f}".partition(".")
        return self.text(N_("{whole}.{tenths}"), whole=whole, tenths=tenths)

    def say(self, template: str, **params: Param) -> None:
        """Say one sentence to the person at the screen, on stderr."""
        self.tell(message(template, **params))

    def tell(self, sentence: Message) -> None:
        """Say a sentence that is already made, on stderr."""
        click.echo(self.translate(sentence), err=True)

    def scope(self) -> None:
        """Say what the program is not, before output for people."""
        if not self.as_json:
            self.tell(SCOPE)

    def emit(self, value: Json) -> None:
        """Print data as JSON on stdout, in UTF-8 wherever it goes."""
        click.echo(json.dumps(value, indent=2, ensure_ascii=False).encode())
