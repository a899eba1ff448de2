"""Small centres for the forecast, written out."""

from dataclasses import replace
from datetime import date

from simulated_cohorts import small_sample

from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump, PumpModel, Supply
from refillplan.domain.people import Fill, Patient

TODAY = date(2027, 1, 4)
OLD = PumpModel(
    model="OLD", life_min_years=6, life_max_years=8, implantable_new=False, source="question 22772", source_on=date(2020, 7, 20)
)
NEW = PumpModel(model="NEW", life_min_years=7, life_max_years=7, source="article", source_on=date(2025, 11, 27))
BARE = PumpModel(model="BARE")


def pump(number: int, implanted_on: date, model: str = "OLD", **more: object) -> Pump:
    fields = {"serial": f"S{number}", "patient": f"P{number}", "model": model, "implanted_on": implanted_on, **more}
    return Pump(**fields)  # type: ignore[arg-type]


def centre_with(*pumps: Pump, code: str = "C1", supply: tuple[Supply, ...] = (), fills: tuple[Fill, ...] = ()) -> Centre:
    codes = sorted({pump.patient for pump in pumps})
    return replace(
        small_sample(),
        code=code,
        pump_models=(OLD, NEW, BARE),
        pumps=pumps,
        patients=tuple(Patient(patient=code) for code in codes),
        supply=supply,
        fills=fills,
    )


def five_pumps(implanted_on: date = date(2020, 1, 6), model: str = "OLD") -> tuple[Pump, ...]:
    return tuple(pump(number, implanted_on, model) for number in range(1, 6))
