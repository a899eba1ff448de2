"""What the screens say is whole, in the reader's language, and names the key that does it."""

import re
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input, Static
from textual.widgets._toast import Toast
from tui_sitting import AT, SIZES, TODAY, Sitting, plain, seated, sitting

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import message
from refillplan.domain.people import NotDoneReason
from refillplan.domain.roles import Role
from refillplan.domain.sessions import Closure
from refillplan.services.calls.proposals import propose
from refillplan.services.entering.closures import enter_closure
from refillplan.services.entering.recording import FillEntry, record_done, record_not_done

pytest_plugins = ["tui_databases"]


@pytest.mark.parametrize("length", [70, 76, 77])
@sitting
async def test_a_warning_of_two_sentences_is_shown_to_its_last_word(database: Path, length: int) -> None:
    async with seated(database) as here:
        first = "a fill " * 20
        here.app.warn([message(first[: length - 5].strip() + " done"), message("look again " * 7 + "it says marmalade")])
        await here.until(lambda: bool(here.app.screen.query(Toast)))
        await here.until_shown("marmalade")


@sitting
async def test_what_is_not_found_is_said_in_french(database: Path) -> None:
    async with seated(database, lang="fr") as here:
        await here.press("ctrl+p")
        await here.until_on("Finder")
        await here.type("zzzz")
        await here.until_shown("rien trouvé")
        assert "No matches" not in here.text


@pytest.mark.parametrize("size", SIZES)
@sitting
async def test_a_missed_visit_is_that_of_the_day_in_hand(small: Path, size: tuple[int, int]) -> None:
    """P01 was to come on 11 January and on 22 February; the first is in hand, six weeks later."""
    async with seated(small, size, today=date(2027, 2, 22)) as here:
        visits = sorted(v.session.on for v in here.app.board.visits if v.patient == "P02")
        assert visits[-1] <= date(2027, 2, 22)
        here.app.show_visit("week", "P02", SessionKey(visits[0], HalfDay.AM))
        await here.until_on("WeekScreen")
        await here.press("n")
        await here.until_on("NotDoneDialog")
        assert here.app.screen.query_one("#on", Input).value == f"{visits[0]:%d/%m/%Y}"


@pytest.mark.parametrize("size", SIZES)
@sitting
async def test_keys_on_an_outdated_call_sheet_name_the_key_that_plans_again(database: Path, size: tuple[int, int]) -> None:
    async with seated(database, size) as here:
        desk = here.app.desk
        closure = Closure(from_on=date(2027, 1, 12), to_on=date(2027, 1, 12))
        enter_closure(desk.store, desk.centre, TODAY, closure, actor="nurse1", at=AT)
        propose(desk.store, desk.centre, TODAY, actor="nurse1", at=AT)
        record_done(desk.store, desk.centre, TODAY, FillEntry(patient="P001", on=TODAY), actor="nurse1", at=AT)
        await here.app.reload()
        await here.press("f5")
        await here.until_shown("is outdated")
        for key in "exko":
            await here.press(key)
            await here.until_on("ErrorDialog")
            assert "is outdated: something was entered since. Phone nobody from it; p plans again" in dialog(here)
            await here.press("enter")


@pytest.mark.parametrize("size", SIZES)
@sitting
async def test_keeping_what_was_never_told_or_is_closed_names_the_key_that_refuses(database: Path, size: tuple[int, int]) -> None:
    async with seated(database, size) as here:
        desk = here.app.desk
        closure = Closure(from_on=date(2027, 1, 12), to_on=date(2027, 1, 12))
        enter_closure(desk.store, desk.centre, TODAY, closure, actor="nurse1", at=AT)
        propose(desk.store, desk.centre, TODAY, actor="nurse1", at=AT)
        await here.app.reload()
        await here.press("f5")
        await here.until_shown("still to be phoned")
        calls = [line for line in here.lines if "→ to be phoned" in line]
        closed = next(row for row, line in enumerate(calls) if "Tue 12/01" in line)
        await here.press(*["down"] * closed, "k")
        await here.until_on("ErrorDialog")
        assert "the visit cannot stay there; x refuses the new one" in dialog(here)


@pytest.mark.parametrize("size", SIZES)
@sitting
async def test_the_best_half_day_for_a_visit_that_is_only_due_can_be_chosen(small: Path, size: tuple[int, int]) -> None:
    async with seated(small, size, today=date(2027, 1, 11)) as here:
        desk = here.app.desk
        record_not_done(desk.store, desk.centre, desk.today, "P02", NotDoneReason.ILL, actor="nurse1", at=AT)
        await here.app.reload()
        here.app.open_patient("P02")
        await here.until_on("PatientScreen")
        await here.press("s")
        await here.until_on("SuggestDialog")
        assert "P02, not booked: the best half-days" in here.text
        await here.press("enter")
        await here.until_on("CallsScreen")
        assert "agreed" in here.text


@pytest.mark.parametrize("size", SIZES)
@sitting
async def test_the_forecast_is_french_throughout_in_french(database: Path, size: tuple[int, int]) -> None:
    async with seated(database, size, lang="fr") as here:
        await here.press("P")
        await here.until_shown("T1 2027")
        for _ in range(12):
            assert not re.search(r"\d{4}-Q\d", here.text), here.text
            assert not re.search(r"\b\d+\.\d\b", here.text), here.text
            assert str(here.app.screen.query_one("#summary", Static).content).startswith("CENTRE : ")
            assert "Sourced(" not in here.text
            await here.press("v")


@pytest.mark.parametrize("size", SIZES)
@sitting
async def test_what_is_to_be_looked_at_of_an_extension_is_said_on_the_screen(database: Path, size: tuple[int, int]) -> None:
    async with seated(database, size, role=Role.PHYSICIAN) as here:
        here.app.open_patient("P003")
        await here.until_on("PatientScreen")
        await here.press("e")
        await here.until_on("ExtendDialog")
        for field, value in (("until", "01/01/2046"), ("reason", "as discussed"), ("document", "LETTER-1")):
            here.app.screen.query_one(f"#{field}", Input).value = value
        await here.press("ctrl+s")
        await here.until_on("PatientScreen")
        await here.until(lambda: bool(here.app.screen.query(Toast)))
        await here.until_shown("is the date meant?")


@pytest.mark.parametrize(("key", "form"), [("c", "CloseDaysDialog"), ("a", "LeaveDialog"), ("h", "AwayDialog")])
@sitting
async def test_days_that_last_for_years_are_asked_about_before_they_are_entered(small: Path, key: str, form: str) -> None:
    async with seated(small) as here:
        await here.press(key)
        await here.until_on(form)
        here.app.screen.query_one("#from_on", Input).value = "01/03/2027"
        here.app.screen.query_one("#to_on", Input).value = "01/03/2032"
        await here.until_shown("is 1828 days, more than a year")


def dialog(here: Sitting) -> str:
    """Return what the dialog says, its frame gone."""
    return plain(" ".join(str(static.content) for static in here.app.screen.query(Static)))
