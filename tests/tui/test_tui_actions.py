import asyncio
import re
import shutil
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import Input
from tui_samples import SAMPLES, imported
from tui_sitting import AT, TODAY, Sitting, seated, sitting

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.people import Fill
from refillplan.domain.roles import Role
from refillplan.services.core.access import load_centre
from refillplan.services.entering.recording import FillEntry, record_done
from refillplan.services.looking.views import show_plans
from refillplan.services.upkeep.databases import Store

pytest_plugins = ["tui_databases"]


def stored(here: Sitting) -> Centre:
    """Return the centre as the database has it."""
    return load_centre(here.app.desk.store, "CENTRE")


@sitting
async def test_a_fill_is_recorded_in_under_ten_keys_and_undone_with_one(database: Path) -> None:
    async with seated(database) as here:
        keys = ["r", "L", "7", "7", "enter"]
        assert len(keys) < 10
        await here.press(*keys[:-1])
        await here.until_on("RecordFillDialog")
        await here.press(keys[-1])
        await here.until(
            lambda: Fill(patient="P035", filled_on=TODAY, kind="refill", serial="CENTRE-0035-2", lot="L77") in stored(here).fills
        )
        await here.until_shown("P035: fill of Mon 04/01 recorded, next limit")
        await here.until_shown("close 0")
        await here.press("u")
        await here.until_shown("close 1")
        assert all(fill.filled_on != TODAY for fill in stored(here).fills)
        await here.press("U")
        await here.until_shown("close 0")
        await here.press("f7")
        await here.until_shown("P035: refill done on Mon 04/01")


@sitting
async def test_readings_stay_as_typed_and_are_never_markup(database: Path) -> None:
    async with seated(database, (120, 40)) as here:
        await here.press("r", "tab")
        here.app.screen.query_one("#readings").value = "[bold red]12,3 mL[/] $error {x}"  # type: ignore[attr-defined]
        await here.press("enter")
        await here.until_shown("recorded")
        await here.press("ctrl+p")
        await here.type("P035")
        await here.until(lambda: here.text.count("P035") > 1)
        await here.press("enter")
        await here.until_on("PatientScreen")
        await here.until_shown("[bold red]12,3 mL[/] $error {x}")


@sitting
async def test_a_wrong_date_is_told_in_the_form_and_nothing_is_stored(database: Path) -> None:
    async with seated(database) as here:
        before = stored(here)
        await here.press("r", "shift+tab")
        await here.press(*["backspace"] * 5)
        await here.type("32/13")
        await here.until_shown("'32/13' is not a day")
        await here.press("enter")
        await here.pilot.pause(0.3)
        assert here.on == "RecordFillDialog"
        await here.press("escape")
        assert stored(here) == before


@sitting
async def test_what_is_typed_fast_stands_in_the_right_fields(database: Path) -> None:
    async with seated(database) as here:
        await here.press("c")
        await here.until_on("CloseDaysDialog")
        for key in ("m", "a", "r", "tab", "tab", "tab", *"works"):
            here.app.simulate_key(key)
        await here.until_shown("reason (no names) works")
        assert here.app.screen.query_one("#from_on", Input).value == "mar"


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
async def test_an_absence_is_entered(database: Path) -> None:
    async with seated(database) as here:
        await here.press("a")
        await here.until_on("LeaveDialog")
        await here.press("right", "tab")
        await here.type("11/1")
        await here.until_shown("OP2 away from Mon 11/01/2027 to Mon 11/01/2027")
        await here.press("enter")
        await here.until(lambda: any(leave.operator == "OP2" and leave.from_on.day == 11 for leave in stored(here).leaves))
        await here.until_on("CallsScreen")


@sitting
async def test_escape_ends_long_work_and_nothing_of_it_is_kept(database: Path) -> None:
    async with seated(database) as here:
        before = len(show_plans(here.app.desk.store, "CENTRE"))
        here.app.simulate_key("c")
        await here.until_on("CloseDaysDialog")
        here.app.simulate_key("enter")
        async with asyncio.timeout(60):
            while here.on != "ProgressDialog":
                await asyncio.sleep(0.005)
        here.app.simulate_key("escape")
        await here.until_on("WorklistScreen")
        assert len(show_plans(here.app.desk.store, "CENTRE")) == before


@sitting
async def test_a_visit_that_was_missed_is_recorded_with_its_reason(database: Path) -> None:
    async with seated(database) as here:
        await here.press("n")
        await here.until_on("NotDoneDialog")
        await here.press("right", "enter")
        await here.until_shown("has no visit booked on Mon 04/01")
        await here.press("escape")
        assert here.on == "WorklistScreen"


@sitting
async def test_a_folder_is_looked_through_with_its_faults_then_imported(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    shutil.copytree(SAMPLES / "centre", folder)
    (folder / "closures.csv").write_text("from_on,to_on,half_day,reason\n2027-02-30,2027-02-28,,works\n")
    async with seated(database) as here:
        await here.press("f8")
        here.app.screen.query_one("#folder").value = str(folder)  # type: ignore[attr-defined]
        await here.press("enter")
        await here.until_shown("✖ Faults: 1; nothing was stored")
        assert "closures.csv, line 2, column from_on" in here.text
        (folder / "closures.csv").write_text("from_on,to_on,half_day,reason\n2027-02-26,2027-02-28,,works\n")
        await here.press("enter")
        await here.until_shown("this would be done; nothing is changed yet")
        assert all(closure.reason != "works" for closure in stored(here).closures)
        await here.press("ctrl+s")
        await here.until_shown("imported; u undoes it")
        assert any(closure.reason == "works" for closure in stored(here).closures)


@pytest.mark.parametrize("read_only", [False, True])
@sitting
async def test_readers_change_nothing(database: Path, read_only: bool) -> None:
    async with seated(database, (120, 60), role=Role.NURSE if read_only else Role.READER, read_only=read_only) as here:
        before = stored(here)
        assert "reader" in here.lines[1]
        await here.press("r", "n", "c", "a", "p", "u")
        assert here.on == "WorklistScreen"
        await here.press("f3", "right", "m", "o")
        assert here.on == "WeekScreen"
        await here.press("f5", "p", "f1")
        await here.until_on("HelpDialog")
        assert "calls.publish" not in here.text
        await here.press("escape", "f2", "w")
        await here.type("26/1")
        await here.press("enter")
        await here.until_on("ConsequenceDialog")
        await here.press("enter")
        assert stored(here) == before


@sitting
async def test_a_new_centre_is_planned_and_put_in_force(tmp_path: Path) -> None:
    async with seated(imported(tmp_path / "small.db", "small")) as here:
        await here.until_shown("no plan yet: bookings alone")
        await here.press("f5")
        await here.until_shown("There is no plan yet: p makes one.")
        await here.press("p")
        await here.until_shown("Draft 1: everybody agrees")
        await here.press("o")
        await here.until_on("PublishDialog")
        await here.press("enter")
        await here.until_shown("Plan 1 is in force and there is no draft")
        await here.press("f2")
        await here.until_shown("plan 1, in force")


@sitting
async def test_who_has_no_visit_inside_the_limit_stands_first_with_the_reason(tmp_path: Path) -> None:
    async with seated(imported(tmp_path / "small.db", "small"), (120, 40)) as here:
        await here.until_shown("No: these patients are without a visit inside the limit")
        await here.press("c")
        await here.type("5/1")
        await here.press("tab")
        await here.type("+2w")
        await here.press("enter")
        await here.until_on("CallsScreen")
        await here.press("f2")
        await here.until_shown("draft, nobody told")
        assert "Yes: no active patient is without a visit inside the limit, unless shown as an exception" in here.text
        assert here.lines[6].startswith(" ○ no visit")
        assert here.app.worklist.without_visit[0].shown is not None
        reason = here.app.desk.translate(here.app.worklist.without_visit[0].shown.reason)
        assert reason[:20] in here.lines[6]


@sitting
async def test_what_others_change_is_seen(database: Path) -> None:
    async with seated(database) as here:
        other = Store.open(f"sqlite:///{database}")
        record_done(other, "CENTRE", TODAY, FillEntry(patient="P035"), actor="nurse2", at=AT)
        other.close()
        await here.app.reload_if_changed()
        await here.until_shown("close 0")


@sitting
async def test_an_error_opens_a_dialog_and_the_program_lives_on(database: Path) -> None:
    async with seated(database) as here:
        here.app.fail(InvalidValue(message(N_("closed"))))
        await here.until_on("ErrorDialog")
        assert "closed" in here.text
        await here.press("enter")
        here.app.set_timer(0.01, broken)
        await here.until_on("ErrorDialog")
        assert "a fault in the program (ZeroDivisionError)" in here.text
        await here.press("enter")
        here.app.run_worker(broken_work())
        await here.until_on("ErrorDialog")
        assert "a fault in the program (ZeroDivisionError)" in here.text
        await here.press("enter", "f3")
        await here.until_on("WeekScreen")


@sitting
async def test_a_database_that_goes_away_is_told_once_and_work_goes_on_when_it_is_back(database: Path, tmp_path: Path) -> None:
    async with seated(database) as here:
        here.app.desk.store.close()
        away = database.rename(tmp_path / "away.db")
        database.mkdir()
        for _ in range(3):
            await here.app.reload_if_changed()
        await here.until_on("ErrorDialog")
        await here.press("enter")
        assert here.on == "WorklistScreen"
        database.rmdir()
        away.rename(database)
        await here.press("r", "enter")
        await here.until_shown("close 0")


def broken() -> None:
    raise ZeroDivisionError


async def broken_work() -> int:
    broken()
    return 0
