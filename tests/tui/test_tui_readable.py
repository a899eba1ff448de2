from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refillplan.domain.messages import message
from refillplan.services.core.language import translator
from tui.readable import readable

TODAY = date(2027, 1, 4)


def said(template: str, lang: str = "en", **params: str) -> str:
    translate = translator(lang)
    return translate(readable(message(template, **params), TODAY, translate))


@pytest.mark.parametrize(
    ("value", "lang", "shown"),
    [
        ("2027-01-07-am", "en", "Thu 07/01 morning"),
        ("2027-01-07-pm", "fr", "jeu 07/01 après-midi"),
        ("2027-02-02", "fr", "mar 02/02"),
        ("2028-02-29", "en", "Tue 29/02/2028"),
        ("2027-02-30", "en", "2027-02-30"),
        ("P001", "en", "P001"),
        ("noted 2027-02-02", "en", "noted 2027-02-02"),
    ],
)
def test_days_are_written_for_people_and_nothing_else_is_touched(value: str, lang: str, shown: str) -> None:
    assert said("{field}", lang, field=value) == shown


def test_what_is_to_be_typed_as_a_command_stays() -> None:
    assert said("--on {day} records {day2}", day="2027-02-02", day2="2027-02-02") == "--on 2027-02-02 records Tue 02/02"


@given(st.text())
def test_any_text_that_is_no_day_stays(text: str) -> None:
    if not text.isascii() or len(text) not in (10, 13):
        assert said("{field}", field=text) == text
