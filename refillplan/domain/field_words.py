"""Names of fields in words, for sentences; the column or key of a file is named beside the sentence, as its place."""

from refillplan.domain.messages import N_, Message, message

_WORDS = {
    "target_days": N_("target in days"),
    "limit_days": N_("limit in days"),
    "life_min_years": N_("shortest life in years"),
    "life_max_years": N_("longest life in years"),
    "ended_on": N_("day of its end"),
    "extended_until": N_("last day of the extension"),
    "low_battery_on": N_("day of the low battery"),
}

KEYS = (
    N_("weeks"),
    N_("early_day"),
    N_("late_day"),
    N_("other_weekday"),
    N_("other_half_day"),
    N_("soft_unavailability"),
    N_("crowding"),
)
"""Keys of ``centre.toml`` alone: in English they stay as they are there."""


def in_words(name: str) -> Message:
    """Return the words for a field, by its name in the contract."""
    return message(_WORDS[name])
