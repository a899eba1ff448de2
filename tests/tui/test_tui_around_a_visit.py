"""Why, why not, ways out, freed places, pins, days away, visits that are not planned; days chosen on a grid."""

from pathlib import Path

import pytest
from textual.widgets import Input
from tui_sitting import SIZES, seated, sitting, stored

from refillplan.domain.visits import Pin

pytest_plugins = ["tui_databases"]


@pytest.mark.parametrize("size", SIZES)
@sitting
async def test_why_a_visit_is_where_it_is_leads_on_to_why_not_there(small: Path, size: tuple[int, int]) -> None:
    async with seated(small, size) as here:
        await here.press("y")
        await here.until_on("WhyDialog")
        for shown in ("Why P01 on Thu 07/01 morning", "its limit comes from the protocol", "Mon 11/01 morning"):
            assert shown in here.text, shown
        await here.press("enter")
        await here.until_on("ConsequenceDialog")
        assert "P01: Thu 07/01 morning →" in here.text
        await here.press("escape")
        assert here.on == "WorklistScreen"


@sitting
async def test_a_blocked_day_has_ways_out_that_enter_alone_does_not_take(database: Path) -> None:
    async with seated(database, (120, 40)) as here:
        await here.press("w")
        await here.until_on("GoToDayDialog")
        await here.type("wed")  # of the week of the visit, which is on 28 January
        await here.until_shown("Wed 27/01 morning")
        await here.press("enter")
        await here.until_on("ConsequenceDialog")
        assert "Not possible:" in here.text
        assert "Ways out" in here.text
        await here.press("enter")
        await here.until_on("WorklistScreen")
        await here.press("w")
        await here.until_on("GoToDayDialog")
        await here.type("wed")
        await here.press("enter")
        await here.until_on("ConsequenceDialog")
        await here.press("down", "enter")
        await here.until_on("CallsScreen")
        await here.until_shown("everybody agrees")


@sitting
async def test_a_freed_place_is_offered_and_taken(database: Path) -> None:
    async with seated(database, (120, 40)) as here:
        await here.press("f3", "pagedown", "right", "right", "right", "f")
        await here.until_on("FreedDialog")
        assert "Who could come on Thu 14/01 morning" in here.text
        await here.press("enter")
        await here.until_on("CallsScreen")
        await here.until_shown("✓ agreed P005 Tue 19/01 09:00 Thu 14/01")


@sitting
async def test_an_empty_half_day_is_asked_about_for_a_patient_that_is_typed(small: Path) -> None:
    async with seated(small) as here:
        await here.press("f4", "pagedown", "w")
        await here.until_on("PatientCodeDialog")
        await here.type("p09")
        await here.until_shown("the centre has no patient P09")
        await here.press("backspace")
        await here.type("1")
        await here.until_shown("● visit Thu 07/01 morning")
        await here.press("enter")
        await here.until_on("ConsequenceDialog")
        assert "P01: Thu 07/01 morning → Mon 01/02 morning" in here.text


@pytest.mark.parametrize("size", SIZES)
@sitting
async def test_pins_and_days_away_are_entered_and_undone(small: Path, size: tuple[int, int]) -> None:
    async with seated(small, size) as here:
        await here.press("z")
        await here.until_on("PinsDialog")
        await here.press("enter")
        await here.until_shown("pins changed")
        assert [visit.pins for visit in stored(here).visits if visit.pins] == [{Pin.DATE, Pin.HALF_DAY}]
        await here.press("z")
        await here.until_on("PinsDialog")
        await here.press("left", "tab", "left", "enter")
        await here.until(lambda: not any(visit.pins for visit in stored(here).visits))
        await here.press("u")
        await here.until(lambda: any(visit.pins for visit in stored(here).visits))
        await here.press("u")
        await here.until(lambda: not any(visit.pins for visit in stored(here).visits))
        before = len(stored(here).unavailabilities)
        await here.press("h")
        await here.until_on("AwayDialog")
        await here.type("25/1")
        await here.press("tab", "tab", "tab", "right")
        await here.until_shown("P01 away from Mon 25/01/2027 to Mon 25/01/2027")
        await here.press("enter")
        await here.until_on("CallsScreen")
        await here.until_shown("the plan in force needs no change")
        assert [away.hard for away in stored(here).unavailabilities][before:] == [False]


@sitting
async def test_a_visit_that_is_not_planned_is_booked_and_taken_away(database: Path) -> None:
    async with seated(database, (120, 40)) as here:
        await here.press("R")
        await here.until_on("BookDialog")
        await here.press("tab")
        await here.type("11/2")
        await here.until_shown("Thu 11/02 morning")
        await here.press("enter")
        await here.until_on("CallsScreen")
        assert [v.patient for v in stored(here).visits if v.kind == "post_operative_fill"] == ["P035"]
        await here.press("f3", "d")
        await here.until_on("GoToDayDialog")
        await here.type("11/2")
        await here.press("enter")
        await here.until_on("WeekScreen")
        await here.press("v", "v", "v")
        await here.until_shown("P035, post_operative_fill")
        await here.press("X")
        await here.until(lambda: all(v.kind != "post_operative_fill" for v in stored(here).visits))


@sitting
async def test_a_day_is_chosen_on_the_grid_with_arrows_and_with_the_mouse(database: Path) -> None:
    async with seated(database) as here:
        await here.press("f3", "d")
        await here.until_on("GoToDayDialog")
        assert "□ 5 71%" in here.text  # how full the half-days are
        await here.press("down", "right")
        await here.until_shown("05/01/2027 am")
        await here.press("pagedown")
        await here.until_shown("26/01/2027 am")
        await here.press("enter")
        await here.until_on("WeekScreen")
        await here.until_shown("W04")
        await here.press("c")
        await here.until_on("CloseDaysDialog")
        row = next(y for y, line in enumerate(here.lines) if "▦ F6" in line)
        await here.pilot.click(offset=(here.lines[row].index("▦"), row))
        await here.until_on("GoToDayDialog")
        row = next(y for y, line in enumerate(here.lines) if "W05" in line)
        await here.pilot.click(offset=(here.lines[row].index("02/02"), row + 1))
        await here.until_shown("02/02/2027 am")
        await here.press("enter")
        await here.until_on("CloseDaysDialog")
        assert here.app.screen.query_one("#from_on", Input).value == "02/02/2027"


@sitting
async def test_a_long_question_is_left_at_once(database: Path) -> None:
    async with seated(database) as here:
        here.app.simulate_key("s")
        await here.until(lambda: here.on in ("QuestionDialog", "SuggestDialog"))
        await here.press("escape")
        assert here.on == "WorklistScreen"
        await here.press("s")
        await here.until_on("SuggestDialog")


@sitting
async def test_a_visit_put_down_where_nothing_opens_stays(database: Path) -> None:
    async with seated(database) as here:
        before = stored(here)
        await here.press("f3", "right", "m", "right", "enter")
        await here.until_shown("Wed 06/01 morning: the unit does not open on this half-day")
        assert here.on == "WeekScreen"
        assert stored(here) == before
