"""Forecast, pumps, theatre and looking back on the screen: what is shown, and how one goes through it."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Static
from tui_looking import cut_off, overlapping
from tui_replacements import listed, replacement
from tui_rooms import go_to, settled
from tui_samples import SAMPLES
from tui_sitting import AT, SIZES, TODAY, plain, seated, sitting, stored

from refillplan.domain.centre import Centre
from refillplan.domain.messages import message
from refillplan.domain.roles import Role
from refillplan.services.core.editing import edit
from refillplan.services.entering.importing import Imported, import_folder
from refillplan.services.forecasts.deciding import decide
from refillplan.services.forecasts.forecasting import look_forward
from refillplan.services.upkeep.databases import Store
from tui.forecast_views import VIEWS
from tui.widgets.figure_plot import FigurePlot

pytest_plugins = ["tui_databases"]


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


@sitting
async def test_the_views_hold_what_the_command_says(database: Path) -> None:
    async with seated(database, (200, 60)) as here:
        found = look_forward(here.app.desk.store, ["CENTRE"], TODAY).forecast
        await go_to(here, "ForecastScreen")
        rows = listed(here, "figures")
        expected = [
            [row.period.name, *map(str, (row.arriving, row.obtainable, row.label_due, row.label_past, row.label_gap))]
            for row in found.supply
        ]
        assert [row[:6] for row in rows] == expected
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


@sitting
async def test_where_no_replacement_waits_there_is_nothing_to_keep(database: Path) -> None:
    async with seated(database) as here:
        await go_to(here, "TheatreScreen")
        await here.until_shown("No decided replacement waits for a theatre day.")
        await here.press("o")
        await here.until_shown("no theatre day is")
        assert len(listed(here, "days")) == 13


@sitting
async def test_looking_back_begins_by_year_as_the_command_does_and_counts_by_quarter(database: Path) -> None:
    store = Store.open(f"sqlite:///{database}")
    edit(store, "CENTRE", TODAY, _with_whole_records, what=message("records"), actor="nurse1", at=AT)
    store.close()
    async with seated(database) as here:
        await go_to(here, "BackTestScreen")
        await here.until_shown("✖ by year:")
        await here.until_shown("nothing to look back on yet")
        assert cut_off(here) == []
        await here.press("b")
        await settled(here)
        await here.until_shown("How often intervals held what happened, by quarter")
        assert [row[0] for row in listed(here, "accuracy")] == ["planned", "unplanned", "together"]
        assert len(listed(here, "comparisons")) == 9
        await here.press("escape", "v")
        await here.until_shown("2027-Q1")  # the forecast keeps its own choice


def _with_whole_records(centre: Centre) -> Centre:
    return replace(centre, forecast=replace(centre.forecast, records_from=None))


@sitting
async def test_escape_leaves_the_computing_and_r_computes(france: Path) -> None:
    async with seated(france, role=Role.PHYSICIAN, centre="FR01") as here:
        await go_to(here, "ForecastScreen")
        here.app.simulate_key("n")
        await here.until(lambda: here.on == "QuestionDialog")
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


@sitting
async def test_centres_may_use_the_same_serials(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    shutil.copytree(SAMPLES / "centre", folder)
    settings = folder / "centre.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('code = "CENTRE"', 'code = "OTHER"'), encoding="utf-8")
    store = Store.open(f"sqlite:///{database}")
    assert isinstance(import_folder(store, folder, TODAY, actor="nurse1", at=AT), Imported)
    decide(store, "OTHER", TODAY, replacement("P002"), actor="OP1", at=AT)
    store.close()
    async with seated(database, (120, 40), role=Role.PHYSICIAN, centre="CENTRE") as here:
        await go_to(here, "PumpsScreen")
        await here.press("n")
        await settled(here)
        await here.until_shown("all 100")
        assert [row[0] for row in listed(here) if row[5]] == ["OTHER P002"]
