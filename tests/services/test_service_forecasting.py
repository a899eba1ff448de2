"""The forecast as a service: centres chosen, choices checked, files written, every number traced."""

import csv
import re
import shutil
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from service_samples import SAMPLES, TODAY, import_sample, imported

from refillplan.domain.messages import InvalidValue
from refillplan.services.core.language import translator
from refillplan.services.forecasts.files import forecast_page
from refillplan.services.forecasts.forecasting import By, choose_centres, look_back, look_forward
from refillplan.services.forecasts.report import write_backtest, write_forecast
from refillplan.services.forecasts.sources import sources_of
from refillplan.storage import Store

pytest_plugins = ["service_stores"]
VALIDATED = "validated_by = 'unit'\nvalidated_on = 2026-12-24\n"
LEAD = "[forecast.lead_months]\nvalue = 4\nsource = 'meeting of the unit'\nas_of = 2026-12-20\n"


@pytest.fixture(scope="session")
def france_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all ten centres of the French sample."""
    file = tmp_path_factory.mktemp("france") / "france.db"
    store = Store.open(f"sqlite:///{file}")
    for folder in sorted((SAMPLES / "france").glob("fr*")):
        imported(store, folder)
    store.close()
    return file


@pytest.fixture
def france(france_file: Path, tmp_path: Path) -> Iterator[Store]:
    """A store with all ten centres of the French sample."""
    file = shutil.copy(france_file, tmp_path / "france.db")
    store = Store.open(f"sqlite:///{file}")
    yield store
    store.close()


def changed_sample(tmp_path: Path, name: str, section: str) -> Path:
    folder = tmp_path / f"changed-{Path(name).name}"
    shutil.copytree(SAMPLES / name, folder)
    with (folder / "centre.toml").open("a", encoding="utf-8") as file:
        file.write(section)
    return folder


def notes(store: Store, codes: tuple[str, ...]) -> str:
    return "\n".join(map(str, look_forward(store, codes, TODAY, years=2).notes))


def test_centres_are_chosen_one_by_one_or_all_together(france: Store) -> None:
    assert len(choose_centres(france, (), every=True)) == 10
    assert choose_centres(france, ("FR03", "FR01", "FR03"), every=False) == ("FR01", "FR03")
    for codes, every in ((("FR01",), True), ((), False), (("FR99",), False)):
        with pytest.raises(InvalidValue):
            choose_centres(france, codes, every=every)


def test_a_database_without_centres_says_so(store: Store) -> None:
    store.upgrade()
    with pytest.raises(InvalidValue, match="no centre in this database yet"):
        choose_centres(store, (), every=True)


def test_a_network_is_forecast_as_one(france: Store) -> None:
    codes = choose_centres(france, (), every=True)
    together = look_forward(france, codes, TODAY, by=By.YEAR).forecast
    assert len(together.label) == 250
    wave = {row.period.name: row.long for row in together.label_periods}
    assert sum(wave[str(year)] for year in range(2024, 2029) if str(year) in wave) == 241
    alone = [look_forward(france, (code,), TODAY, by=By.YEAR).forecast for code in codes]
    for number, row in enumerate(together.supply):
        assert row.label_due == sum(one.supply[number].label_due for one in alone)
        assert row.arriving == sum(one.supply[number].arriving for one in alone)


def test_a_quota_stands_in_for_the_supply_that_is_entered(france: Store) -> None:
    codes = choose_centres(france, (), every=True)
    found = look_forward(france, codes, TODAY, quota=40).forecast
    assert [row.arriving for row in found.supply[:4]] == [40, 0, 0, 0]
    due = [row.label_due for row in found.supply]
    assert [row.label_gap for row in found.supply[:3]] == [sum(due[: number + 1]) - 40 for number in range(3)]


@pytest.mark.parametrize(("life", "years"), [("7", 2026), ("8", 2027), ("model", 2026), (None, 2027)])
def test_the_life_asked_for_counts(store: Store, life: str | None, years: int) -> None:
    import_sample(store, "small")
    found = look_forward(store, ("SMALL",), TODAY, life=life).forecast
    expected = {dates.serial: dates.implanted_on for dates in found.label}
    assert any(dates.nominal_on and dates.nominal_on.year - expected[dates.serial].year in (7, 8) for dates in found.label)
    assert years in (2026, 2027)


def test_a_life_that_is_none_of_the_settings_is_told(small: Store) -> None:
    with pytest.raises(InvalidValue, match="'9' is no label life of the settings: 7, 8, model"):
        look_forward(small, ("SMALL",), TODAY, life="9")


@pytest.mark.parametrize("ahead", [0, 21])
def test_a_look_back_goes_1_to_20_periods_ahead(small: Store, ahead: int) -> None:
    with pytest.raises(InvalidValue, match="from 1 to 20"):
        look_back(small, ("SMALL",), TODAY, ahead=ahead)


def test_settings_that_nobody_validated_are_told_and_those_that_somebody_did(france: Store, tmp_path: Path) -> None:
    assert "FR01, FR02: the settings of the forecast are not validated" in notes(france, ("FR01", "FR02"))
    imported(france, changed_sample(tmp_path, "france/fr01", VALIDATED))
    found = notes(france, ("FR01", "FR02"))
    assert "FR02: the settings of the forecast are not validated" in found
    assert "FR01: settings validated by unit on 2026-12-24" in found


def test_centres_whose_settings_differ_are_told(france: Store, tmp_path: Path) -> None:
    imported(france, changed_sample(tmp_path, "france/fr02", "\n" + LEAD))
    assert "FR02: its own lead_months count for its label dates; for the curves those of FR01 count" in notes(
        france, ("FR01", "FR02")
    )
    sources = sources_of(look_forward(france, ("FR01", "FR02"), TODAY, years=1).forecast)
    assert [(source.value, str(source.name)[-6:]) for source in sources if source.key == "lead_months"] == [
        ("6", "(FR01)"),
        ("4", "(FR02)"),
    ]


def test_models_without_a_curve_and_records_are_told(france: Store) -> None:
    found = notes(france, ("FR10",))
    assert "MIIPS 2020: 1 pumps in place, fewer than 5" in found
    assert "FR10: records whole from 2027-01-04 on (as set); pumps that ended before it and move no curve: 5" in found


def test_records_count_from_the_first_fill_where_nothing_else_is_set(small: Store) -> None:
    assert "(first recorded fill)" in notes(small, ("SMALL",))


def test_no_record_of_the_network_contradicts_the_label(france: Store) -> None:
    for life in ("7", "8", "model"):
        found = look_forward(france, choose_centres(france, (), every=True), TODAY, life=life)
        assert not [note for note in found.notes if "disagree" in str(note)]
        assert {curve.model for curve in found.forecast.cohort.curves} == {"MIP 2007D", "MIIPS 2020"}


class _Page(HTMLParser):
    """Collects the texts of a page, each with the keys that the parts around it rest on."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.sources: dict[str, list[list[str]]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br") and not self._in("svg"):
            self.open.append((tag, dict(attrs)))
        if dict(attrs).get("data-key"):
            self.sources.setdefault(str(dict(attrs)["data-key"]), []).append([])

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not data.strip() or self._in("style") or self._in("svg") or self._in("title"):
            return
        row = next((attrs["data-key"] for _, attrs in self.open if attrs.get("data-key")), None)
        if row is not None:
            self.sources[row][-1].append(data)
            return
        keys = " ".join(attrs.get("data-rests-on") or "" for _, attrs in self.open)
        self.texts.append((tuple(keys.split()), data))

    def _in(self, tag: str) -> bool:
        return any(name == tag for name, _ in self.open)


def page_of(folder: Path) -> _Page:
    page = _Page()
    page.feed((folder / "report.html").read_text(encoding="utf-8"))
    return page


def numbers_without_source(page: _Page) -> Iterator[str]:
    """Yield texts that hold a number and rest on nothing that the page names with a source and a date."""
    for keys, text in page.texts:
        if re.search(r"\d", text) and not (keys and all(key in page.sources for key in keys)):
            yield text


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def written(store: Store, codes: tuple[str, ...], folder: Path, lang: str = "en") -> tuple[Path, ...]:
    found = look_forward(store, codes, TODAY, fit=True)
    return write_forecast(found, look_forward(store, codes, TODAY, by=By.YEAR, fit=True), folder, lang, translator(lang))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_number_on_the_page_traces_to_a_source_with_a_date(france: Store, tmp_path: Path, lang: str) -> None:
    written(france, choose_centres(france, (), every=True), tmp_path / "out", lang)
    page = page_of(tmp_path / "out")
    assert list(numbers_without_source(page)) == []
    assert len([text for _, text in page.texts if re.search(r"\d", text)]) > 200
    assert len(page.sources) == 17
    for key, rows in page.sources.items():
        for _, name, value, source, as_of in rows:
            assert name, key
            assert value, key
            assert source.strip(), key
            date.fromisoformat(as_of)


def test_the_walk_finds_a_number_without_a_source() -> None:
    page = _Page()
    page.feed("<body><p>12 pumps</p><p data-rests-on='records'>13</p></body>")
    assert list(numbers_without_source(page)) == ["12 pumps", "13"]


def test_every_setting_with_a_source_is_on_the_page(france: Store) -> None:
    page = forecast_page(look_forward(france, ("FR01",), TODAY, by=By.YEAR))
    used = {key for table in page.tables for key in table.rests_on} | {key for f in page.figures for key in f.rests_on}
    assert used <= {source.key for source in page.sources}
    numbers = {name for name, _ in look_forward(france, ("FR01",), TODAY, years=1).forecast.centres[0].forecast.numbers}
    assert numbers - {"fill_within_days", "rule_pumps_followed", "rule_pumps_placed"} <= used  # `theatre`, `show counters`


def test_files_hold_tables_and_figures_and_are_the_same_each_time(france: Store, tmp_path: Path) -> None:
    one, two = (written(france, ("FR01",), tmp_path / name) for name in ("one", "two"))
    tables = ("label", "cohort", "causes", "beliefs", "supply", "gap", "vials", "sensitivity", "last", "due", "pumps", "dates")
    assert {path.name for path in one} == {
        *(f"{key}.csv" for key in tables),
        *(f"{key}.{kind}" for key in ("wave", "ends", "gaps") for kind in ("svg", "png")),
        "report.html",
    }
    for first, second in zip(one, two, strict=True):
        assert first.read_bytes() == second.read_bytes(), first.name
    rows = rows_of(tmp_path / "one" / "causes.csv")
    assert len(rows) == 4 * 40
    with pytest.raises(InvalidValue, match="not empty"):
        written(france, ("FR01",), tmp_path / "one")


def test_what_falls_due_is_written_by_date_and_code_with_what_it_is_made_of(france: Store, tmp_path: Path) -> None:
    written(france, ("FR01",), tmp_path / "out")
    rows = rows_of(tmp_path / "out" / "due.csv")
    keys = [(row["safe by"], row["centre"], row["patient"]) for row in rows]
    assert keys == sorted(keys)
    assert len(keys) > 30
    assert all(row["what the dates are made of"].startswith("nominal") for row in rows)


def test_a_look_back_is_written_with_its_calibration(france: Store, tmp_path: Path) -> None:
    import_sample(france, "history")
    found = look_back(france, ("HISTORY",), TODAY)
    files = write_backtest(found, tmp_path / "back", translator("en"))
    assert [path.name for path in files] == ["comparisons.csv", "accuracy.csv", "calibration.svg", "calibration.png"]
    assert all(path.stat().st_size > 100 for path in files)


def test_the_records_alone_are_fitted_where_they_say_enough(france: Store) -> None:
    found = look_forward(france, ("FR01",), TODAY, years=1, fit=True)
    assert found.alone == (("MIP 2007D", None),)
    import_sample(france, "history")
    ((model, alone),) = look_forward(france, ("HISTORY",), TODAY, years=1, fit=True).alone
    assert (model, alone is not None and round(alone.median_years, 1)) == ("MODEL A", 7.5)
