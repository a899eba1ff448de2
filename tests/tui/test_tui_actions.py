import shutil
from pathlib import Path

from textual.widgets import Input
from tui_samples import SAMPLES, imported
from tui_sitting import TODAY, seated, sitting, stored

from refillplan.domain.people import Fill

pytest_plugins = ["tui_databases"]


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
