import asyncio
import re
from functools import partial
from pathlib import Path

from tui_sitting import Sitting, seated, sitting, stored

from refillplan.services.looking.views import show_plans

pytest_plugins = ["tui_databases"]


@sitting
async def test_why_not_names_what_blocks_and_moves_where_it_is_possible(database: Path) -> None:
    async with seated(database) as here:
        await here.press("w")
        await here.until_on("GoToDayDialog")
        await here.type("7/1 pm")
        await here.press("enter")
        await here.until_on("ConsequenceDialog")
        assert "Not possible:" in here.text
        assert "does not open on this half-day" in here.text
        await here.press("enter")
        assert here.on == "WorklistScreen"
        await here.press("w")
        await here.type("26/1")
        await here.press("enter")
        await here.until_on("ConsequenceDialog")
        assert "nobody else is phoned" in here.text
        await here.press("enter")
        await here.until_on("CallsScreen")
        assert "everybody agrees" in here.text
        assert "P035" in here.text
        assert "Tue 26/01" in here.text
        assert any(v.patient == "P035" and str(v.session) == "2027-01-28-am" for v in stored(here).visits)  # as told, still
        await here.press("u")
        await here.until_shown("taken back")


@sitting
async def test_suggestions_come_with_what_follows_and_enter_moves_there(database: Path) -> None:
    async with seated(database) as here:
        await here.press("s")
        await here.until_on("SuggestDialog")
        assert "nobody else is phoned" in here.text
        await here.press("down", "enter")
        await here.until_on("CallsScreen")
        assert "everybody agrees" in here.text


@sitting
async def test_a_visit_is_carried_in_the_week_and_the_consequence_stands_there_before_it_is_let_go(database: Path) -> None:
    async with seated(database, (120, 40)) as here:
        await here.press("f3", "pagedown", "right")
        await here.until_shown("09:00●P011")
        await here.press("m", "right", "right")
        await here.until_shown("P011 → Thu 14/01 morning: days to the limit: 1; nobody else is phoned")
        assert any(v.patient == "P011" and str(v.session) == "2027-01-12-am" for v in stored(here).visits)
        await here.press("enter")
        await here.until_on("ConsequenceDialog")
        await here.press("enter")
        await here.until_on("CallsScreen")
        assert "P011 Tue 12/01 09:00 Thu 14/01" in here.text


@sitting
async def test_escape_puts_a_carried_visit_back(database: Path) -> None:
    async with seated(database) as here:
        before = stored(here)
        await here.press("f3", "right", "m", "right")
        await here.until_shown("Escape back")
        await here.press("escape")
        await here.until(lambda: "Escape back" not in here.text)
        assert here.on == "WeekScreen"
        assert stored(here) == before


@sitting
async def test_a_visit_is_dragged_with_the_mouse(database: Path) -> None:
    async with seated(database, (120, 40)) as here:
        await here.press("f3", "pagedown")
        await here.until_shown("P026")
        y = next(at for at, line in enumerate(here.lines) if "P026" in line)
        x = here.lines[y].index("P026")
        target = x + 2 * 23
        await here.pilot.mouse_down(offset=(x, y))
        await here.pilot.hover(offset=(x + 23, y))
        await here.pilot.hover(offset=(target, y))
        await here.until_shown("P026 → Thu 14/01 morning")
        await here.pilot.mouse_up(offset=(target, y))
        await here.until_on("ConsequenceDialog")
        assert "P026: Tue 12/01 morning → Thu 14/01 morning" in here.text


@sitting
async def test_a_half_day_is_given_another_place(database: Path) -> None:
    async with seated(database) as here:
        await here.press("f3", "right", "o")
        await here.until_on("OpeningDialog")
        await here.press("backspace")
        await here.type("4")
        await here.press("enter")
        await here.until(lambda: any(o.on.day == 5 and o.places == 4 for o in stored(here).openings if o.on.year == 2027))
        await here.until_shown("places: 4")


@sitting
async def test_a_closed_day_leads_to_the_call_sheet_a_refusal_and_a_publication(database: Path) -> None:
    async with seated(database, (120, 40)) as here:
        await here.press("c")
        await here.until_on("CloseDaysDialog")
        await here.type("2/2")
        await here.until_shown("visits booked then: 5")
        await here.press("enter")
        await here.until_on("CallsScreen")
        await here.until_shown("still to be phoned")
        assert "2027-02-02" not in {str(v.session.on) for v in here.app.screen._proposal.plan.visits}  # type: ignore[attr-defined]
        first = here.app.screen._proposal.version  # type: ignore[attr-defined]
        await here.press("x")
        await here.until(lambda: here.on == "CallsScreen" and f"Draft {first + 1}" in here.text)
        await here.press("o")
        await here.until_on("ErrorDialog")
        assert "have not agreed yet" in here.text
        await here.press("enter")
        for _ in range(20):
            if "everybody agrees" in here.text:
                break
            left = open_calls(here)
            await here.press("e")
            await here.until(partial(fewer_calls, here, left))
        await here.press("o")
        await here.until_on("PublishDialog")
        assert "This cannot be undone" in here.text
        await here.press("enter")
        await here.until_shown(f"plan {first + 1} is in force")
        assert show_plans(here.app.desk.store, "CENTRE")[-1].state.value == "published"
        assert "2027-02-02" not in {str(v.session.on) for v in stored(here).visits}


def open_calls(here: Sitting) -> int:
    found = re.search(r"Draft \d+: (\d+) of", here.text)
    return int(found[1]) if found else 0


def fewer_calls(here: Sitting, than: int) -> bool:
    return open_calls(here) < than


@sitting
async def test_a_refusal_whose_planning_is_ended_shows_on_the_sheet_at_once(database: Path) -> None:
    async with seated(database, (120, 40)) as here:
        await here.press("c")
        await here.until_on("CloseDaysDialog")
        await here.type("2/2")
        await here.press("enter")
        await here.until_on("CallsScreen")
        await here.until_shown("still to be phoned")
        here.app.simulate_key("x")
        async with asyncio.timeout(60):
            while here.on != "ProgressDialog":
                await asyncio.sleep(0.005)
        here.app.simulate_key("escape")  # at once, as planning may be short
        await here.until_on("CallsScreen")
        await here.until_shown("is outdated: something was entered since")
        assert "✖ refused" in here.text
