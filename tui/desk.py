"""What every screen is given: the database, the centre, the day, the language, who acts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from refillplan.domain.messages import Message, Param, message
from refillplan.domain.roles import Role
from refillplan.services.core.language import LANGUAGES, Translate, translator
from refillplan.services.upkeep.databases import Store
from tui.readable import readable

Clock = Callable[[], datetime]
"""Returns this instant, aware."""


@dataclass(slots=True, kw_only=True)
class Desk:
    """Where the program works.

    Parameters
    ----------
    timezone
        IANA name; the centre's days begin in it; None before the centre was read.
    given_today
        The day to work as on; None: today's date where the centre is.
    """

    store: Store
    centre: str
    timezone: str | None
    given_today: date | None
    actor: str
    role: Role
    lang: str
    clock: Clock
    _translate: Translate = field(init=False)

    def __post_init__(self) -> None:
        self._translate = translator(self.lang)

    @property
    def today(self) -> date:
        """The day that counts as today."""
        return self.given_today or self.local(self.at).date()

    def today_in(self, timezone: str) -> date:
        """Return the day that counts as today in the centre's zone, which is kept."""
        self.timezone = timezone
        return self.today

    @property
    def at(self) -> datetime:
        """The instant that changes are signed with."""
        return self.clock()

    def local(self, instant: datetime) -> datetime:
        """Return an instant in the centre's time."""
        return instant.astimezone(None if self.timezone is None else ZoneInfo(self.timezone))

    def translate(self, sentence: Message) -> str:
        """Return a sentence in the reader's language, its days as people read them."""
        return self._translate(readable(sentence, self.today, self._translate))

    def verbatim(self, sentence: Message) -> str:
        """Return a sentence in the reader's language, what fills it as it is."""
        return self._translate(sentence)

    def text(self, template: str, **params: Param) -> str:
        """Return a sentence, from its template, in the reader's language; texts that fill it stay as they are."""
        filled = {
            name: readable(value, self.today, self._translate) if isinstance(value, Message) else value
            for name, value in params.items()
        }
        return self._translate(message(template, **filled))

    def other_language(self) -> None:
        """Go on to the next language."""
        self.lang = LANGUAGES[(LANGUAGES.index(self.lang) + 1) % len(LANGUAGES)]
        self._translate = translator(self.lang)
