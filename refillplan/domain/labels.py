"""Label arithmetic: until when a pump should have been replaced, in months of the calendar."""

from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump
from refillplan.domain.months import months_after


def safe_by_on(centre: Centre, pump: Pump) -> date | None:
    """Return the safe-by date of a pump, None where its model's label life is unknown.

    It is nominal: the implantation, the least label life of the model and the lead time of the centre's settings; an
    extension that a physician has signed takes the place of the label life, and a low-battery entry the place of both.
    """
    lead_months = int(centre.forecast.lead_months.value)
    if pump.low_battery_on is not None:
        return pump.low_battery_on
    if pump.extended_until is not None:
        return months_after(pump.extended_until, -lead_months)
    years = next((model.life_min_years for model in centre.pump_models if model.model == pump.model), None)
    return None if years is None else months_after(pump.implanted_on, int(years * 12) - lead_months)
