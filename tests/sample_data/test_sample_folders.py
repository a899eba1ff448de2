"""What the README files of the samples promise, against the folders."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from sample_folders import FOLDERS, FRANCE, SAMPLES, TODAY, read_sample, readme_tables

from refillplan.domain.agenda import public_holidays, sessions_between
from refillplan.domain.chains import chain_starts
from refillplan.domain.plans import Horizon
from refillplan.domain.settings import BEYOND_LIMIT_DAYS
from refillplan.generator import refills_held_between

GENERATED = FOLDERS[1:]


def sample_id(folder: Path) -> str:
    return folder.name


@pytest.mark.parametrize("folder", FOLDERS, ids=sample_id)
def test_every_patient_of_a_sample_gets_a_chain_with_a_day_in_its_first_window(folder: Path) -> None:
    centre = read_sample(folder)
    horizon = Horizon.after(TODAY, centre.planning.weeks)
    days = {session.key.on for session in sessions_between(centre, horizon.start_on, horizon.end_on)}
    starts, left_out = chain_starts(centre, TODAY, horizon)
    assert left_out == ()
    assert len(starts) == len(centre.patients)
    for start in starts:
        assert any(start.window.earliest_on <= day <= start.window.limit_on for day in days), start.patient.patient


@pytest.mark.parametrize("folder", FOLDERS, ids=sample_id)
def test_samples_hold_codes_and_last_fills_before_their_today(folder: Path) -> None:
    centre = read_sample(folder)
    assert all(re.fullmatch(r"P\d{2,3}", patient.patient) for patient in centre.patients)
    assert all(re.fullmatch(r"OP\d", operator.operator) for operator in centre.operators)
    assert max(fill.filled_on for fill in centre.fills) < TODAY
    assert "**2027-01-04**" in (folder / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", GENERATED, ids=sample_id)
def test_the_figures_in_a_readme_are_those_of_its_folder(folder: Path) -> None:
    centre = read_sample(folder)
    (written,) = readme_tables(folder)[0]
    horizon = Horizon.after(TODAY, centre.planning.weeks)
    assert written == {
        "patients": str(len(centre.patients)),
        "refills a year": f"{len(centre.patients) * 364 / 42:.1f}",
        "reviews a year": str(len(centre.patients)),
        "sessions a year": str(len(sessions_between(centre, horizon.start_on, horizon.end_on))),
        "refills they hold": str(refills_held_between(centre, horizon.start_on, horizon.end_on)),
        "kept in reserve": str(52 * centre.planning.reserve_places_per_week),
    }


def test_the_centre_has_fifty_patients_a_physician_and_a_nurse_on_leave_in_spring() -> None:
    centre = read_sample(SAMPLES / "centre")
    assert len(centre.patients) == 50
    assert [operator.role for operator in centre.operators] == ["physician", "nurse"]
    before, during = (
        refills_held_between(centre, monday, monday + timedelta(days=7)) for monday in (date(2027, 3, 15), date(2027, 4, 19))
    )
    assert 0 < during < before


def test_the_counting_argument_of_the_overloaded_centre_holds() -> None:
    centre = read_sample(SAMPLES / "overloaded")
    _, ranges = readme_tables(SAMPLES / "overloaded")
    longest = max(patient.limit_days or centre.protocol.limit_days for patient in centre.patients)
    bounds = [(date.fromisoformat(row["from"]), date.fromisoformat(row["to"]) + timedelta(days=1)) for row in ranges]
    for row, (first_on, end_on) in zip(ranges, bounds, strict=True):
        held = refills_held_between(centre, first_on, end_on)
        staffed = [session for session in sessions_between(centre, first_on, end_on) if session.operators]
        assert (end_on - first_on).days == longest == 45
        assert [int(row["patients"]), int(row["Tuesdays"]), int(row["visits they hold"])] == [
            len(centre.patients),
            len(staffed),
            held,
        ]
        assert int(row["late or missing, at least"]) == len(centre.patients) - held
    assert bounds[0][1] == bounds[1][0]
    assert (bounds[1][1] - bounds[0][0]).days > longest + BEYOND_LIMIT_DAYS
    least = sum(int(row["late or missing, at least"]) for row in ranges)
    assert f"at least {least} visits are late or missing" in (SAMPLES / "overloaded" / "README.md").read_text(encoding="utf-8")


def test_no_kind_of_visit_lets_an_overloaded_session_hold_more_than_refills() -> None:
    centre = read_sample(SAMPLES / "overloaded")
    refill = centre.kind("refill")
    assert all(
        kind.place_minutes >= refill.place_minutes and kind.operator_minutes >= refill.operator_minutes
        for kind in centre.visit_kinds
    )


def test_france_is_ten_centres_with_250_patients() -> None:
    centres = [read_sample(folder) for folder in FRANCE]
    assert [folder.name for folder in FRANCE] == [centre.code.lower() for centre in centres]
    assert len(centres) == 10
    assert sum(len(centre.patients) for centre in centres) == 250
    assert {len(centre.patients) for centre in centres} >= {8, 50}
    (written,) = readme_tables(SAMPLES / "france")
    assert [(row["folder"], int(row["patients"]), row["holidays"]) for row in written] == [
        (centre.code.lower(), len(centre.patients), centre.holiday_zone) for centre in centres
    ]


def test_pumps_in_france_were_implanted_while_they_could_be() -> None:
    pumps = [pump for folder in FRANCE for pump in read_sample(folder).pumps]
    assert {pump.model for pump in pumps} == {"MIP 2007D", "MIIPS 2020"}
    assert max(pump.implanted_on for pump in pumps if pump.model == "MIP 2007D") <= date(2020, 6, 30)
    assert min(pump.implanted_on for pump in pumps if pump.model == "MIIPS 2020") >= date(2025, 11, 18)
    assert len({pump.serial for pump in pumps}) == len(pumps)
    assert 0 < sum(pump.model == "MIIPS 2020" for pump in pumps) <= 20
    (written,) = readme_tables(SAMPLES / "france")
    for row, folder in zip(written, FRANCE, strict=True):
        own = read_sample(folder).pumps
        assert int(row["MIIPS 2020"]) == sum(pump.model == "MIIPS 2020" for pump in own)
        assert int(row["with an extension date"]) == sum(pump.extended_until is not None for pump in own)


@pytest.mark.parametrize(("zone", "holiday"), [("FR-57", date(2027, 3, 26)), ("FR-974", date(2027, 12, 20))])
def test_france_has_centres_whose_holidays_differ(zone: str, holiday: date) -> None:
    (centre,) = [centre for folder in FRANCE if (centre := read_sample(folder)).holiday_zone == zone]
    assert holiday in public_holidays(zone, 2027)
    assert holiday not in public_holidays("FR", 2027)
    assert not sessions_between(centre, holiday, holiday + timedelta(days=1))


def test_supply_in_france_says_that_it_is_an_estimate() -> None:
    supply = [entry for folder in FRANCE for entry in read_sample(folder).supply]
    assert supply
    assert all(entry.source.startswith("estimate") for entry in supply)
