"""Names of fields that sentences name: in the catalogues of other languages they are words, in English the contract's."""

from refillplan.domain.messages import N_

FIELDS = (
    N_("weeks"),
    N_("target_days"),
    N_("limit_days"),
    N_("life_min_years"),
    N_("life_max_years"),
    N_("early_day"),
    N_("late_day"),
    N_("other_weekday"),
    N_("other_half_day"),
    N_("soft_unavailability"),
    N_("crowding"),
    N_("ended_on"),
    N_("extended_until"),
    N_("low_battery_on"),
)
