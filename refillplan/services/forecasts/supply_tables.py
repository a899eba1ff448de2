"""Need against supply, and vials, as tables."""

from refillplan.domain.messages import N_, message
from refillplan.forecast.whole import Forecast
from refillplan.reports.values import Table
from refillplan.services.forecasts.tables import CURVES, LABEL, count_cells, life_words


def supply_table(found: Forecast) -> Table:
    """Return what falls due by safe-by date against what can be obtained."""
    rows = tuple(
        (row.period.name, *map(str, (row.arriving, row.obtainable, row.label_due, row.label_past, row.label_gap, row.label_left)))
        for row in found.supply
    )
    return Table(
        key="supply",
        title=message(N_("Need against supply by safe-by date, {life}"), life=life_words(found)),
        headings=(
            message(N_("period")),
            message(N_("arriving")),
            message(N_("obtainable")),
            message(N_("due")),
            message(N_("of them past")),
            message(N_("gap at its end")),
            message(N_("left over")),
        ),
        rows=rows,
        rests_on=(*LABEL, "lead_months", "supply"),
    )


def gap_table(found: Forecast) -> Table:
    """Return ends by the cohort layer against what can be obtained."""
    rows = tuple((row.period.name, str(row.arriving), *count_cells(row.ends), *count_cells(row.gap)) for row in found.supply)
    return Table(
        key="gap",
        title=message(N_("Need against supply by the cohort layer, {life}: mean, and interval at 80 %"), life=life_words(found)),
        headings=(
            message(N_("period")),
            message(N_("arriving")),
            message(N_("ends")),
            message(N_("80 %")),
            message(N_("gap at its end")),
            message(N_("80 %")),
        ),
        rows=rows,
        rests_on=(*CURVES, "supply"),
    )


def vials_table(found: Forecast) -> Table:
    """Return the vials to order."""
    rows = tuple((row.period.name, f"{row.fills:.0f}", str(row.vials), str(row.vials_if_none_replaced)) for row in found.vials)
    return Table(
        key="vials",
        title=message(N_("Insulin vials to order")),
        headings=(
            message(N_("period")),
            message(N_("fills")),
            message(N_("vials")),
            message(N_("vials, none replaced")),
        ),
        rows=rows,
        rests_on=(*CURVES, "vials_per_fill", "target_days"),
    )
