"""A forecast, and a look back, as files: tables as CSV, figures as SVG and PNG, a page to print."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from refillplan.domain.messages import N_, Message, message
from refillplan.forecast.backtest import Backtest
from refillplan.private_files import write_files
from refillplan.reports.drawing import drawn
from refillplan.reports.page import written_page
from refillplan.reports.sheets import written_sheet
from refillplan.reports.values import Figure, Page, Table
from refillplan.services.core.folders import require_empty
from refillplan.services.core.language import Translate, as_shown
from refillplan.services.forecasts.figures import calibration_figure, figures_of
from refillplan.services.forecasts.forecasting import Forecasted
from refillplan.services.forecasts.looking_back import accuracy_table, comparison_table
from refillplan.services.forecasts.pump_tables import due_table, made_table, pump_table
from refillplan.services.forecasts.sources import sources_of
from refillplan.services.forecasts.supply_tables import gap_table, supply_table, vials_table
from refillplan.services.forecasts.tables import (
    belief_table,
    cause_table,
    cohort_table,
    label_table,
    last_table,
    sensitivity_table,
)

SCOPE = message(
    N_(
        "A planning aid for staff: it does not monitor the pump, compute a dose or replace the pump's own alarms. "
        "Dates are nominal: implant date + label life."
    )
)
"""What a forecast is not."""


def write_forecast(found: Forecasted, by_year: Forecasted, folder: Path, lang: str, translate: Translate) -> tuple[Path, ...]:
    """Write a forecast to an empty folder and return its files.

    Parameters
    ----------
    by_year
        The same forecast by year, for the page: it has room for no more.

    Raises
    ------
    InvalidValue
        If there is anything in the folder.
    OSError
        If a file cannot be written.
    """
    require_empty(folder)
    whole, alone = found.forecast, dict(found.alone)
    tables = (
        label_table(whole),
        cohort_table(whole),
        cause_table(whole),
        belief_table(whole, alone),
        supply_table(whole),
        gap_table(whole),
        vials_table(whole),
        sensitivity_table(whole),
        last_table(whole),
        due_table(whole),
        pump_table(whole),
        made_table(whole),
    )
    page = written_page(forecast_page(by_year), lang, translate).encode()
    files = {**_sheets(tables, translate), **_figures(figures_of(whole), translate), "report.html": page}
    write_files(files, folder)
    return tuple(folder / name for name in files)


def forecast_page(found: Forecasted) -> Page:
    """Return a forecast as a page: the tables that fit on one, the figures, and what they rest on."""
    whole = found.forecast
    codes = ", ".join(centre.code for centre in whole.centres)
    return Page(
        title=message(N_("Replacement forecast of {codes} as on {today}"), codes=codes, today=str(whole.today)),
        lines=(SCOPE, *found.notes, _due_line(found)),
        tables=tuple(
            _for_people(table)
            for table in (
                label_table(whole),
                cohort_table(whole),
                supply_table(whole),
                gap_table(whole),
                vials_table(whole),
                sensitivity_table(whole),
                belief_table(whole, dict(found.alone)),
                last_table(whole),
            )
        ),
        figures=figures_of(whole),
        sources=tuple(replace(source, value=as_shown(source.value)) for source in sources_of(whole)),
    )


def _for_people(table: Table) -> Table:
    return replace(table, rows=tuple(tuple(as_shown(cell) for cell in row) for row in table.rows))


def _due_line(found: Forecasted) -> Message:
    return message(
        N_(
            "In periods that end short of supply {count} pumps fall due, more than are missing; due.csv lists them by date and "
            "code. Physicians decide"
        ),
        count=len(found.forecast.due),
    )


def write_backtest(found: Backtest, folder: Path, translate: Translate) -> tuple[Path, ...]:
    """Write a look back to an empty folder and return its files.

    Raises
    ------
    InvalidValue
        If there is anything in the folder.
    OSError
        If a file cannot be written.
    """
    require_empty(folder)
    sheets = _sheets((comparison_table(found), accuracy_table(found)), translate)
    files = {**sheets, **_figures((calibration_figure(found),), translate)}
    write_files(files, folder)
    return tuple(folder / name for name in files)


def _sheets(tables: Iterable[Table], translate: Translate) -> dict[str, bytes]:
    return {f"{table.key}.csv": written_sheet(table, translate).encode() for table in tables}


def _figures(figures: Iterable[Figure], translate: Translate) -> dict[str, bytes]:
    drawings = {}
    for figure in figures:
        marks = figure.marks if figure.even else tuple(translate(as_shown(mark)) for mark in figure.marks)
        for kind in ("svg", "png"):
            drawings[f"{figure.key}.{kind}"] = drawn(replace(figure, marks=marks), kind, translate)
    return drawings
