"""One rule for safe-by dates: where a replacement is placed and where it is forecast, a pump has the same date."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from service_samples import ACTOR, AT, TODAY, imported, sample_copy

from refillplan.domain.centre import Centre
from refillplan.domain.decisions import Choice
from refillplan.domain.devices import Pump
from refillplan.domain.messages import InvalidValue, message
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import edit
from refillplan.services.forecasts.deciding import DecisionEntry, decide
from refillplan.services.forecasts.forecasting import look_forward
from refillplan.services.forecasts.theatre import propose_theatre, show_theatre
from refillplan.storage import Store

pytest_plugins = ["service_stores"]

CODE = "CENTRE"
LEAD = "\n[forecast.lead_months]\nvalue = 4\nsource = 'meeting of the unit'\nas_of = 2026-12-20\n"


@pytest.fixture
def centre_store(store: Store, tmp_path: Path) -> Store:
    """A centre with a lead time of its own, and pumps with every kind of entry, all to be replaced."""
    folder = sample_copy(tmp_path, "centre")
    settings = folder / "centre.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + LEAD, encoding="utf-8")
    imported(store, folder)
    edit(store, CODE, TODAY, with_every_kind_of_entry, what=message("made up"), actor=ACTOR, at=AT)
    for pump in in_place(load_centre(store, CODE))[:8]:
        entry = DecisionEntry(about=pump.serial, choice=Choice.REPLACE, signed_by="OP1", document="D-1")
        decide(store, CODE, TODAY, entry, actor=ACTOR, at=AT)
    return store


def in_place(centre: Centre) -> list[Pump]:
    return sorted((pump for pump in centre.pumps if pump.in_place_on(TODAY)), key=lambda pump: pump.serial)


def with_every_kind_of_entry(centre: Centre) -> Centre:
    """Enter extensions before and after the nominal date, and low batteries of yesterday and of a day to come."""
    plain, early, late, told, coming, *_ = in_place(centre)
    changed = {
        plain: replace(plain, extended_until=None, low_battery_on=None),
        early: replace(early, extended_until=early.implanted_on + timedelta(days=365), low_battery_on=None),
        late: replace(late, extended_until=date(2032, 5, 31), low_battery_on=None),
        told: replace(told, extended_until=date(2032, 5, 31), low_battery_on=TODAY - timedelta(days=1)),
        coming: replace(coming, extended_until=None, low_battery_on=TODAY + timedelta(days=30)),
    }
    return replace(centre, pumps=tuple(changed.get(pump, pump) for pump in centre.pumps))


@pytest.mark.parametrize("life", [None, "7", "8", "model"])
def test_theatre_and_forecast_show_the_same_safe_by_date_for_a_pump(centre_store: Store, life: str | None) -> None:
    forecast = {dates.serial: dates.safe_by_on for dates in look_forward(centre_store, [CODE], TODAY, life=life).forecast.label}
    shown = {
        v.replacement.serial: v.replacement.safe_by_on for v in show_theatre(centre_store, CODE, TODAY, life=life).replacements
    }
    placement = propose_theatre(centre_store, CODE, TODAY, life=life).placement
    proposed = [placed.replacement for placed in placement.placed] + [each.replacement for each in placement.exceptions]
    assert len(shown) == 8
    assert shown == {serial: forecast[serial] for serial in shown}
    assert {each.serial: each.safe_by_on for each in proposed} == {each.serial: forecast[each.serial] for each in proposed}


def test_the_life_chosen_moves_the_safe_by_dates_of_the_theatre_list(centre_store: Store) -> None:
    (short, long) = (show_theatre(centre_store, CODE, TODAY, life=life) for life in ("7", "8"))
    days = [{v.replacement.serial: v.replacement.safe_by_on for v in found.replacements} for found in (short, long)]
    assert days[0] != days[1]
    assert (str(short.life), str(long.life), int(long.settings.lead_months.value)) == (
        "label life 7 years",
        "label life 8 years",
        4,
    )


def test_a_life_that_the_settings_do_not_name_is_refused(centre_store: Store) -> None:
    with pytest.raises(InvalidValue, match="'9' is no label life of the settings: 7, 8, model"):
        propose_theatre(centre_store, CODE, TODAY, life="9")
