"""A small folder without a fault, as the text of its files, and how to spoil it."""

from datetime import date
from pathlib import Path

from refillplan.csv_files import Fault, Faults, read_folder
from refillplan.domain.centre import Centre

TODAY = date(2027, 1, 4)

GOOD: dict[str, str] = {
    "centre.toml": """\
code = "HDJ-1"
name = "Hôpital de jour"
timezone = "Europe/Paris"
holiday_zone = "FR-57"

[protocol]
min_days = 35
target_days = 42
limit_days = 45
source = "label, July 2023"
valid_from = 2026-01-01

[planning]
weeks = 26
reserve_places_per_week = 1

[review]
kind = "refill-review"
every_months = 12
""",
    "visit_kinds.csv": """\
kind,place_minutes,operator_minutes,needs_physician,fills
refill,90,30,no,yes
refill-review,120,60,yes,yes
rinse,240,120,yes,no
""",
    "pump_models.csv": """\
model,maker,life_min_years,life_max_years,implantable_new,ce_marked,source,source_on
MIP 2007D,Medtronic,6,8.5,no,yes,"question 22772, EVADIAC",2026-01-10
MIIPS 2020,,7,,,no,,
""",
    "patients.csv": """\
patient,usual_weekday,preferred_half_day,preferred_operator,target_days,limit_days,not_after,override_reason,last_review_on,active_from,active_to
P01,2,am,D1,,,,,2026-06-01,,
P02,,,,40,43,2027-02-15,"thick insulin, =see note",,2020-01-01,2030-12-31
P03,4,pm,N1,,,,,,,
P04,,,,,,,,,,
""",
    "pumps.csv": """\
serial,patient,model,implanted_on,ended_on,end_cause,extended_until,low_battery_on
S01,P01,MIP 2007D,2019-03-01,,,2029-03-01,
S02,P02,MIP 2007D,2015-05-20,2023-09-12,battery,,
S03,P02,MIIPS 2020,2023-09-12,,,,
S04,P03,MIIPS 2020,2025-11-18,,,,
""",
    "fills.csv": """\
patient,serial,filled_on,kind,operator,lot,readings
P01,S01,2026-12-01,refill,N1,4F001,3.5 mL left
P02,S02,2023-09-12,refill,,,
P02,S03,2026-11-30,refill-review,D1,4F002,-0
P03,,2026-12-03,refill,,,
""",
    "operators.csv": """\
operator,role,kinds
D1,physician,refill;refill-review;rinse
N1,nurse,refill
""",
    "sessions.csv": """\
weekday,half_day,opens,closes,places,operators,comfortable_visits,valid_from,valid_to
2,am,08:30,12:30,2,D1;N1,4,,2027-06-30
2,am,08:30,12:30,3,D1;N1,,2027-07-01,
4,am,08:30,12:30,2,N1,,,
4,pm,13:30,17:30,2,N1,0,,
""",
    "closures.csv": """\
from_on,to_on,half_day,reason
2027-05-07,2027-05-07,,bridge
2027-08-02,2027-08-13,pm,summer
""",
    "openings.csv": """\
on,half_day,opens,closes,places,operators,comfortable_visits,reason
2027-01-06,am,9:00,14:00,1,N1,,catching up
""",
    "leaves.csv": """\
operator,from_on,to_on,half_day
N1,2027-02-15,2027-02-19,
""",
    "unavailabilities.csv": """\
patient,from_on,to_on,half_day,hard
P01,2027-03-01,2027-03-14,,yes
P03,2027-03-01,2027-03-14,am,no
""",
    "visits.csv": """\
patient,kind,starts_at,operator,place,told,pins
P01,refill,2027-01-12T09:00,N1,1,yes,date;hour
P02,refill,2027-01-06T12:30,N1,1,no,
P03,rinse,2027-01-14T12:45:00,D1,2,yes,
P03,refill,2027-01-19T08:30:00+01:00,N1,2,no,
""",
    "supply.csv": """\
available_on,model,units,source
2027-04-01,MIIPS 2020,3,maker's letter
""",
    "theatre.csv": """\
on,places,teams
2027-02-02,2,both teams
""",
    "decisions.csv": """\
serial,decided_on,choice,signed_by,document,reason,extended_until,theatre_on
S01,2026-11-02,extend,D1,"letter 7, page 2",=as agreed,2029-03-01,
S03,2026-11-30,replace,D1,D-8,,,2027-02-02
S04,2026-12-01,other_treatment,D1,D-9, as typed ,,
""",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write each text as UTF-8 into a new folder."""
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    return folder


def spoiled(file: str, old: str, new: str, files: dict[str, str] = GOOD) -> dict[str, str]:
    """Return the files with one place of one file changed."""
    assert files[file].count(old) == 1, f"{old!r} stands {files[file].count(old)} times in {file}"
    return files | {file: files[file].replace(old, new)}


def read(folder: Path, files: dict[str, str]) -> Centre | Faults:
    """Write the files and read them."""
    return read_folder(write(folder, files), TODAY)


def faults_of(folder: Path, files: dict[str, str]) -> tuple[Fault, ...]:
    """Write the files, read them and return the faults, which there must be."""
    answer = read(folder, files)
    assert isinstance(answer, Faults), "no fault found"
    return answer.faults


def centre_of(folder: Path, files: dict[str, str]) -> Centre:
    """Write the files, read them and return the centre, which there must be."""
    answer = read(folder, files)
    assert isinstance(answer, Centre), "\n".join(map(str, answer.faults))
    return answer
