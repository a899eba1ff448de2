"""Extensions, decisions, intervals and theatre days: who signs what, and what is said when it cannot be."""

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input, Static
from tui_looking import cut_off, overlapping
from tui_replacements import listed, replacement, sign
from tui_rooms import go_to, settled
from tui_sitting import AT, SIZES, TODAY, seated, sitting, stored

from refillplan.domain.decisions import Choice
from refillplan.domain.roles import Role
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL
from refillplan.services.core.permissions import set_role
from refillplan.services.forecasts.deciding import decide
from refillplan.services.forecasts.theatre import accept_theatre
from refillplan.services.upkeep.databases import Store

pytest_plugins = ["tui_databases"]


@pytest.mark.parametrize(("size", "lang"), [*((size, "en") for size in SIZES), (SIZES[0], "fr")])
@sitting
async def test_every_form_to_sign_and_the_days_proposed_fit(database: Path, size: tuple[int, int], lang: str) -> None:
    async with seated(database, size, lang=lang, role=Role.PHYSICIAN) as here:
        desk = here.app.desk
        for about in ("P002", "P035", "P028"):
            decide(desk.store, "CENTRE", TODAY, replacement(about), actor="OP1", at=AT)
        await here.app.reload_if_changed()
        await go_to(here, "PatientScreen")
        assert cut_off(here) == []
        for key, dialog in (("e", "ExtendDialog"), ("d", "DecideDialog"), ("b", "IntervalDialog")):
            await here.press(key)
            await here.until_on(dialog)
            await here.press("ctrl+s")  # what is wrong takes room, too
            await here.until(lambda: str(here.app.screen.query_one("#fault", Static).content) != "")
            assert cut_off(here) == [], dialog
            await here.press("escape")
        for screen in ("TheatreScreen", "PumpsScreen"):
            await go_to(here, screen)
            await here.press("end", "home")
            assert cut_off(here) == [], screen
            assert overlapping(here) == [], screen


@sitting
async def test_the_role_that_the_database_gives_goes_before_the_one_chosen(database: Path) -> None:
    store = Store.open(f"sqlite:///{database}")
    for name, role in (("head", Role.ADMINISTRATOR), ("nurse1", Role.READER)):
        set_role(store, name, role, actor="head", at=AT)
    store.close()
    async with seated(database, role=Role.PHYSICIAN) as here:
        assert here.app.desk.role is Role.READER
        await here.press("n")
        assert here.on == "WorklistScreen"  # nothing can be entered


@pytest.mark.parametrize("role", [Role.NURSE, Role.READER])
@sitting
async def test_only_physicians_sign(database: Path, role: Role) -> None:
    async with seated(database, (120, 60), role=role) as here:
        before = stored(here)
        await go_to(here, "PumpsScreen")
        await here.press("e", "d")
        assert here.on == "PumpsScreen"
        await here.press("f1")
        await here.until_on("HelpDialog")
        assert "pump.decide" not in here.text
        await here.press("escape", "enter")
        await here.until_on("PatientScreen")
        await here.press("e", "d", "b")
        assert here.on == "PatientScreen"
        assert stored(here) == before


@pytest.mark.parametrize(("role", "kept"), [(Role.NURSE, True), (Role.READER, False)])
@sitting
async def test_a_nurse_puts_decided_replacements_on_theatre_days_and_a_reader_does_not(
    database: Path, role: Role, kept: bool
) -> None:
    async with seated(database, role=role) as here:
        desk = here.app.desk
        decide(desk.store, "CENTRE", TODAY, replacement("P002"), actor="OP1", at=AT)
        await here.app.reload_if_changed()
        await go_to(here, "TheatreScreen")
        await here.until_shown("Days proposed: 1")
        await here.press("o")
        if kept:
            await here.until_on("CallsScreen")
        assert [d.theatre_on is not None for d in stored(here).decisions] == [kept]


@sitting
async def test_a_decision_is_signed_and_undone(database: Path) -> None:
    async with seated(database, role=Role.PHYSICIAN) as here:
        await go_to(here, "PumpsScreen")
        await here.press("down")
        pump = here.app.screen.pump_in_hand()  # type: ignore[attr-defined]
        await here.press("d")
        await here.until_on("DecideDialog")
        await here.press("right", "right", "tab", "tab")
        await here.type("L-1")
        await here.press("enter")
        await here.until_shown("decided 1")
        (decision,) = stored(here).decisions
        assert (decision.serial, decision.choice, decision.document) == (pump.serial, Choice.OTHER_TREATMENT, "L-1")
        assert (decision.signed_by, decision.decided_on) == ("OP1", TODAY)
        await settled(here)
        await here.press("u")
        await here.until_shown("decided 0")
        assert stored(here).decisions == ()


@sitting
async def test_an_extension_from_the_patient_sets_the_date_at_once(database: Path) -> None:
    async with seated(database, (120, 40), role=Role.PHYSICIAN) as here:
        await go_to(here, "PatientScreen")
        await sign(here, "e", "30/6/2029", "as discussed", "L-2")
        await here.until_shown("extended until 30/06/2029")
        await here.until_shown("label date 30/06/2029, safe by 30/12/2028 (label life 8 years)")
        await here.until_shown("in the physician's words: as discussed")


@pytest.mark.parametrize(
    ("key", "texts", "sentence"),
    [
        ("e", ("30/6/2029", "discussed", ""), "a decision needs the reference of its document"),
        ("e", ("30/6/2029", "", "L-1"), "the decision 'extend' needs a reason"),
        ("e", ("soon", "discussed", "L-1"), "'soon' is not a day"),
        ("d", ("", "", ""), "choose what is to come"),
        ("d", ("", "", "L-1"), "choose what is to come"),
        ("b", ("x", "", "", ""), "'x' is not a number"),
        ("b", ("40", "", "", ""), "say why the interval changes"),
    ],
)
@sitting
async def test_what_cannot_be_signed_is_said_in_the_form(database: Path, key: str, texts: tuple[str, ...], sentence: str) -> None:
    async with seated(database, (120, 40), role=Role.PHYSICIAN) as here:
        before = stored(here)
        await go_to(here, "PatientScreen")
        await sign(here, key, *texts)
        await here.until_shown(sentence)
        await here.press("escape")
        assert stored(here) == before


@sitting
async def test_the_signatures_offered_are_those_of_physicians(database: Path) -> None:
    async with seated(database, (120, 40), role=Role.PHYSICIAN) as here:
        await go_to(here, "PatientScreen")
        await here.press("d")
        await here.until_on("DecideDialog")
        assert here.app.screen.query_one("#document", Input).value == ""
        assert "◉ OP1" in here.text
        assert "OP2" not in here.text.split("Decision:")[1].split("leave")[0]  # a nurse signs nothing


@sitting
async def test_an_interval_is_signed_and_planned_again(database: Path) -> None:
    async with seated(database, (120, 40), role=Role.PHYSICIAN) as here:
        await go_to(here, "PatientScreen")
        await sign(here, "b", "38", "40", "", "as discussed")
        await here.until_on("CallsScreen")
        (patient,) = [each for each in stored(here).patients if each.patient == "P035"]
        assert (patient.target_days, patient.limit_days, patient.override_reason) == (38, 40, "as discussed")


@sitting
async def test_a_decision_that_withdraws_a_fill_leads_to_the_call_sheet(database: Path) -> None:
    store = Store.open(f"sqlite:///{database}")
    decide(store, "CENTRE", TODAY, replacement("P002", date(2027, 1, 2)), actor="OP1", at=AT)
    assert accept_theatre(store, "CENTRE", TODAY, actor="OP1", at=AT).number is not None
    store.close()
    async with seated(database, (120, 40), role=Role.PHYSICIAN) as here:
        await go_to(here, "PumpsScreen")
        await here.press("G")
        await here.until(lambda: len(listed(here)) == 1)  # the group of decisions alone: all pumps have P002, too
        assert listed(here)[0][5].startswith("◆ replace ")
        await here.press("d")
        await here.until_on("DecideDialog")
        await here.press("right", "right", "tab", "tab")
        await here.type("L-9")
        await here.press("enter")
        await here.until_on("CallsScreen")
        assert all(visit.kind != POST_OPERATIVE_FILL for visit in stored(here).visits)


@sitting
async def test_no_decision_is_chosen_before_somebody_chooses(database: Path) -> None:
    async with seated(database, (120, 40), role=Role.PHYSICIAN) as here:
        await go_to(here, "PatientScreen")
        await here.press("d")
        await here.until_on("DecideDialog")
        await here.until_shown("○ replace")
        await here.press("right", "ctrl+s")
        await here.until_shown("a decision needs the reference of its document")
        assert "◉ replace" in here.text
        await here.press("left")
        await here.until_shown("◉ other")
