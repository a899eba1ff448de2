"""Label arithmetic: until when a pump should have been replaced, in months of the calendar."""

from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump
from refillplan.domain.months import months_after

LEAD_MONTHS = 6
"""How long before the end of its label life a pump should be replaced: booking about six months ahead is advised for the
intrathecal analogue (Medtronic; Bolash 2015), an estimate for these pumps."""


def safe_by_on(centre: Centre, pump: Pump, lead_months: int = LEAD_MONTHS) -> date | None:
    """Return the safe-by date of a pump, None where its model's label life is unknown.

    It is nominal: the implantation, the least label life of the model and the lead time; an extension that a physician
    has signed takes the place of the label life, and a low-battery entry the place of both.

    Parameters
    ----------
    lead_months
        Months between the safe-by date and the end of the label life, or of the extension.
    """
    if pump.low_battery_on is not None:
        return pump.low_battery_on
    if pump.extended_until is not None:
        return months_after(pump.extended_until, -lead_months)
    years = next((model.life_min_years for model in centre.pump_models if model.model == pump.model), None)
    return None if years is None else months_after(pump.implanted_on, int(years * 12) - lead_months)
