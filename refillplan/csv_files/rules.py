"""What rows must agree on with each other: time in place, overlaps, the kinds that must fill."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from math import inf

from refillplan.csv_files import centre_toml
from refillplan.csv_files.cells import shown
from refillplan.csv_files.faults import Fault
from refillplan.csv_files.files import Files
from refillplan.csv_files.loading import Loaded
from refillplan.domain.decisions import Decision
from refillplan.domain.devices import Pump
from refillplan.domain.messages import N_, message
from refillplan.domain.people import Fill, Operator, Role
from refillplan.domain.sessions import SessionTemplate
from refillplan.domain.settings import ReviewRule
from refillplan.domain.visit_kinds import REFILL, VisitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A time that a row takes, from ``start`` until before ``end``; spans of one group may not overlap."""

    group: Hashable
    start: float
    end: float
    line: int


def overlapping(spans: Iterable[Span]) -> Iterator[tuple[Span, Span]]:
    """Give each span that begins before another of its group has ended, with that other one."""
    longest: dict[Hashable, Span] = {}
    for span in sorted(spans, key=lambda span: (span.start, span.line)):
        before = longest.get(span.group)
        if before is not None and span.start < before.end:
            yield span, before
        if before is None or span.end > before.end:
            longest[span.group] = span


def broken_rules(files: Files, review: ReviewRule | None) -> Iterator[Fault]:
    """Give the faults that only several rows together show."""
    yield from _refill_kind(files.visit_kinds)
    if review is not None:
        yield from _review_kind(files.visit_kinds, review)
    yield from _template_overlaps(files.sessions)
    yield from _pump_overlaps(files.pumps)
    yield from _fills_outside(files.fills, files.pumps, files.patients.keys or frozenset())
    yield from _decisions_outside(files.decisions, files.pumps, files.operators)


def _refill_kind(kinds: Loaded[VisitKind]) -> Iterator[Fault]:
    if kinds.keys is not None and REFILL not in kinds.keys:
        yield kinds.fault(None, None, N_("the kind '{kind}' is missing"), kind=REFILL)
    for line, kind in kinds.sound:
        if kind.kind == REFILL and not kind.fills:
            yield kinds.fault(line, "fills", N_("the kind '{kind}' must fill"), kind=REFILL)


def _review_kind(kinds: Loaded[VisitKind], review: ReviewRule) -> Iterator[Fault]:
    if kinds.keys is not None and review.kind not in kinds.keys:
        sentence = message(N_("{file} has no {codes}"), file=kinds.table.file, codes=shown(review.kind))
        yield Fault(file=centre_toml.FILE, column="review.kind", sentence=sentence)
    for _, kind in kinds.sound:
        if kind.kind == review.kind and not kind.fills:
            sentence = message(N_("'{kind}' does not fill: the review rides on a refill"), kind=review.kind)
            yield Fault(file=centre_toml.FILE, column="review.kind", sentence=sentence)


def _template_overlaps(sessions: Loaded[SessionTemplate]) -> Iterator[Fault]:
    spans = [
        Span(
            group=(template.weekday, template.half_day),
            start=-inf if template.valid_from is None else template.valid_from.toordinal(),
            end=inf if template.valid_to is None else template.valid_to.toordinal() + 1,
            line=line,
        )
        for line, template in sessions.sound
    ]
    for span, other in overlapping(spans):
        yield sessions.fault(
            span.line, "half_day", N_("line {other} already holds for this half-day at that time"), other=other.line
        )


def _pump_overlaps(pumps: Loaded[Pump]) -> Iterator[Fault]:
    spans = [
        Span(
            group=pump.patient,
            start=pump.implanted_on.toordinal(),
            end=inf if pump.ended_on is None else pump.ended_on.toordinal(),
            line=line,
        )
        for line, pump in pumps.sound
        if pump.ended_on != pump.implanted_on
    ]
    for span, other in overlapping(spans):
        yield pumps.fault(
            span.line, "implanted_on", N_("the pump of line {other} is in place in this patient at that time"), other=other.line
        )


def _fills_outside(fills: Loaded[Fill], pumps: Loaded[Pump], patients: frozenset[str]) -> Iterator[Fault]:
    """Compare with the pumps that are sound, but not where the patient of either row may be the mistake."""
    by_serial = {pump.serial: pump for _, pump in pumps.sound}
    first: dict[str, Pump] = {}
    for _, pump in sorted(pumps.sound, key=lambda numbered: numbered[1].implanted_on):
        first.setdefault(pump.patient, pump)
    doubtful = {row.cells.get("patient") for row in pumps.rows if row.value is None}
    for line, fill in fills.sound:
        named = by_serial.get(fill.serial)
        if fill.patient not in patients or (named is not None and named.patient not in patients):
            continue
        earliest = None if None in doubtful or fill.patient in doubtful else first.get(fill.patient)
        if named is not None and named.patient != fill.patient:
            yield fills.fault(
                line, "serial", N_("pump {serial} is in patient {patient}"), serial=named.serial, patient=named.patient
            )
        elif named is not None and fill.filled_on < named.implanted_on:
            yield _before_implantation(fills, line, fill, named)
        elif named is not None and named.ended_on is not None and fill.filled_on > named.ended_on:
            yield fills.fault(
                line,
                "filled_on",
                N_("{day} is after the end of pump {serial} ({ended_on})"),
                day=fill.filled_on.isoformat(),
                serial=named.serial,
                ended_on=named.ended_on.isoformat(),
            )
        elif named is None and earliest is not None and fill.filled_on < earliest.implanted_on:
            yield _before_implantation(fills, line, fill, earliest)


def _before_implantation(fills: Loaded[Fill], line: int, fill: Fill, pump: Pump) -> Fault:
    return fills.fault(
        line,
        "filled_on",
        N_("{day} is before the implantation of pump {serial} ({implanted_on})"),
        day=fill.filled_on.isoformat(),
        serial=pump.serial,
        implanted_on=pump.implanted_on.isoformat(),
    )


def _decisions_outside(decisions: Loaded[Decision], pumps: Loaded[Pump], operators: Loaded[Operator]) -> Iterator[Fault]:
    """A decision is a physician's, about a pump that is implanted by then."""
    roles = {operator.operator: operator.role for operator in operators.values}
    by_serial = {pump.serial: pump for pump in pumps.values}
    for line, decision in decisions.sound:
        if roles.get(decision.signed_by, Role.PHYSICIAN) is not Role.PHYSICIAN:
            yield decisions.fault(line, "signed_by", N_("{operator} is not a physician"), operator=decision.signed_by)
        pump = by_serial.get(decision.serial)
        if pump is not None and decision.decided_on < pump.implanted_on:
            yield decisions.fault(
                line,
                "decided_on",
                N_("{day} is before the implantation of pump {serial} ({implanted_on})"),
                day=decision.decided_on.isoformat(),
                serial=pump.serial,
                implanted_on=pump.implanted_on.isoformat(),
            )
