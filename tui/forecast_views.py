"""What the forecast screen can show: each a table, most with a figure; the tables are those of ``refillplan forecast``."""

from collections.abc import Callable
from dataclasses import dataclass

from refillplan.domain.messages import N_, Message, message
from refillplan.domain.own_sources import source_words
from refillplan.services.core.labels import LifeChoice
from refillplan.services.forecasts.forecasting import Forecast
from refillplan.services.forecasts.report import (
    Figure,
    Table,
    belief_table,
    cohort_table,
    extensions_figure,
    figures_of,
    gap_table,
    label_table,
    last_table,
    lives_figure,
    lives_table,
    sensitivity_table,
    sources_of,
    supply_table,
    vials_table,
)
from tui.forecasts import Foreseen

_Make = Callable[[Foreseen, LifeChoice], Table]
_Draw = Callable[[Foreseen, LifeChoice], Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One view; ``figure`` is None where there is only a table."""

    name: Message
    table: _Make
    figure: _Draw | None = None


def _of_one(make: Callable[[Forecast], Table]) -> _Make:
    return lambda found, life: make(found.by_life[life].forecast)


def _figure(key: str) -> _Draw:
    def draw(found: Foreseen, life: LifeChoice) -> Figure:
        return next(figure for figure in figures_of(found.by_life[life].forecast) if figure.key == key)

    return draw


def _side_by_side(found: Foreseen) -> tuple[Forecast, ...]:
    return tuple(each.forecast for each in found.by_life.values())


def _beliefs(found: Foreseen, life: LifeChoice) -> Table:
    return belief_table(found.by_life[life].forecast, dict(found.by_life[life].alone))


def _sources(found: Foreseen, life: LifeChoice) -> Table:
    return Table(
        key="sources",
        title=message(N_("What every number rests on")),
        headings=(message(N_("value")), message(N_("as of")), message(N_("number")), message(N_("source"))),
        rows=tuple((each.value, each.as_of, each.name, each.source) for each in sources_of(found.by_life[life].forecast)),
        rests_on=(),
    )


def _notes(found: Foreseen, life: LifeChoice) -> Table:
    return Table(
        key="notes",
        title=message(N_("What has to be said of this forecast")),
        headings=(message(N_("note")),),
        rows=tuple((note,) for note in found.by_life[life].notes),
        rests_on=(),
    )


def _counters(found: Foreseen, life: LifeChoice) -> Table:
    rows = [
        (N_("patients followed"), *(each.patients_followed for each in found.counters), ""),
        (
            N_("pumps followed"),
            *(each.pumps_followed for each in found.counters),
            f"{found.counters[0].rule.pumps_followed.value:g}",
        ),
        (N_("pumps placed"), *(each.pumps_placed for each in found.counters), f"{found.counters[0].rule.pumps_placed.value:g}"),
        (N_("patients whose review falls due"), *(each.reviews_due for each in found.counters), ""),
        (N_("of them reviewed"), *(each.reviews_done for each in found.counters), ""),
    ]
    return Table(
        key="counters",
        title=message(
            N_("Counters of this centre; the rule is optional and was written for external pumps ({source})"),
            source=source_words(found.counters[0].rule.pumps_followed.source),
        ),
        headings=(
            message(N_("indicator")),
            *(message(N_("{year}, until {until}"), year=each.year, until=f"{each.until:%d/%m/%Y}") for each in found.counters),
            message(N_("rule, at least")),
        ),
        rows=tuple((message(str(name)), *("-" if cell is None else str(cell) for cell in cells)) for name, *cells in rows),
        rests_on=(),
    )


VIEWS = (
    View(name=message(N_("need and supply")), table=_of_one(supply_table), figure=_figure("gaps")),
    View(
        name=message(N_("lives side by side")),
        table=lambda found, _: lives_table(_side_by_side(found)),
        figure=lambda found, _: lives_figure(_side_by_side(found)),
    ),
    View(name=message(N_("ends")), table=_of_one(cohort_table), figure=_figure("ends")),
    View(name=message(N_("likely gap")), table=_of_one(gap_table), figure=_figure("gaps")),
    View(name=message(N_("label dates")), table=_of_one(label_table), figure=_figure("wave")),
    View(
        name=message(N_("extensions")),
        table=_of_one(sensitivity_table),
        figure=lambda found, life: extensions_figure(found.by_life[life].forecast),
    ),
    View(name=message(N_("last pump")), table=_of_one(last_table)),
    View(name=message(N_("beliefs")), table=_beliefs),
    View(name=message(N_("vials")), table=_of_one(vials_table)),
    View(name=message(N_("counters")), table=_counters),
    View(name=message(N_("sources")), table=_sources),
    View(name=message(N_("notes")), table=_notes),
)
"""The first is shown first."""
