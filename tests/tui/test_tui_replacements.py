"""Forecast, pumps, theatre and looking back on the screen: what is shown, who signs what, what is said when it cannot be."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input, Static
from tui_looking import cut_off, overlapping
from tui_rooms import go_to, settled
from tui_sitting import AT, SIZES, TODAY, Sitting, plain, seated, sitting

from refillplan.domain.centre import Centre
from refillplan.domain.decisions import Choice
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL
from refillplan.services.access import load_centre
from refillplan.services.databases import Store
from refillplan.services.deciding import DecisionEntry, decide
from refillplan.services.forecasting import look_forward
from refillplan.services.theatre import accept_theatre
from tui.forecast_views import VIEWS
from tui.roles import Role
from tui.widgets.figure_plot import FigurePlot
from tui.widgets.listing import Listing

pytest_plugins = ["tui_databases"]


def stored(here: Sitting) -> Centre:
    """Return the centre as the database has it."""
    return load_centre(here.app.desk.store, "CENTRE")


def listed(here: Sitting, name: str = "pumps") -> list[list[str]]:
    """Return the rows of a table as texts."""
    listing = here.app.screen.query_one(f"#{name}", Listing)
    return [[str(cell) for cell in cells] for _, cells in listing._drawn]


async def sign(here: Sitting, key: str, *texts: str) -> None:
    """Open a form with a key, type the texts field by field, and send it."""
    await here.press(key)
    await here.until(lambda: here.on in ("DecideDialog", "ExtendDialog", "IntervalDialog"))
    for text in texts:
        if text:
            await here.type(text)
        await here.press("tab")
    await here.press("ctrl+s")


def replacement(about: str, decided_on: date = TODAY) -> DecisionEntry:
    return DecisionEntry(about=about, choice=Choice.REPLACE, signed_by="OP1", document="D-1", decided_on=decided_on)


@pytest.mark.parametrize(("size", "lang"), [*((size, "en") for size in SIZES), (SIZES[0], "fr")])
@sitting
async def test_every_view_of_the_forecast_fits(database: Path, size: tuple[int, int], lang: str) -> None:
    async with seated(database, size, lang=lang) as here:
        await go_to(here, "ForecastScreen")
        for view in VIEWS:
            assert here.app.desk.translate(view.name) in here.text
            assert listed(here, "figures"), view
            assert here.app.screen.query_one(FigurePlot).display is (view.figure is not None)
            assert cut_off(here) == [], view
            assert overlapping(here) == [], view
            await here.press("v")


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
async def test_the_views_hold_what_the_command_says(database: Path) -> None:
    async with seated(database, (200, 60)) as here:
        found = look_forward(here.app.desk.store, ["CENTRE"], TODAY).forecast
        await go_to(here, "ForecastScreen")
        rows = listed(here, "figures")
        expected = [
            [row.period.name, str(row.arriving), str(row.obtainable), str(row.label_due), str(row.label_gap)]
            for row in found.supply
        ]
        assert [row[:5] for row in rows] == expected
        await here.press("v")
        short = look_forward(here.app.desk.store, ["CENTRE"], TODAY, life="7").forecast
        assert [row[1:3] for row in listed(here, "figures")] == [
            [f"{one.label_due} / {one.label_gap}", f"{other.label_due} / {other.label_gap}"]
            for one, other in zip(short.supply, found.supply, strict=True)
        ]
        await here.press("b")
        await settled(here)
        assert len(listed(here, "figures")) == 10


@sitting
async def test_views_are_gone_through_with_the_mouse_and_backwards(database: Path) -> None:
    async with seated(database) as here:
        await go_to(here, "ForecastScreen")
        row = next(y for y, line in enumerate(here.lines) if "label dates" in line)
        await here.pilot.click(offset=(here.lines[row].index("label dates"), row))
        await here.until_shown("Label layer: pumps in place by label date")
        await here.press("V")
        await here.until_shown("Need against supply by the cohort layer")
        y = len(here.lines) - 1
        await here.pilot.click(offset=(here.lines[y].index("pumps"), y))
        await here.until_on("PumpsScreen")
        await here.press("escape")
        assert here.on == "ForecastScreen"


@sitting
async def test_a_plot_says_where_it_ends_and_every_series_has_its_own_sign(database: Path) -> None:
    async with seated(database) as here:
        await go_to(here, "ForecastScreen")
        await here.press("v")
        plot = here.app.screen.query_one(FigurePlot)
        assert plot.shown_marks == 18
        await here.until_shown("drawn up to 2031-Q2; the table has all")
        drawn = "".join(line for line in here.lines[5:12])
        assert all(sign in drawn for sign in "█░▚")
        await here.press("v")
        drawn = "".join(line for line in here.lines[5:13])
        assert all(sign in drawn for sign in "●│○")
    async with seated(database, (200, 60)) as here:
        await go_to(here, "ForecastScreen")
        await here.press("v")
        assert here.app.screen.query_one(FigurePlot).shown_marks == 40
        assert "drawn up to" not in here.text


@sitting
async def test_the_label_life_counts_alike_on_every_screen(database: Path) -> None:
    async with seated(database, (120, 40), role=Role.PHYSICIAN) as here:
        desk = here.app.desk
        decide(desk.store, "CENTRE", TODAY, replacement("P035"), actor="OP1", at=AT)
        await here.app.reload_if_changed()
        dates = set()
        for _ in range(3):
            await go_to(here, "PumpsScreen")
            safe_by = next(row[1] for row in listed(here) if row[0] == "P035")
            await go_to(here, "TheatreScreen")
            assert [row[2] for row in listed(here, "replacements")] == [safe_by]
            dates.add(safe_by)
            await here.press("i")
            await settled(here)
        assert len(dates) == 2  # the longer; the shorter and the middle of the model's range are the same


@sitting
async def test_pumps_stand_by_date_and_code_with_what_their_dates_are_made_of(database: Path) -> None:
    async with seated(database) as here:
        await go_to(here, "PumpsScreen")
        rows = listed(here)
        assert len(rows) == 50
        order = [(date(*map(int, reversed(row[2].split("/")))), row[0]) for row in rows]
        assert order == sorted(order)
        shown = plain(str(here.app.screen.query_one("#detail", Static).content))
        assert "implanted on" in shown
        assert "model's own range" in shown
        await here.press("g", "g")
        assert len(listed(here)) == sum(pump.extended_until is not None for pump in stored(here).pumps if pump.ended_on is None)
        await here.press("G", "G", "enter")
        await here.until_on("PatientScreen")


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
        await here.press("right", "tab", "tab")
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
        ("d", ("", "", ""), "a decision needs the reference of its document"),
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
        await here.until_shown("P002")
        assert listed(here)[0][5].startswith("◆ replace ")
        await here.press("d")
        await here.until_on("DecideDialog")
        await here.press("right", "tab", "tab")
        await here.type("L-9")
        await here.press("enter")
        await here.until_on("CallsScreen")
        assert all(visit.kind != POST_OPERATIVE_FILL for visit in stored(here).visits)


@sitting
async def test_where_no_replacement_waits_there_is_nothing_to_keep(database: Path) -> None:
    async with seated(database) as here:
        await go_to(here, "TheatreScreen")
        await here.until_shown("No decided replacement waits for a theatre day.")
        await here.press("o")
        await here.until_shown("no theatre day is")
        assert len(listed(here, "days")) == 13


@sitting
async def test_looking_back_counts_by_quarter_and_says_why_not_by_year(database: Path) -> None:
    async with seated(database) as here:
        await go_to(here, "BackTestScreen")
        await here.until_shown("How often intervals held what happened")
        assert [row[0] for row in listed(here, "accuracy")] == ["planned", "unplanned", "together"]
        assert len(listed(here, "comparisons")) == 9
        await here.press("b")
        await settled(here)
        await here.until_shown("too short for a look back")
        assert cut_off(here) == []


@sitting
async def test_escape_leaves_the_computing_and_r_computes(france: Path) -> None:
    async with seated(france, role=Role.PHYSICIAN, centre="FR01") as here:
        await go_to(here, "ForecastScreen")
        here.app.simulate_key("n")
        while here.on != "ProgressDialog":
            await asyncio.sleep(0.005)
        here.app.simulate_key("escape")
        await here.until_shown("Nothing is computed: r computes it.")
        await here.press("r")
        await settled(here)
        await here.until_shown("FR09, FR10: Need against supply")
        await here.press("p")
        await here.until_shown("all 250")
        await here.press("g", "end", "e")  # a pump of another centre
        await here.until_shown("there is no pump of this")
        assert here.on == "PumpsScreen"
