"""``centre.toml``: its faults by key, its defaults."""

from datetime import date
from pathlib import Path

import pytest
from csv_folder_samples import GOOD, centre_of, faults_of, spoiled

from refillplan.domain.settings import ComfortWeights, PlanningSettings, Protocol

SHORT = """\
code = "C1"
name = "Centre"
timezone = "Europe/Paris"
holiday_zone = "FR"
protocol = {source = "label", valid_from = 2026-01-01}
"""

KEYS = [
    ('code = "HDJ-1"', "", "code", "the setting is missing"),
    ('code = "HDJ-1"', "code = 1", "code", "must be text in quotation marks"),
    ('"HDJ-1"', '"Hôpital"', "code", None),
    ('"HDJ-1"', '" "', "code", "must not be empty"),
    (
        '"Hôpital de jour"',
        '"Hôpital\\n"',
        "name",
        "character 8 is a line break, a tab or another control character (U+000A)",
    ),
    ('"Europe/Paris"', '"Paris"', "timezone", "'Paris' is not a time zone"),
    ('"Europe/Paris"', '"Europe"', "timezone", "'Europe' is not a time zone"),
    ('"Europe/Paris"', '"/etc/localtime"', "timezone", "'/etc/localtime' is not a time zone"),
    ('"FR-57"', '"FR-99"', "holiday_zone", "'FR-99' is not a known holiday zone"),
    ("limit_days = 45", "limit_days = 41", "protocol.limit_days", "the limit of 41 days is before the target of 42 days"),
    ("limit_days = 45", 'limit_days = "45"', "protocol.limit_days", "must be a whole number, without quotation marks"),
    ("limit_days = 45", "limit_days = 45.0", "protocol.limit_days", "must be a whole number, without quotation marks"),
    ("limit_days = 45", "limit_days = true", "protocol.limit_days", "must be a whole number, without quotation marks"),
    ("limit_days = 45", f"limit_days = 0x{'f' * 5000}", "protocol.limit_days", "the number is too large"),
    ("valid_from = 2026-01-01", "", "protocol.valid_from", "the setting is missing"),
    ("valid_from = 2026-01-01", "valid_from = 2026", "protocol.valid_from", "must be a date, 2027-03-15"),
    ("valid_from = 2026-01-01", "valid_from = 2026-01-01T00:00:00", "protocol.valid_from", "must be a date, 2027-03-15"),
    ("valid_from = 2026-01-01", "valid_from = 0026-01-01", "protocol.valid_from", "0026-01-01 is not between 1900 and 2199"),
    ("weeks = 26", "weeks = 0", "planning.weeks", "weeks is 0: from 1 to 260"),
    ("weeks = 26", "week = 26", "planning.week", "there is no such setting"),
    ('holiday_zone = "FR-57"', 'holiday_zone = "FR-57"\ncolour = 1', "colour", "there is no such setting"),
    ("every_months = 12", "", "review.every_months", "the setting is missing"),
    ("every_months = 12", "every_months = 0", "review.every_months", "every_months is 0: from 1 to 120"),
    ("every_months = 12", "every_months = 12\n[comfort]\nlate_day = -1", "comfort.late_day", "late_day is -1: from 0 to 1000"),
]


@pytest.mark.parametrize(("old", "new", "key", "sentence"), KEYS, ids=range(len(KEYS)))
def test_spoiled_setting_is_named_by_its_key(tmp_path: Path, old: str, new: str, key: str, sentence: str | None) -> None:
    (fault,) = faults_of(tmp_path / "in", spoiled("centre.toml", old, new))
    assert (fault.file, fault.line, fault.column) == ("centre.toml", None, key)
    assert sentence is None or str(fault.sentence) == sentence


def test_several_settings_are_all_named(tmp_path: Path) -> None:
    files = spoiled("centre.toml", "weeks = 26", "weeks = 0\nx = 1")
    files = spoiled("centre.toml", '"HDJ-1"', '"é"', files)
    files = spoiled("centre.toml", '"Europe/Paris"', '"Paris"', files)
    files = spoiled("centre.toml", "[protocol]", "[[protocol]]", files)
    assert {fault.column for fault in faults_of(tmp_path / "in", files)} == {"code", "timezone", "protocol", "planning.x"}


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("weeks = 26", "weeks 26", 14, "this is not TOML: Expected '=' after a key in a key/value pair"),
        ("every_months = 12\n", "every_months =", 19, None),
        ("weeks = 26", f"weeks = {'9' * 5000}", None, None),
        ("weeks = 26", f"weeks = {'[' * 5000}", None, None),
        ("weeks = 26", "weeks = 26\nweeks = 26", 15, None),
    ],
    ids=["no_equals", "no_value", "endless_number", "endless_nesting", "key_twice"],
)
def test_toml_that_cannot_be_read_is_one_fault(
    tmp_path: Path, old: str, new: str, line: int | None, sentence: str | None
) -> None:
    (fault,) = faults_of(tmp_path / "in", spoiled("centre.toml", old, new))
    assert (fault.file, fault.line, fault.column) == ("centre.toml", line, None)
    assert "this is not TOML" in str(fault.sentence)
    assert sentence is None or str(fault.sentence) == sentence


def test_settings_left_out_take_their_defaults(tmp_path: Path) -> None:
    centre = centre_of(tmp_path / "in", GOOD | {"centre.toml": SHORT})
    assert centre.protocol == Protocol(source="label", valid_from=date(2026, 1, 1))
    assert (centre.planning, centre.comfort, centre.review) == (PlanningSettings(), ComfortWeights(), None)


def test_settings_given_replace_their_defaults(tmp_path: Path) -> None:
    centre = centre_of(tmp_path / "in", spoiled("centre.toml", "[review]", "[comfort]\nlate_day = 7\n\n[review]"))
    assert centre.planning == PlanningSettings(weeks=26, reserve_places_per_week=1)
    assert centre.comfort == ComfortWeights(late_day=7)


def test_date_in_quotation_marks_is_accepted(tmp_path: Path) -> None:
    files = spoiled("centre.toml", "valid_from = 2026-01-01", 'valid_from = "2026-01-01"')
    assert centre_of(tmp_path / "in", files) == centre_of(tmp_path / "plain", GOOD)
