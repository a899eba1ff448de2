"""Figures, page and tables of a forecast as people get them: titled, legible, each number with a source of its own."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from service_samples import ACTOR, AT, SAMPLES, TODAY

from refillplan.domain.devices import Supply
from refillplan.domain.own_sources import QUOTA
from refillplan.reports.drawing import drawn
from refillplan.reports.values import Figure
from refillplan.services.core.language import as_shown, translator
from refillplan.services.entering.importing import Imported, import_folder
from refillplan.services.forecasts.files import write_forecast
from refillplan.services.forecasts.forecasting import By, Forecasted, look_forward
from refillplan.services.forecasts.report import figures_of, sources_of, supply_table
from refillplan.storage import Store

pytest_plugins = ["service_stores"]

CODES = ("FR09", "FR10")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def forecasting(store: Store) -> Callable[..., Forecasted]:
    for code in CODES:
        assert isinstance(import_folder(store, SAMPLES / "france" / code.lower(), TODAY, actor=ACTOR, at=AT), Imported)
    return lambda **choices: look_forward(store, CODES, TODAY, **choices)


def figure_of(found: Forecasted, key: str) -> Figure:
    return next(figure for figure in figures_of(found.forecast) if figure.key == key)


def test_every_drawing_has_a_title_and_its_legend_beside_the_axes(forecasting: Callable[..., Forecasted]) -> None:
    found = forecasting(by=By.YEAR)
    for figure in figures_of(found.forecast):
        root = ElementTree.fromstring(drawn(figure, "svg", translator("fr")))
        title = root.find(f"{SVG}title")
        assert title is not None
        assert title.text == translator("fr")(figure.title)
        assert [group.get("id") for group in root.findall(f"{SVG}g/{SVG}g")][-1] == "legend_1"


def test_the_wave_has_every_year_from_the_first_to_the_last(forecasting: Callable[..., Forecasted]) -> None:
    marks = [int(mark) for mark in figure_of(forecasting(by=By.YEAR), "wave").marks]
    assert marks == list(range(marks[0], marks[-1] + 1))


def test_the_page_numbers_every_source_once(forecasting: Callable[..., Forecasted], tmp_path: Path) -> None:
    found = forecasting(by=By.YEAR)
    write_forecast(found, found, tmp_path / "out", "en", translator("en"))
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    numbers = [int(number) for number in re.findall(r'<tr data-key="\w+"><td>(\d+)</td>', page)]
    assert numbers == list(range(1, len(sources_of(found.forecast)) + 1))
    for rests_on in re.findall(r"<p>rests on: ([\d, ]+)</p>", page):
        assert [int(number) for number in rests_on.split(", ")] == sorted({int(number) for number in rests_on.split(", ")})


def test_what_is_past_its_safe_by_date_is_told_apart_from_what_comes(forecasting: Callable[..., Forecasted]) -> None:
    found = forecasting(by=By.YEAR).forecast
    past = sum(dates.safe_by_on is not None and dates.safe_by_on < TODAY for dates in found.label)
    assert past > 0
    assert [row.label_past for row in found.supply] == [past, *[0] * (len(found.supply) - 1)]
    assert [row[4] for row in supply_table(found).rows] == [str(row.label_past) for row in found.supply]


def test_a_quota_is_a_source_of_no_centre(forecasting: Callable[..., Forecasted]) -> None:
    found = forecasting(quota=40).forecast
    assert found.arrivals[0].supply == Supply(available_on=TODAY, model="-", units=40, source=QUOTA)
    (source,) = [source for source in sources_of(found) if source.key == "supply"]
    assert translator("en")(source.name) == "units obtainable from 2027-01-04 on, of any model, for all together"


def test_french_pages_and_figures_write_numbers_and_quarters_the_french_way(
    forecasting: Callable[..., Forecasted], tmp_path: Path
) -> None:
    files = write_forecast(forecasting(), forecasting(by=By.YEAR), tmp_path / "out", "fr", translator("fr"))
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert re.search(r"<td>\d+,\d</td>", page)
    assert not re.search(r"<td>\d+\.\d</td>", page)
    sheet = next(file for file in files if file.name == "cohort.csv").read_text(encoding="utf-8")
    assert re.search(r"2027-Q1,\d+\.\d,", sheet), "files for programs stay as they are"


@pytest.mark.parametrize(
    ("cell", "french"),
    [
        ("2027-Q1", "T1 2027"),
        ("7.25", "7,25"),
        ("0.5 (0–2)", "0,5 (0–2)"),
        ("2027-02-05-am 08:00", "2027-02-05 matin 08:00"),
        ("2027-02-05", "2027-02-05"),
        ("1.2.3", "1.2.3"),
        ("D-1.5 mL", "D-1.5 mL"),
    ],
)
def test_cells_are_written_as_the_language_writes_them(cell: str, french: str) -> None:
    assert translator("fr")(as_shown(cell)) == french
    assert translator("en")(as_shown(cell)) == cell


def test_a_day_is_no_decimal_number() -> None:
    assert translator("fr")(as_shown(str(date(2027, 1, 4)))) == "2027-01-04"
