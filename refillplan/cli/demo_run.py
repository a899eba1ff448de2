"""The whole way once, on a sample: import, plan, check, publish, export."""

import json
import shlex
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from refillplan.cli.desk import SCOPE, Desk
from refillplan.cli.exits import Exit
from refillplan.cli.output.plan import print_result
from refillplan.cli.output.tables import print_lines, print_violations
from refillplan.cli.output.values import plan_json, tiers_json
from refillplan.cli.waiting import solve_watched
from refillplan.domain.messages import N_, Param
from refillplan.services.calls.publishing import PublicationRefused, Published, publish
from refillplan.services.entering.importing import Imported, import_folder
from refillplan.services.plans.checking import Violation, check
from refillplan.services.plans.planning import PlanKept, load_problem, make_plan
from refillplan.services.sharing.exporting import Exported, ExportRefused, export_ics
from refillplan.services.starting.samples import sample_folder
from refillplan.services.upkeep.databases import Store

_SAMPLE = "centre"


def run_demo(desk: Desk, out: Path, today: date) -> Exit:
    """Run all steps into ``out``, which may hold an earlier run, and print what was done and where."""
    out.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{(out / 'demo.db').absolute()}"
    with replace(desk, url=url).store() as store:
        return _Demo(desk, store, out, today).run()


class _Demo:
    def __init__(self, desk: Desk, store: Store, out: Path, today: date) -> None:
        self._desk = desk
        self._store = store
        self._out = out
        self._today = today
        self._calendars = out / "calendars"
        self._plan_file = out / "plan.json"

    def run(self) -> Exit:
        """Run the steps until one has nothing for the next to go on with."""
        self._line(SCOPE.template)
        centre = self._import()
        if centre is None:
            return Exit.BAD_INPUT
        problem = load_problem(self._store, centre, self._today)
        kept = make_plan(
            self._store,
            centre,
            self._today,
            actor=self._desk.actor,
            at=self._desk.at,
            solving=lambda asked: solve_watched(self._desk, asked),
        )
        if not isinstance(kept, PlanKept):
            return print_result(self._desk, kept, problem)
        self._planned(kept)
        checked = check(self._store, centre, kept.version)
        self._line(
            N_("Checked by a part that shares nothing with the planner: rules broken: {count}."),
            count=len(checked.verdict.violations),
        )
        published = publish(self._store, centre, self._today, kept.version, actor=self._desk.actor, at=self._desk.at)
        if isinstance(published, PublicationRefused):
            return self._refused(published.violations)
        self._published(published)
        exported = export_ics(self._store, centre, self._calendars, self._today, translate=self._desk.translate)
        if isinstance(exported, ExportRefused):
            return self._refused(exported.violations)
        self._exported(exported)
        if self._desk.as_json:
            self._emit(kept, exported)
        else:
            self._next(kept.plan.visits[0].patient)
        return Exit.LOOK if kept.plan.exceptions else Exit.WELL

    def _import(self) -> str | None:
        with sample_folder(_SAMPLE) as folder:
            done = import_folder(self._store, folder, self._today, actor=self._desk.actor, at=self._desk.at)
        if not isinstance(done, Imported):
            self._desk.say(N_("{out} holds entries that do not go with the sample: choose another DIR"), out=str(self._out))
            return None
        new = bool(done.tables.added or done.tables.changed)
        self._line(
            N_("Imported: centre {centre}, made up, into {file}.")
            if new
            else N_("Centre {centre} is in {file} already; nothing was changed."),
            centre=done.centre,
            file=str(self._out / "demo.db"),
        )
        return done.centre

    def _planned(self, kept: PlanKept) -> None:
        plan = kept.plan
        value = plan_json(plan, kept.seconds, self._desk.translate, version=kept.version)
        self._plan_file.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        self._line(
            N_("Planned in {seconds} s, from {start_on} to before {end_on}: visits: {visits}, exceptions: {exceptions}."),
            visits=len(plan.visits),
            start_on=str(plan.horizon.start_on),
            end_on=str(plan.horizon.end_on),
            seconds=self._desk.decimal(kept.seconds),
            exceptions=len(plan.exceptions),
        )
        self._line(N_("No better plan exists: proved.") if plan.proven_optimal else N_("A better plan may exist."))

    def _published(self, done: Published) -> None:
        if done.new:
            self._line(N_("Published: plan {version}, visits told: {told}."), version=done.version, told=done.told)
        else:
            self._line(N_("Plan {version} is in force already; nothing was changed."), version=done.version)

    def _exported(self, done: Exported) -> None:
        self._line(
            N_("Exported: {files} calendars to {folder}, {written} of them written anew; the plan itself is {plan}."),
            files=len(done.files),
            folder=str(self._calendars),
            written=len(done.written),
            plan=str(self._plan_file),
        )

    def _next(self, patient: str) -> None:
        self._line(N_("Try next:"))
        address = f"sqlite:///{self._out / 'demo.db'}"
        rest = f"--db {shlex.quote(address)} --today {self._today}"
        for words in ("show worklist", f"show week {self._today + timedelta(weeks=1)}", f"show patient {patient}", "show plan"):
            print_lines([f"  refillplan {words} {rest}"])

    def _refused(self, violations: tuple[Violation, ...]) -> Exit:
        print_violations(self._desk, violations)
        return Exit.LOOK

    def _emit(self, kept: PlanKept, exported: Exported) -> None:
        self._desk.emit(
            {
                "database": str(self._out / "demo.db"),
                "plan": str(self._plan_file),
                "calendars": [str(self._calendars / name) for name in exported.files],
                "version": kept.version,
                "proven_optimal": kept.plan.proven_optimal,
                "tiers": tiers_json(kept.plan.tiers),
                "visits": len(kept.plan.visits),
                "exceptions": len(kept.plan.exceptions),
            }
        )

    def _line(self, template: str, **params: Param) -> None:
        """Print a line on stdout, or on stderr where that is kept for JSON."""
        if self._desk.as_json:
            self._desk.say(template, **params)
        else:
            print_lines([self._desk.text(template, **params)])
