"""Tables: whole words, dates and half-days, however narrow the screen."""

import re

import pytest
from cli_program import Program
from hypothesis import given
from hypothesis import strategies as st

from refillplan.cli.output.layout import column_widths

pytest_plugins = ["cli_fixtures"]

_BROKEN = re.compile(r"\b20\d\d(-\d\d)?-?(?=\s|$)")
"""The first piece of a date at the end of a cell."""

_words = st.lists(st.text("abcdefg-0123456789", min_size=1, max_size=24), min_size=1, max_size=6).map(" ".join)
_columns = st.lists(st.lists(_words, min_size=1, max_size=4), min_size=1, max_size=8)


@given(columns=_columns, room=st.integers(5, 150))
def test_columns_hold_their_longest_words_and_no_more_than_there_is_room(columns: list[list[str]], room: int) -> None:
    longest = [max(len(word) for text in texts for word in text.split()) for texts in columns]
    widths = column_widths(columns, room)
    if widths is None:
        assert sum(longest) > room
        return
    assert sum(widths) <= room
    for width, least, texts in zip(widths, longest, columns, strict=True):
        assert least <= width <= max(map(len, texts))


@given(columns=_columns)
def test_nothing_is_wrapped_where_there_is_room_for_all(columns: list[list[str]]) -> None:
    assert column_widths(columns, 5000) == [max(map(len, texts)) for texts in columns]


@pytest.fixture
def called(small_program: Program) -> Program:
    """Patients are told, and the first day closes."""
    small_program.well("plan")
    small_program.well("publish")
    visits = small_program.well("show", "plan", "--json").data["visits"]
    assert isinstance(visits, list)
    small_program("close", str(visits[0]["session"])[:10], "--reason", "works")
    return small_program


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("columns", ["50", "80"])
@pytest.mark.parametrize("words", ["show week 2027-01-11", "show plans", "propose --show", "show worklist", "show patient P02"])
def test_no_date_is_broken(called: Program, monkeypatch: pytest.MonkeyPatch, words: str, columns: str, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    ended = called(*words.split(), "--lang", lang)
    assert ended.code in (0, 1)
    assert [line for line in ended.out.splitlines() if _BROKEN.search(line)] == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_tables_of_the_day_fit_80_columns(called: Program, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for words in ("show plans", "propose --show", "show week 2027-01-11"):
        lines = called(*words.split(), "--lang", lang).out.splitlines()
        assert any(set(line) == {"─"} or set(line.replace(" ", "")) == {"─"} for line in lines), words
        assert max(map(len, lines)) <= 80


def test_a_pipe_without_columns_is_wide(called: Program) -> None:
    assert max(map(len, called("show", "audit").out.splitlines())) > 80


def test_a_patient_is_phoned_once(small_program: Program) -> None:
    small_program.well("generate", "made", "--patients", "14", "--seed", "3", "--load", "0.75", "--centre", "MADE")
    small_program.well("import", "made")
    made = ("--centre", "MADE")
    small_program("plan", *made)
    small_program("publish", *made)
    visits = small_program("show", "plan", "--json", *made).data["visits"]
    assert isinstance(visits, list)
    days = sorted({str(visit["session"])[:10] for visit in visits})
    ended = small_program("close", days[8], "--until", days[11], "--json", *made)
    calls = ended.data["calls"]
    assert isinstance(calls, list)
    patients = [call["patient"] for call in calls]
    firsts = list(dict.fromkeys(patients))
    assert patients == sorted(patients, key=firsts.index)
    assert len(patients) > len(firsts)
    told = [(patient, call["old"]["starts_at"]) for patient, call in zip(patients, calls, strict=True)]
    assert told == sorted(told, key=lambda line: (firsts.index(line[0]), line[1]))
