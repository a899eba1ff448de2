"""The night's report: one page of text that says first whether all is well."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from refillplan.domain.messages import N_, Message, message
from refillplan.services.upkeep.health import (
    CentreHealth,
    audit_findings,
    centre_findings,
    centres_at_night,
    database_findings,
)
from refillplan.storage import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """A report, line by line, and whether all is well."""

    well: bool
    lines: tuple[Message, ...]


def report_night(store: Store, day_in: Callable[[str], date], at: datetime) -> Night:
    """Check the database, its audit and, for every centre, the promise and the rules.

    Raises
    ------
    StorageError
        If the database cannot be read at all.
    """
    found = list(database_findings(store))
    readable = all(finding.well for finding in found)
    found += audit_findings(store) if readable else ()
    well = all(finding.well for finding in found)
    lines = [finding.sentence for finding in found]
    for health in centres_at_night(store, day_in) if readable else ():
        findings = list(centre_findings(health))
        well = well and all(finding.well for finding in findings)
        lines += (finding.sentence for finding in findings)
        lines += _codes(health) if isinstance(health, CentreHealth) else ()
    first = message(N_("all is well")) if well else message(N_("look at this: not all is well"))
    return Night(well=well, lines=(message(N_("{at} UTC: {verdict}"), at=f"{at:%Y-%m-%d %H:%M}", verdict=first), *lines))


def _codes(health: CentreHealth) -> Iterator[Message]:
    """Yield who is to be looked at, by code, and every exception with its reason."""
    seen, code = health.worklist, health.centre
    for template, items in (
        (N_("{centre}: overdue: {patients}"), seen.overdue),
        (N_("{centre}: without a visit inside the limit: {patients}"), seen.without_visit),
        (N_("{centre}: close to the limit: {patients}"), seen.close),
    ):
        yield message(template, centre=code, patients=", ".join(item.patient for item in items) or "-")
    for exception in health.exceptions:
        shown = N_("{centre}: exception {patient}, limit {limit}: {reason}")
        yield message(shown, centre=code, patient=exception.patient, limit=str(exception.limit_on), reason=exception.reason)
