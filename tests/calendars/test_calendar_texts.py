from dataclasses import fields, replace
from datetime import UTC, date, datetime, time

import pytest
from calendar_examples import entry_at

from refillplan.calendars.texts import PublicFields, description, location, public_fields, summary
from refillplan.domain.calendar_entries import CalendarEntry

ALLOWED = {"patient", "kind", "place", "operator"}
FIELDS = PublicFields(patient="P017", kind="refill", place=2, operator="OP1")


def test_the_allow_list_is_four_fields() -> None:
    assert {field.name for field in fields(PublicFields)} == ALLOWED
    assert public_fields(entry_at(date(2026, 3, 3))) == FIELDS


@pytest.mark.parametrize("name", [field.name for field in fields(CalendarEntry)])
def test_no_other_attribute_of_an_entry_is_public(name: str) -> None:
    entry = entry_at(date(2026, 3, 3))
    other = replace(
        entry_at(date(2028, 9, 19), time(16, 45), uid="uid-9", patient="P999", minutes=15),
        sequence=99,
        revised_at=datetime(2028, 5, 4, tzinfo=UTC),
        kind="rinse",
        place=19,
        operator="OP9",
        told=False,
        cancelled=True,
    )
    assert getattr(entry, name) != getattr(other, name)
    changed = replace(entry, **{name: getattr(other, name)})
    assert (public_fields(changed) != FIELDS) == (name in ALLOWED)


def test_the_texts_are_short_and_hold_codes() -> None:
    assert str(summary(FIELDS, cancelled=False)) == "P017 · refill"
    assert str(summary(FIELDS, cancelled=True)) == "cancelled: P017 · refill"
    assert str(location(FIELDS)) == "place 2"


def test_the_description_names_the_operator_and_admits_that_a_phone_lags() -> None:
    operator, caution = (str(line) for line in description(FIELDS))
    assert operator == "operator OP1"
    assert "planning aid" in caution
    assert "lag" in caution
