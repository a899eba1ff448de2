"""``[forecast]`` in ``centre.toml``: numbers with their sources."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from csv_folder_samples import GOOD, centre_of, faults_of

from refillplan.csv_files import write_folder
from refillplan.domain.forecast_settings import ForecastSettings, Sourced

LEAD = "lead_months = {value = 4, source = 'unit meeting', as_of = 2026-12-01}"


def with_forecast(section: str) -> dict[str, str]:
    return GOOD | {"centre.toml": GOOD["centre.toml"] + "\n[forecast]\n" + section + "\n"}


def test_a_folder_without_the_section_has_the_defaults(tmp_path: Path) -> None:
    assert centre_of(tmp_path / "in", GOOD).forecast == ForecastSettings()


def test_numbers_dates_and_names_are_read(tmp_path: Path) -> None:
    text = f'{LEAD}\nrecords_from = 2010-01-01\nvalidated_by = "Dr A"\nvalidated_on = 2026-12-02'
    found = centre_of(tmp_path / "in", with_forecast(text)).forecast
    assert found.lead_months == Sourced(value=4, source="unit meeting", as_of=date(2026, 12, 1))
    assert (found.records_from, found.validated_by, found.validated_on) == (date(2010, 1, 1), "Dr A", date(2026, 12, 2))
    assert found.long_life_years == ForecastSettings().long_life_years


def test_every_number_is_written_with_its_source(tmp_path: Path) -> None:
    centre = centre_of(tmp_path / "in", with_forecast(LEAD))
    write_folder(centre, tmp_path / "out")
    text = (tmp_path / "out" / "centre.toml").read_text(encoding="utf-8")
    for name, number in centre.forecast.numbers:
        assert f"[forecast.{name}]\nvalue = {number.value}\n" in text
        assert number.source in text


@pytest.mark.parametrize(
    ("section", "key", "sentence"),
    [
        ("lead_months = 6", "forecast.lead_months", "must be a table with these keys: value, source, as_of"),
        (
            LEAD.replace("as_of = 2026-12-01", "x = 1"),
            "forecast.lead_months",
            "must be a table with these keys: value, source, as_of",
        ),
        (LEAD.replace("'unit meeting'", "''"), "forecast.lead_months", "must not be empty"),
        (LEAD.replace("4,", "'4',"), "forecast.lead_months", "'4' is not a number"),
        (LEAD.replace("4,", "true,"), "forecast.lead_months", "'True' is not a number"),
        (LEAD.replace("4,", "nan,"), "forecast.lead_months", "lead_months is nan: from 0 to 60"),
        (LEAD.replace("4,", "61,"), "forecast.lead_months", "lead_months is 61: from 0 to 60"),
        (LEAD.replace("4,", "4.5,"), "forecast.lead_months", "lead_months must be a whole number"),
        (LEAD.replace("lead_months", "short_life_years").replace("4,", "9,"), "forecast.long_life_years", None),
        (LEAD.replace("lead_months", "long_life_years").replace("4,", "8.3,"), "forecast.long_life_years", None),
        (LEAD.replace("lead_months", "fewest_pumps"), "forecast.fewest_pumps", "fewest_pumps is 4: from 5 to 1000"),
        ("records_from = 'soon'", "forecast.records_from", None),
        ("validated_by = 'Dr A'", "forecast.validated_by", "validated_by and validated_on go together"),
        ("colour = 1", "forecast.colour", "there is no such setting"),
    ],
)
def test_a_wrong_setting_is_named_by_its_key(tmp_path: Path, section: str, key: str, sentence: str | None) -> None:
    (fault,) = faults_of(tmp_path / "in", with_forecast(section))
    assert (fault.file, fault.column) == ("centre.toml", key)
    assert sentence is None or str(fault.sentence) == sentence


def test_every_default_has_a_source_and_a_day() -> None:
    for name, number in ForecastSettings().numbers:
        assert number.source.strip(), name
        assert number.as_of > date(2026, 1, 1), name


def test_validation_needs_a_name_and_a_day() -> None:
    settings = replace(ForecastSettings(), validated_by="Dr A", validated_on=date(2027, 1, 1))
    assert settings.validated_by == "Dr A"
