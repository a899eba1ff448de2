from pathlib import Path

import pytest
from tui_looking import cut_off, overlapping
from tui_rooms import WAYS, go_to, settled
from tui_sitting import SIZES, plain, seated, sitting

from refillplan.domain.messages import message
from refillplan.domain.roles import Role
from refillplan.services.core.language import translator
from tui.registry import ENTRIES
from tui.widgets.bars import SCOPE, NavigationBar, TitleLine

pytest_plugins = ["tui_databases"]


@pytest.mark.parametrize(("size", "lang"), [*((size, "en") for size in SIZES), (SIZES[0], "fr")])  # French is longer
@sitting
async def test_every_screen_fits_and_says_what_the_program_is_not(database: Path, size: tuple[int, int], lang: str) -> None:
    async with seated(database, size, lang=lang, role=Role.PHYSICIAN) as here:
        for screen in WAYS:
            await go_to(here, screen)
            await here.pilot.pause(0.1)
            assert plain(translator(lang)(SCOPE)) in here.text, (screen, here.text)
            assert cut_off(here) == [], screen
            assert overlapping(here) == [], screen
            for line in (NavigationBar, TitleLine):
                assert "…" not in here.lines[here.app.screen.query_one(line).region.y], (screen, here.lines)


@sitting
async def test_the_first_screen_answers_the_first_question(database: Path) -> None:
    async with seated(database) as here:
        assert "Yes: no active patient is without a visit inside the limit" in here.text
        for count in ("overdue 0", "no visit 0", "close 1", "this week 9", "all 50", "calls 0"):
            assert count in here.text, count
        assert "as of 04/01 09:30" in here.text
        assert here.lines[7].split()[1:3] == ["close", "P035"]


@sitting
async def test_groups_are_gone_through_by_key_and_by_mouse(database: Path) -> None:
    async with seated(database) as here:
        await here.press("g", "g", "g")
        await here.until(lambda: "P001" not in here.text)
        assert "P035" in here.text
        row = next(y for y, line in enumerate(here.lines) if "this week 9" in line)
        await here.pilot.click(offset=(here.lines[row].index("this week"), row))
        await here.until_shown("P001")
        assert "P002" not in here.text


@sitting
async def test_language_changes_at_once_on_every_screen(database: Path) -> None:
    async with seated(database) as here:
        for entry in ENTRIES:
            await here.press("f2", entry.key)
            await settled(here)
            if entry.id == "import_folder":
                await here.press("tab")
            await here.press("l")
            await here.until_shown(translator("fr")(SCOPE))
            assert translator("fr")(entry.name) in here.lines[1], here.lines
            assert translator("fr")(message("help")) in here.lines[-1]
            await here.press("l")
            await here.until_shown(translator("en")(SCOPE))


@sitting
async def test_a_patient_shows_chain_window_pump_and_readings_as_typed(database: Path) -> None:
    async with seated(database, (120, 40)) as here:
        await here.press("enter")
        await here.until_on("PatientScreen")
        for shown in (
            "every 42 days, limit 45 days",
            "Pump CENTRE-0035-2",
            "label life 6–8 years",
            "◎ best",
            "] limit",
            "✓ done",
            "LOT-",
        ):
            assert shown in here.text, shown
        before = here.lines[2]
        await here.press("k")
        await here.until(lambda: here.lines[2] != before)
        assert here.lines[2].startswith(" P036")


@sitting
async def test_the_month_shows_load_closures_holidays_and_a_window(database: Path) -> None:
    async with seated(database) as here:
        await here.press("f4")
        await here.until_shown("W01")
        assert "New Year's" in here.text or "Jour de l" in here.text  # as the surroundings' language has it
        assert "71%" in here.text
        await here.press("right")
        for mark in ("◎best", "]limit"):
            await here.until_shown(mark)
        await here.press("pagedown")
        await here.until_shown("W08")


@sitting
async def test_the_week_goes_to_a_typed_day(database: Path) -> None:
    async with seated(database) as here:
        await here.press("f3", "d")
        await here.until_on("GoToDayDialog")
        await here.type("+6w")
        await here.until_shown("Mon 15/02 morning")
        await here.press("enter")
        await here.until_on("WeekScreen")
        await here.until_shown("W07")


@sitting
async def test_settings_show_source_and_date(database: Path) -> None:
    async with seated(database, (120, 40)) as here:
        await here.press("f9")
        await here.until_shown("01/07/2023")
        assert "insulin label" in here.text


@sitting
async def test_the_palette_finds_actions_screens_and_patients(database: Path) -> None:
    async with seated(database) as here:
        await here.press("ctrl+p")
        await here.type("P017")
        await here.until(lambda: here.text.count("P017") == 2)
        await here.press("enter")
        await here.until_on("PatientScreen")
        assert here.lines[2].startswith(" P017")
        await here.press("ctrl+p")
        await here.type("worklist")
        await here.pilot.pause(0.5)
        await here.press("enter")
        await here.until_on("WorklistScreen")


@sitting
async def test_what_the_frame_says_by_itself_is_in_the_readers_language(database: Path) -> None:
    async with seated(database, lang="fr") as here:
        await here.press("ctrl+p")
        await here.until_shown("une action, un écran ou le code d'un patient")
        await here.press("escape")
        await here.press("ctrl+c")
        await here.until_shown("q sur un écran quitte le programme")


@sitting
async def test_jump_mode_goes_to_a_screen_by_its_letter(database: Path) -> None:
    async with seated(database) as here:
        await here.press("j")
        await here.until_on("JumpDialog")
        letter = next(line for line in here.lines if "Month" in line).split(" Month")[0].split()[-1]
        await here.press(letter)
        await here.until_on("MonthScreen")


@sitting
async def test_the_mouse_goes_to_screens_and_does_what_keys_do(database: Path) -> None:
    async with seated(database) as here:
        await here.pilot.click(offset=(here.lines[0].index("Week"), 0))
        await here.until_on("WeekScreen")
        y = len(here.lines) - 1
        await here.pilot.click(offset=(here.lines[y].index("help"), y))
        await here.until_on("HelpDialog")


@sitting
async def test_help_tells_of_the_screen_the_focus_and_every_key(database: Path) -> None:
    async with seated(database, (120, 60)) as here:
        await here.press("f1")
        await here.until_on("HelpDialog")
        for shown in ("The first line answers", "The table has the focus", "patient.record", "Record a fill of this patient"):
            assert shown in here.text, shown
        await here.press("escape")
        assert here.on == "WorklistScreen"


@sitting
async def test_every_action_is_reached_with_the_mouse_alone_through_the_palette(database: Path) -> None:
    async with seated(database) as here:
        y = len(here.lines) - 1
        await here.pilot.click(offset=(here.lines[y].index("find"), y))
        await here.until(lambda: here.app.screen.query("OptionList").first().display)
        await here.type("pin")
        await here.until_shown("pin (z)")
        row = next(at for at, line in enumerate(here.lines) if "pin (z)" in line)
        await here.pilot.click(offset=(5, row))
        await here.until_on("PinsDialog")
        row = next(at for at, line in enumerate(here.lines) if "the hour" in line)
        await here.pilot.click(offset=(here.lines[row].index("stays"), row))
        await here.until(lambda: here.app.screen.query_one("#hour").value == "hour")  # type: ignore[attr-defined]
        row = next(at for at, line in enumerate(here.lines) if "leave (Escape)" in line)
        await here.pilot.click(offset=(here.lines[row].index("leave"), row))
        assert here.on == "WorklistScreen"


@sitting
async def test_screens_without_room_in_the_first_line_are_reached_with_the_mouse_too(database: Path) -> None:
    async with seated(database) as here:
        await here.pilot.click(offset=(here.lines[0].index("+"), 0))
        await here.until_on("JumpDialog")
        row = next(at for at, line in enumerate(here.lines) if "Scenarios" in line)
        await here.pilot.click(offset=(here.lines[row].index("Scenarios"), row))
        await here.until_on("ScenariosScreen")


@sitting
async def test_a_visit_of_the_list_is_shown_in_the_month(database: Path) -> None:
    async with seated(database) as here:
        await here.press("m")
        await here.until_on("MonthScreen")
        await here.until_shown("09:00 P035, refill")
