import asyncio
from pathlib import Path

import pytest
from tui_sitting import AT, TODAY, seated, sitting, stored

from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.roles import Role
from refillplan.services.entering.recording import FillEntry, record_done
from refillplan.services.looking.views import show_plans
from refillplan.services.upkeep.databases import Store

pytest_plugins = ["tui_databases"]


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
