"""A set of changes under a name, to be looked at and never carried out."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Input

from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.scenarios import PlacesChange, Scenario
from refillplan.domain.sessions import Closure, Leave
from tui.dialogs.base import Form
from tui.trial_cells import changes
from tui.typed_dates import read_days, read_half_day_of_week
from tui.words import SHORT_HALF_DAYS, WEEKDAYS


class ScenarioDialog(Form[Scenario]):
    """A scenario; ``known``: the one that is changed, None: a new one."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "A set of changes under a name, planned beside the centre as it is; nothing is booked. Leave empty what stays. "
            "The line below the fields says how the changes are understood."
        )
    )

    def __init__(self, known: Scenario | None) -> None:
        super().__init__()
        self._known = known

    def title_text(self) -> str:
        """Return what is done."""
        return self.host.text(N_("What would be if"))

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return the name and all that can be changed."""
        text, known = self.host.text, self._known
        closed = "" if known is None else ", ".join(f"{c.from_on:%d/%m/%Y} {c.to_on:%d/%m/%Y}" for c in known.closures)
        leaves = () if known is None else known.leaves
        away = ", ".join(f"{each.operator} {each.from_on:%d/%m/%Y} {each.to_on:%d/%m/%Y}" for each in leaves)
        yield text(N_("name, a code")), self._input("name", "" if known is None else known.name)
        yield text(N_("closed on")), self._input("closed", closed, "2/8 15/8, 24/12")
        yield text(N_("operators away")), self._input("away", away, "OP1 2/8 15/8")
        yield text(N_("new patients")), self._input("patients", _number(known.patients or None) if known else "")
        yield text(N_("limit, days")), self._input("limit", _number(known.limit_days) if known else "")
        yield text(N_("target, days")), self._input("target", _number(known.target_days) if known else "")
        yield text(N_("places")), self._input("places", self._places(), text(N_("tue am +1, thu pm -1")))

    def hint(self) -> str:
        """Return the changes in words."""
        if not self.typed("name"):
            return ""
        return changes(self.host.desk, self._read())

    def send(self) -> Scenario:
        """Keep the scenario."""
        from refillplan.services.plans.scenarios import add_scenario, list_scenarios  # noqa: PLC0415 (loads the planner)

        desk, scenario = self.host.desk, self._read()
        mine = self._known is not None and self._known.name == scenario.name
        if not mine and any(each.name == scenario.name for each in list_scenarios(desk.store, desk.centre)):
            raise InvalidValue(message(N_("there is a scenario {name} already"), name=scenario.name), "name")
        add_scenario(desk.store, desk.centre, desk.today, scenario, instead=mine, actor=desk.actor, at=desk.at)
        return scenario

    def _input(self, id: str, value: str, placeholder: str = "") -> Input:
        return Input(value, id=id, compact=True, placeholder=self.example(placeholder) if placeholder else "")

    def _read(self) -> Scenario:
        today = self.host.desk.today
        closed = [read_days(part, today) for part in self.typed("closed").split(",") if part.strip()]
        away = [part.split(maxsplit=1) for part in self.typed("away").split(",") if part.strip()]
        return Scenario(
            name=self.typed("name"),
            closures=tuple(Closure(from_on=first, to_on=last) for first, last in closed),
            leaves=tuple(_leave(part, today) for part in away),
            patients=self._count("patients") or 0,
            limit_days=self._count("limit"),
            target_days=self._count("target"),
            places=tuple(_places(part) for part in self.typed("places").split(",") if part.strip()),
        )

    def _count(self, field: str) -> int | None:
        typed = self.typed(field)
        if typed and not typed.isdecimal():
            raise InvalidValue(message(N_("'{text}' is not a number"), text=typed), field)
        return int(typed) if typed else None

    def _places(self) -> str:
        desk = self.host.desk
        return ", ".join(
            f"{desk.translate(WEEKDAYS[each.weekday - 1])} {desk.translate(SHORT_HALF_DAYS[each.half_day])} {each.more:+}"
            for each in (self._known.places if self._known else ())
        )


def _leave(words: Sequence[str], today: date) -> Leave:
    first, last = read_days("".join(words[1:]), today)
    return Leave(operator=words[0], from_on=first, to_on=last)


def _places(text: str) -> PlacesChange:
    *half_day, more = text.split()
    weekday, half = read_half_day_of_week(" ".join(half_day))
    if not more.lstrip("+-").isdecimal():
        raise InvalidValue(message(N_("'{text}' is not a number"), text=more), "places")
    return PlacesChange(weekday=weekday, half_day=half, more=int(more))


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
