"""Names of public holidays as sentences."""

from refillplan.domain.messages import N_, Message, message

NAMES = (
    N_("New Year's Day"),
    N_("Good Friday"),
    N_("Easter Monday"),
    N_("Labor Day"),
    N_("Victory Day"),
    N_("Ascension Day"),
    N_("Pentecost Monday"),
    N_("National Day"),
    N_("Assumption Day"),
    N_("All Saints' Day"),
    N_("Armistice Day"),
    N_("Christmas Day"),
    N_("Saint Stephen's Day"),
    N_("Mi-Careme"),
    N_("Abolition of Slavery"),
    N_("Victor Schoelcher Day"),
    N_("Citizenship Day"),
    N_("Missionary Day"),
    N_("Internal Autonomy Day"),
    N_("Matāri'i"),
    N_("Feast of Saint Peter Chanel"),
    N_("Saints Peter and Paul Day"),
    N_("Territory Day"),
)
"""The holidays of France with its overseas territories, as the library calls them in English."""


def holiday_name(name: str) -> Message:
    """Return a holiday's name as a sentence; of two on one day, both."""
    first, _, other = name.partition("; ")
    shown = message(first if first in NAMES else N_("{name}"), name=first)
    return message(N_("{holiday}, {other}"), holiday=shown, other=holiday_name(other)) if other else shown
