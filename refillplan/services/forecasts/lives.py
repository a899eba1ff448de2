"""Label lives side by side: what falls due under each, what cannot be obtained, and what extensions change."""

from collections.abc import Sequence

from refillplan.domain.messages import N_, Message, message
from refillplan.forecast.label_life import LifeChoice
from refillplan.forecast.whole import Forecast
from refillplan.reports.values import Figure, Series, Table
from refillplan.services.forecasts.tables import CURVES, LABEL, LEVEL, lives

_RESTS_ON = (*LABEL, "lead_months", "supply")


def lives_table(found: Sequence[Forecast]) -> Table:
    """Return need and gap by safe-by date, one column for each forecast.

    Parameters
    ----------
    found
        The same forecast under different label lives; at least one.
    """
    rows = []
    for number, row in enumerate(found[0].supply):
        pairs = ((each.supply[number].label_due, each.supply[number].label_gap) for each in found)
        rows.append((row.period.name, *(f"{due} / {gap}" for due, gap in pairs)))
    heads = [_with_life(N_("{life} (due / gap)"), each) for each in found]
    return Table(
        key="lives",
        title=message(N_("Due by safe-by date, and gap at its end, by label life")),
        headings=(message(N_("period")), *heads),
        rows=tuple(rows),
        rests_on=_RESTS_ON,
    )


def lives_figure(found: Sequence[Forecast]) -> Figure:
    """Return the gap under each label life as bars side by side."""
    return Figure(
        key="lives",
        title=message(N_("Gap at the end of each period, by label life")),
        axis=message(N_("period")),
        marks=tuple(row.period.name for row in found[0].supply),
        bars=tuple(
            Series(name=_with_life(N_("{life}: gap"), each), values=tuple(float(row.label_gap) for row in each.supply))
            for each in found
        ),
        rests_on=_RESTS_ON,
    )


def extensions_figure(found: Forecast) -> Figure:
    """Return the planned ends by year under the life that was chosen, with extensions and without, with intervals."""
    life = LifeChoice.LONG if found.life is LifeChoice.MODEL else found.life
    years = found.sensitivity
    with_them = [row for row in years if row.life is life and row.extensions]
    without = [row for row in years if row.life is life and not row.extensions]
    short, long = lives(found)
    named = short if life is LifeChoice.SHORT else long
    lines = []
    for name, rows in ((N_("{years} y, extended"), with_them), (N_("{years} y, not extended"), without)):
        intervals = [row.planned.interval(LEVEL) for row in rows]
        lines.append(
            Series(
                name=message(name, years=named),
                values=tuple(row.planned.mean for row in rows),
                low=tuple(float(interval.low) for interval in intervals),
                high=tuple(float(interval.high) for interval in intervals),
            )
        )
    return Figure(
        key="extensions",
        title=message(N_("Planned ends by year, with extensions and without: mean, and interval at 80 %")),
        axis=message(N_("year")),
        marks=tuple(row.period.name for row in with_them),
        lines=tuple(lines),
        rests_on=CURVES,
    )


def _with_life(template: str, found: Forecast) -> Message:
    short, long = lives(found)
    words = {
        LifeChoice.SHORT: message(N_("{years} y"), years=short),
        LifeChoice.LONG: message(N_("{years} y"), years=long),
        LifeChoice.MODEL: message(N_("model")),
    }
    return message(template, life=words[found.life])
