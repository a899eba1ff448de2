"""Tables and lines for people, on stdout."""

import os
import sys
from collections.abc import Iterable, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from refillplan.cli.desk import Desk
from refillplan.cli.output.layout import column_widths
from refillplan.cli.output.rule_words import RULES
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.plans import NotPlanned, Plan, PlanException, Tiers
from refillplan.domain.visits import Visit
from refillplan.services.plans.checking import Violation

_WIDTH_OF_A_FILE = 120

EXCEPTION_TITLES = (
    message(N_("patient")),
    message(N_("limit")),
    message(N_("visit")),
    message(N_("nearest before")),
    message(N_("nearest after")),
    message(N_("reason")),
)


def print_table(desk: Desk, title: str, titles: Sequence[Message], rows: Iterable[Sequence[str]]) -> None:
    """Print a table with its title; nothing but the title where there are no rows.

    Where the screen is too narrow for the columns side by side, each row is printed as lines of its own.
    """
    there = console()
    headings = [desk.translate(heading) for heading in titles]
    cells = [tuple(desk.text("{cell}", cell=cell) for cell in row) for row in rows]  # half-days as the language writes them
    if not cells:
        there.print(title)
        return
    columns = [[heading, *(row[position] for row in cells)] for position, heading in enumerate(headings)]
    whole = [max(cell_len(text) for text in texts) for texts in columns]
    for gap in (3, 2, 1):
        widths = column_widths(columns, there.width - gap * (len(columns) - 1))
        if widths is not None and (gap < 3 or widths == whole):  # the wide gap is for tables in which nothing is wrapped
            there.print(_table(title, headings, cells, widths, gap))
            there.print()
            return
    there.print(title, style="bold")
    for row in cells:
        for heading, cell in zip(headings, row, strict=True):
            there.print(desk.text(N_("{heading}: {text}"), heading=heading, text=cell))
        there.print()


def _table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], gap: int) -> Table:
    look = box.SIMPLE_HEAD
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=look,
        show_edge=False,
        pad_edge=False,
        padding=(0, gap - 1, 0, 0),
    )
    for heading, width in zip(headings, widths, strict=True):
        table.add_column(heading, overflow="fold", width=width)
    for row in rows:
        table.add_row(*row)
    return table


class _Console(Console):
    """A console that leaves it to the program how to end when nobody reads any more."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console() -> Console:
    """Return the console of stdout; a file or a pipe is as wide as COLUMNS says, or has a width of its own."""
    given = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return _Console(width=None if given else _WIDTH_OF_A_FILE, highlight=False, markup=False)


def print_lines(lines: Iterable[str]) -> None:
    """Print plain lines."""
    for line in lines:
        console().print(line, soft_wrap=True)


VISIT_TITLES = (
    message(N_("when")),
    message(N_("until")),
    message(N_("patient")),
    message(N_("kind")),
    message(N_("place")),
    message(N_("operator")),
    message(N_("limit")),
    message(N_("margin in days")),
    message(N_("told")),
)


def visit_row(visit: Visit, desk: Desk) -> Sequence[str]:
    """Return a visit as the cells of `VISIT_TITLES`."""
    window = visit.window
    return (
        f"{visit.starts_at:%Y-%m-%d %H:%M}",
        f"{visit.ends_at:%H:%M}",
        visit.patient,
        visit.kind,
        str(visit.place),
        visit.operator,
        "" if window is None else str(window.limit_on),
        "" if window is None else str((window.limit_on - visit.session.on).days),
        desk.text(N_("yes")) if visit.told else desk.text(N_("no")),
    )


def exception_row(exception: PlanException, desk: Desk) -> Sequence[str]:
    """Return an exception as the cells of `EXCEPTION_TITLES`."""
    return (
        exception.patient,
        str(exception.limit_on),
        desk.text(N_("none")) if exception.placed is None else str(exception.placed),
        str(exception.nearest_before or ""),
        str(exception.nearest_after or ""),
        desk.translate(exception.reason),
    )


def print_exceptions(desk: Desk, plan: Plan) -> None:
    """Print the exceptions of a plan, and the patients who need no visits."""
    title = desk.text(N_("Visits without a session inside their limit: {count}"), count=len(plan.exceptions))
    print_table(desk, title, EXCEPTION_TITLES, (exception_row(exception, desk) for exception in plan.exceptions))
    print_not_planned(desk, plan.not_planned)


def print_not_planned(desk: Desk, entries: Sequence[NotPlanned]) -> None:
    """Print the patients who need no visits, if there are any."""
    if entries:
        title = desk.text(N_("Patients on the list who are not planned: {count}"), count=len(entries))
        titles = (message(N_("patient")), message(N_("reason")))
        print_table(desk, title, titles, ((entry.patient, desk.translate(entry.reason)) for entry in entries))


def print_violations(desk: Desk, violations: Sequence[Violation]) -> None:
    """Print what breaks a rule."""
    title = desk.text(N_("Rules broken: {count}"), count=len(violations))
    titles = (message(N_("rule")), message(N_("patient")), message(N_("half-day")), message(N_("what is wrong")))
    rows = (
        (desk.translate(RULES[v.rule.value]), v.patient or "", str(v.session or ""), desk.translate(v.sentence))
        for v in violations
    )
    print_table(desk, title, titles, rows)


def print_figures(desk: Desk, tiers: Tiers, bounds: Tiers) -> None:
    """Print the figures of a plan beside the least that is possible."""
    figures = (
        (message(N_("visits without a session")), tiers.unplaced, bounds.unplaced),
        (message(N_("days beyond the limit")), tiers.beyond_limit_days, bounds.beyond_limit_days),
        (message(N_("told visits that leave their session")), tiers.moved, bounds.moved),
        (message(N_("comfort")), tiers.comfort, bounds.comfort),
    )
    titles = (message(N_("figure")), message(N_("this plan")), message(N_("least possible")))
    title = desk.text(N_("No better plan exists: proved")) if tiers == bounds else desk.text(N_("A better plan may exist"))
    print_table(desk, title, titles, ((desk.translate(name), str(value), str(bound)) for name, value, bound in figures))
