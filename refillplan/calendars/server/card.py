"""The enrolment card of a phone: its link as a code to scan, and the steps for each kind of phone."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import segno

from refillplan.domain.feeds import FeedRole
from refillplan.domain.messages import N_, Message, message


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """How one kind of phone subscribes: a heading, the steps, and the link that it scans or takes over."""

    heading: Message
    steps: tuple[Message, ...]
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """What stands on a card: codes, and the link.

    Parameters
    ----------
    role, operator
        What the feed shows: whose visits, or the replacements.
    link
        Begins with http:// or https://.
    """

    centre: str
    number: int
    role: FeedRole
    operator: str | None
    phone: str
    lang: str
    link: str


def title(facts: CardFacts) -> Message:
    """Return whose calendar the card is for."""
    if facts.role is FeedRole.REPLACEMENTS:
        return message(N_("Replacements of pumps, {centre}, for the phone {phone}"), centre=facts.centre, phone=facts.phone)
    if facts.operator is None:
        return message(N_("Calendar of the unit {centre} for the phone {phone}"), centre=facts.centre, phone=facts.phone)
    return message(
        N_("Calendar of {operator}, {centre}, for the phone {phone}"),
        operator=facts.operator,
        centre=facts.centre,
        phone=facts.phone,
    )


def card_lines(facts: CardFacts, translate: Callable[[Message], str]) -> tuple[str, ...]:
    """Return the card for a terminal, in lines."""
    lines = [translate(title(facts)), ""]
    for way in _ways(facts):
        lines += [translate(way.heading), *_numbered(way, translate), way.link, ""]
    lines += [translate(message(N_("To scan, for Android or any other program:"))), *code_lines(facts.link)]
    return (*lines, *(translate(sentence) for sentence in _warnings(facts)))


def code_lines(link: str) -> tuple[str, ...]:
    """Return a link as a code to scan, in half blocks that are the light parts."""
    text = io.StringIO()
    segno.make(link, micro=False).terminal(text, compact=True)
    return tuple(text.getvalue().splitlines())


def card_html(facts: CardFacts, translate: Callable[[Message], str]) -> str:
    """Return the card as one page to print, with nothing to load from elsewhere."""
    head = escape(translate(title(facts)))
    parts = [
        f'<!DOCTYPE html>\n<html lang="{escape(facts.lang)}"><head><meta charset="utf-8"><title>{head}</title>',
        f"<style>{_STYLE}</style></head><body><h1>{head}</h1>",
    ]
    for way in _ways(facts):
        steps = "".join(f"<li>{escape(translate(step))}</li>" for step in way.steps)
        picture = segno.make(way.link, micro=False).svg_inline(scale=4, border=4)
        parts.append(
            f"<section><h2>{escape(translate(way.heading))}</h2>{picture}<ol>{steps}</ol>"
            f'<p class="link">{escape(way.link)}</p></section>'
        )
    parts += [f"<p>{escape(translate(sentence))}</p>" for sentence in _warnings(facts)]
    return "\n".join([*parts, "</body></html>\n"])


_STYLE = (
    "body{font:12pt sans-serif;max-width:18cm;margin:1cm auto}h1{font-size:15pt}h2{font-size:12pt}"
    "section{break-inside:avoid;border-top:1px solid #888;padding:.4cm 0;overflow:hidden}"
    "svg{float:right;margin-left:.5cm}.link{font-family:monospace;overflow-wrap:anywhere}"
)


def _ways(facts: CardFacts) -> tuple[_Way, ...]:
    webcal = "webcal://" + facts.link.partition("://")[2]
    return (
        _Way(
            heading=message(N_("iPhone or iPad")),
            steps=(
                message(N_("Scan the code with the camera and open the link; confirm that you subscribe.")),
                message(
                    N_(
                        "If nothing opens: Settings, Apps, Calendar, Calendar Accounts, Add Account, Other, Add Subscribed "
                        "Calendar; type the link."
                    )
                ),
                message(N_("Under Calendar Accounts, set Fetch New Data to hourly.")),
            ),
            link=webcal,
        ),
        _Way(
            heading=message(N_("Android (with the app ICSx5)")),
            steps=(
                message(N_("Install ICSx5 from F-Droid or the Play Store.")),
                message(N_("In ICSx5 press +, then scan the code or type the link.")),
                message(N_("In the settings of ICSx5, set the interval to the shortest.")),
            ),
            link=facts.link,
        ),
        _Way(
            heading=message(N_("Outlook")),
            steps=(
                message(N_("In Calendar choose Add calendar, then Subscribe from web.")),
                message(N_("Paste the link and choose Import.")),
            ),
            link=facts.link,
        ),
    )


def _warnings(facts: CardFacts) -> tuple[Message, ...]:
    return (
        message(N_("Whoever has this link can read the calendar. Keep the card like a key.")),
        message(
            N_("A lost phone or card: refillplan feed revoke {number}. A new link: refillplan feed rotate {number}."),
            number=facts.number,
        ),
        message(N_("This calendar is a planning aid: a phone may lag hours behind the plan of the unit.")),
    )


def _numbered(way: _Way, translate: Callable[[Message], str]) -> list[str]:
    return [f"{number}. {translate(step)}" for number, step in enumerate(way.steps, start=1)]
