"""A window as a line: counted from, earliest, target, limit, with today and the visit on it."""

from typing import cast

from textual.content import Content
from textual.widgets import Static

from refillplan.domain.messages import N_
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Window
from tui.host import Host
from tui.widgets.flow import flowing
from tui.words import LIMITED_BY, short_day

_BEFORE, _INSIDE, _BEYOND = "─", "━", "┄"


class WindowBar(Static):
    """The window of a patient's next visit; empty where there is none."""

    def __init__(self, *, id: str) -> None:
        super().__init__(markup=False, id=id)
        self._shown: tuple[Window, Visit | None] | None = None

    def show(self, window: Window | None, visit: Visit | None) -> None:
        """Draw a window, and the visit planned in it."""
        self._shown = None if window is None else (window, visit)
        self._draw()

    def on_resize(self) -> None:
        """Draw over the whole width."""
        self._draw()

    def _draw(self) -> None:
        if self._shown is None:
            self.update("")
            return
        window, visit = self._shown
        self.update(Content("\n").join((self._line(window, visit), self._legend(window, visit))))

    def _line(self, window: Window, visit: Visit | None) -> Content:
        host = cast("Host", self.app)
        today = host.desk.today
        last = max([window.limit_on, today, *([visit.session.on] if visit else [])])
        days = (last - window.hangs_on).days + 2
        width = max(20, self.size.width - 1)

        def at(offset: int) -> int:
            return min(width - 1, offset * width // days)

        earliest, limit = at((window.earliest_on - window.hangs_on).days), at((window.limit_on - window.hangs_on).days)
        line = [_BEFORE if x < earliest else _INSIDE if x <= limit else _BEYOND for x in range(width)]
        style = ["" if x < earliest else "$success" if x <= limit else "$error" for x in range(width)]
        marks = [
            (window.hangs_on, "├", ""),
            (window.earliest_on, "[", "$success"),
            (window.limit_on, "]", "bold $error"),
            (window.target_on, "◎", "bold $success"),
            (today, "▼", "bold $accent"),
        ]
        if visit is not None:
            marks.append((visit.session.on, "●", "bold $primary"))
        for on, sign, colour in marks:
            x = at((on - window.hangs_on).days)
            line[x], style[x] = sign, colour
        return Content.assemble(*zip(line, style, strict=True))

    def _legend(self, window: Window, visit: Visit | None) -> Content:
        host = cast("Host", self.app)
        desk = host.desk
        parts = [
            host.text(N_("├ fill {on}"), on=short_day(desk, window.hangs_on)),
            host.text(N_("[ from {on}"), on=short_day(desk, window.earliest_on)),
            host.text(N_("◎ best {on}"), on=short_day(desk, window.target_on)),
            host.text(
                N_("] limit {on}, {limited_by}"),
                on=short_day(desk, window.limit_on),
                limited_by=LIMITED_BY[window.limited_by],
            ),
            host.text(N_("▼ today")),
        ]
        if visit is not None:
            parts.append(host.text(N_("● visit {on}"), on=short_day(desk, visit.session.on)))
        return flowing((Content(part) for part in parts), self.size.width)
