"""What the unit can hold, and scenarios: at every size, kept while the program runs, nothing stored but the scenarios."""

from pathlib import Path

import pytest
from tui_looking import cut_off
from tui_sitting import SIZES, Sitting, seated, sitting

from refillplan.services.looking.views import show_plans
from refillplan.services.plans.scenarios import list_scenarios

pytest_plugins = ["tui_databases"]


def scenarios(here: Sitting) -> list[str]:
    return [each.name for each in list_scenarios(here.app.desk.store, here.app.desk.centre)]


@pytest.mark.parametrize("size", SIZES)
@sitting
async def test_scenarios_are_kept_changed_removed_brought_back_and_compared(small: Path, size: tuple[int, int]) -> None:
    async with seated(small, size) as here:
        plans = len(show_plans(here.app.desk.store, "SMALL"))
        await here.press("S")
        await here.until_shown("No scenarios yet: a keeps one.")
        await here.press("a")
        await here.until_on("ScenarioDialog")
        await here.type("SHUT")
        await here.press("tab")
        await here.type("18/1 24/1")
        await here.until_shown("closed from Mon 18/01 to Sun 24/01")
        await here.press("enter")
        await here.until_shown("◉ SHUT")
        assert scenarios(here) == ["SHUT"]
        await here.press("e")
        await here.until_on("ScenarioDialog")
        await here.press(*["tab"] * 6)
        await here.type("mon am +1")
        await here.until_shown("places on Mon morning: +1")
        await here.press("enter")
        await here.until_shown("places on Mon morning: +1")
        await here.press("x")
        await here.until_shown("No scenarios yet")
        assert scenarios(here) == []
        await here.press("b")
        await here.until_shown("◉ SHUT")
        await here.press("v")
        await here.until_shown("○ SHUT")
        await here.press("v", "p")
        await here.until_on("TrialDaysDialog")
        await here.press("enter")
        await here.until_shown("Best plans from 05/01/2027 to before 02/03/2027")
        titles = next(line for line in here.lines if "as it is" in line)
        assert "SHUT" in titles
        assert cut_off(here) == []
        await here.press("f2", "S")
        await here.until_shown("Best plans from 05/01/2027")
        assert len(show_plans(here.app.desk.store, "SMALL")) == plans


@sitting
async def test_a_scenario_that_makes_no_sense_is_told_in_the_form(small: Path) -> None:
    async with seated(small) as here:
        await here.press("S", "a")
        await here.until_on("ScenarioDialog")
        await here.type("X1")
        await here.until_shown("the scenario X1 changes nothing")
        await here.press(*["tab"] * 2)
        await here.type("OP9 18/1")
        await here.press("enter")
        await here.until_shown("the centre has no operator OP9")
        await here.press("tab", "tab", "tab", "tab")
        await here.type("mon +1")
        await here.until_shown("'mon' is not a half-day of the week: write tue am")
        await here.press("escape")
        assert scenarios(here) == []


@pytest.mark.parametrize("size", SIZES)
@sitting
async def test_what_the_unit_can_hold_is_worked_out_kept_and_said_to_be_old(small: Path, size: tuple[int, int]) -> None:
    async with seated(small, size) as here:
        await here.press("A")
        await here.until_shown("Not worked out yet: p does it.")
        await here.press("p")
        await here.until_on("TrialDaysDialog")
        await here.press("tab")
        await here.type("18/1 24/1")
        await here.press("enter")
        await here.until_shown("more patients that fit before anyone else is without a session inside the limit")
        for shown in ("as it is", "closed Mon 18/01–Sun 24/01", "patients: +"):
            assert shown in here.text, shown
        assert cut_off(here) == []
        await here.press("f2", "r", "enter")
        await here.until_shown("recorded")
        await here.press("A")
        await here.until_shown("Something was changed since: p works it out again.")


@sitting
async def test_escape_ends_the_working_out_and_nothing_is_shown_of_it(database: Path) -> None:
    async with seated(database) as here:
        await here.press("A", "p")
        await here.until_on("TrialDaysDialog")
        await here.press("enter")
        await here.until_on("ProgressDialog")
        await here.press("escape")
        await here.until_on("AdequacyScreen")
        assert "Not worked out yet" in here.text
        await here.press("p")
        await here.until_on("TrialDaysDialog")
        await here.type("3")
        await here.press("enter")
        await here.until_on("ErrorDialog")
        assert "3 weeks are too few to tell" in here.text
