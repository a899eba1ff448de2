"""Enrolment cards: the link of a feed on paper or on the screen, with the steps for each kind of phone."""

from pathlib import Path
from typing import TYPE_CHECKING

from refillplan.services.core.extras import require_extra
from refillplan.services.core.language import translator
from refillplan.services.sharing.feeds import FeedLink

if TYPE_CHECKING:
    from refillplan.calendars.server.card import CardFacts


def require_cards() -> None:
    """Raise unless cards can be made: asked before there is a link, which is shown once.

    Raises
    ------
    InvalidValue
        If the library that draws the codes is not installed.
    """
    require_extra("serve", "segno")


def card_for_terminal(made: FeedLink) -> tuple[str, ...]:
    """Return the card of a feed in lines, in the feed's language.

    Raises
    ------
    InvalidValue
        If the library that draws the codes is not installed.
    """
    require_cards()
    from refillplan.calendars.server.card import card_lines  # noqa: PLC0415 (an optional part)

    return card_lines(_facts(made), translator(made.feed.lang))


def code_for_terminal(made: FeedLink) -> tuple[str, ...]:
    """Return the link of a feed as a code to scan, in lines whose blocks are the light parts.

    Raises
    ------
    InvalidValue
        If the library that draws the codes is not installed.
    """
    require_cards()
    from refillplan.calendars.server.card import code_lines  # noqa: PLC0415 (an optional part)

    return code_lines(made.link)


def write_card(made: FeedLink, file: Path) -> None:
    """Write the card of a feed as a page to print, readable by its owner alone.

    Raises
    ------
    InvalidValue
        If the library that draws the codes is not installed.
    OSError
        If the file exists, or cannot be written.
    """
    require_cards()
    from refillplan.calendars.server.card import card_html  # noqa: PLC0415 (an optional part)

    text = card_html(_facts(made), translator(made.feed.lang))
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(text, encoding="utf-8")


def _facts(made: FeedLink) -> "CardFacts":
    from refillplan.calendars.server.card import CardFacts  # noqa: PLC0415 (an optional part)

    return CardFacts(
        centre=made.centre,
        number=made.feed.number,
        role=made.feed.role,
        operator=made.feed.operator,
        phone=made.feed.phone,
        lang=made.feed.lang,
        link=made.link,
    )
