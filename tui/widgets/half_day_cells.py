"""The lines of a grid of half-days, as pieces of text each with what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Window
from tui.desk import Desk
from tui.half_day_facts import HalfDayFacts
from tui.words import SHORT_HALF_DAYS, WEEKDAYS

LABEL_WIDTH = 4
_FULL_PERCENT = 85
_BAR = 5

Part = tuple[str, "Cell"]


class Cell(Enum):
    """What a piece of a grid is; the style sheet gives each its colours."""

    TITLE = "title"
    DAY = "day"
    TODAY = "today"
    WINDOW = "window"
    FREE = "free"
    FULL = "full"
    OVER = "over"
    CLOSED = "closed"
    VISIT = "visit"
    OWN = "own"
    CURSOR = "cursor"
    PICKED = "picked"


@dataclass(slots=True, kw_only=True)
class Drawing:
    """What is drawn beside the half-days.

    Parameters
    ----------
    patient, windows
        The patient whose visits stand out, and the windows of these visits.
    """

    desk: Desk
    patient: str | None = None
    windows: tuple[Window, ...] = ()

    def weekdays(self, columns: int, width: int) -> list[Part]:
        """Return the names of the days."""
        names = (self.desk.translate(WEEKDAYS[day]) for day in range(columns))
        return [(" " * LABEL_WIDTH, Cell.TITLE), *((_fit(f" {name}", width), Cell.TITLE) for name in names)]


def day_line(drawing: Drawing, days: Sequence[date], width: int) -> list[Part]:
    """Return the line of dates, with the window drawn along it."""
    label = drawing.desk.text(N_("W{week}"), week=f"{days[0].isocalendar().week:02}")
    parts: list[Part] = [(_fit(label, LABEL_WIDTH), Cell.TITLE)]
    for day in days:
        today = day == drawing.desk.today
        name = _today(drawing, day, width) if today else f" {day:%d/%m}"
        mark, cell = _window_mark(drawing, day, width - len(name) - 1)
        parts.append((_fit(name, width - len(mark)), Cell.TODAY if today else Cell.DAY))
        parts.append((mark, cell))
    return parts


def _today(drawing: Drawing, day: date, width: int) -> str:
    sign = f"▼{day:%d/%m}"
    name = f"{sign} {drawing.desk.text(N_('today'))}"
    return name if len(name) <= width - 2 else sign


def half_day_line(
    drawing: Drawing,
    facts: Sequence[HalfDayFacts],
    line: int,
    lines: int,
    width: int,
    cursor: SessionKey,
    chosen: Visit | None,
) -> list[Part]:
    """Return one line of the half-days of a week."""
    half = facts[0].key.half_day
    label = drawing.desk.translate(SHORT_HALF_DAYS[half]) if line == 0 else ""
    parts: list[Part] = [(_fit(label, LABEL_WIDTH), Cell.TITLE)]
    for each in facts:
        here = each.key == cursor
        text, cell = _load(drawing, each, width, lines) if line == 0 else _visit(drawing, each, line - 1, lines - 1)
        if here:
            picked = line > 0 and line <= len(each.visits) and each.visits[line - 1] == chosen
            cell = Cell.PICKED if picked else Cell.CURSOR
        side = "▌" if here else "│" if lines > 1 else " "
        parts.append((_fit(side + text, width), cell))
    return parts


def _load(drawing: Drawing, facts: HalfDayFacts, width: int, lines: int) -> Part:
    if facts.session is None:
        reason = facts.closed_by if isinstance(facts.closed_by, str) else drawing.desk.translate(facts.closed_by)
        sign = "✖" if facts.visits else "–"
        count = f"{len(facts.visits)} " if facts.visits else ""
        return f"{sign} {count}{reason}", Cell.OVER if facts.visits else Cell.CLOSED
    share = facts.share or 0
    cell = Cell.OVER if share > 100 else Cell.FULL if share >= _FULL_PERCENT else Cell.FREE
    sign = {Cell.OVER: "‼", Cell.FULL: "■", Cell.FREE: "□"}[cell]
    if not facts.session.operators:
        return f"✖ {drawing.desk.text(N_('no operator'))}", Cell.OVER
    own = "●" if any(visit.patient == drawing.patient for visit in facts.visits) else ""
    away = "".join(f" -{operator}" for operator in facts.away)
    if lines > 1:
        hours = f"{facts.session.opens:%H:%M}-{facts.session.closes:%H:%M}" if width >= 20 else f"{facts.session.opens:%H:%M}"
        return f"{hours} {sign} {share}%{away}", cell
    bar = _bar(share) + " " if width >= 19 else ""
    return f"{sign}{len(facts.visits):>2} {bar}{share:>3}%{own}{away}", cell


def _visit(drawing: Drawing, facts: HalfDayFacts, at: int, room: int) -> Part:
    if at == room - 1 and len(facts.visits) > room:
        return drawing.desk.text(N_("{count} more"), count=len(facts.visits) - room + 1), Cell.VISIT
    if at >= len(facts.visits):
        return "", Cell.VISIT if facts.session is not None else Cell.CLOSED
    visit = facts.visits[at]
    own = visit.patient == drawing.patient
    sign = "●" if own else "·" if visit.told else "○"
    return f"{visit.starts_at:%H:%M}{sign}{visit.patient}", Cell.OWN if own else Cell.VISIT


def _window_mark(drawing: Drawing, day: date, room: int) -> Part:
    for window in drawing.windows:
        if window.earliest_on <= day <= window.limit_on:
            marks = {
                window.earliest_on: ("[", drawing.desk.text(N_("earliest"))),
                window.target_on: ("◎", drawing.desk.text(N_("best"))),
                window.limit_on: ("]", drawing.desk.text(N_("limit"))),
            }
            sign, word = marks.get(day, ("─", ""))
            return _fit(f"{sign}{word}" if room >= len(word) + 1 else sign, room).replace("  ", "──"), Cell.WINDOW
    return "", Cell.DAY


def _bar(share: int) -> str:
    filled = min(_BAR, round(share * _BAR / 100))
    return "▰" * filled + "▱" * (_BAR - filled)


def _fit(text: str, width: int) -> str:
    return text[:width].ljust(width) if len(text) <= width else text[: max(0, width - 1)] + "…"
