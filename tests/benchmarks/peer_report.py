"""What came of a race: a table to read, JSON to keep, a plot to look at."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, astuple
from itertools import groupby
from pathlib import Path
from statistics import median

from peer_race import Instance, Row, best_bounds
from peer_task import NOTHING

_HEADS = ("contender", "unplaced", "beyond", "moved", "comfort", "bound", "gap", "seconds", "CPU s", "MiB", "passes")
_ALIGNED = "{:<10} {:>8} {:>7} {:>6} {:>8} {:>16} {:>16} {:>9} {:>9} {:>7} {:>8}\n"
_FIGURES = ("unplaced", "days beyond", "moved")


def table(rows: Sequence[Row]) -> str:
    """Return one small table per instance; gaps are to the best bound that anyone proved of it."""
    lines = []
    for instance, some in groupby(rows, key=lambda row: row.instance):
        mine = list(some)
        lines.append(f"\n{title(instance)}\n" + _ALIGNED.format(*_HEADS))
        lines += [_line(row, mine) for row in mine]
    return "".join(lines)


def title(instance: Instance) -> str:
    """Name an instance."""
    told = f", told {instance.told_days} days" if instance.told_days else ""
    told += ", with reviews" if instance.reviews else ""
    return f"{instance.patients} patients x {instance.weeks} weeks, load {instance.load:.0%}, seed {instance.seed}{told}"


def _line(row: Row, rows: Sequence[Row]) -> str:
    tiers = row.tiers
    figures = ["-"] * 4 if tiers is None else [tiers.unplaced, tiers.beyond_limit_days, tiers.moved, tiers.comfort]
    used = f"{row.seconds:.2f}", f"{row.cpu_seconds:.2f}", row.peak_mebibytes, "-" if row.passes is None else row.passes
    return _ALIGNED.format(row.contender, *figures, _bound(row), gap(row, rows), *used)


def _bound(row: Row) -> str:
    """The four figures that are proved: no plan is less, the first that differs counting."""
    return "/".join(str(figure) for figure in astuple(row.bounds)) if row.bounds != NOTHING else "-"


def summary(rows: Sequence[Row]) -> str:
    """Return medians over the seeds, per size and load, and how many times as long as the planner each contender took."""
    lines = []
    kinds = dict.fromkeys((row.instance.patients, row.instance.load, row.contender) for row in rows)
    for patients, load, contender in kinds:
        mine = [row for row in rows if (row.instance.patients, row.instance.load, row.contender) == (patients, load, contender)]
        planner = {row.instance: row for row in rows if row.contender == "planner"}
        pairs = [(row, planner[row.instance]) for row in mine if row.instance in planner]
        line = f"{patients} patients, load {load:.0%}, {contender}: proved {sum(row.proved for row in mine)} of {len(mine)}, "
        line += f"median {median(row.seconds for row in mine):.2f} s, {median(row.cpu_seconds for row in mine):.2f} s of CPU"
        if pairs and contender != "planner":
            wall = median(row.seconds / ours.seconds for row, ours in pairs)
            cpu = median(row.cpu_seconds / ours.cpu_seconds for row, ours in pairs)
            line += f", {wall:.1f} times the planner's seconds, {cpu:.1f} times its CPU"
        lines.append(line + "\n")
    return "\n" + "".join(lines)


def gap(row: Row, rows: Sequence[Row]) -> str:
    """Return how far a plan is from the best bound: the first figure that differs decides."""
    if row.faults:
        return "NOT SOUND"
    if row.tiers is None:
        return "no plan"
    best = best_bounds(rows)
    if row.tiers < best:
        return "BOUND WRONG"
    pairs = ((row.tiers.unplaced, best.unplaced), (row.tiers.beyond_limit_days, best.beyond_limit_days))
    for name, (has, least) in zip(_FIGURES, (*pairs, (row.tiers.moved, best.moved)), strict=True):
        if has != least:
            return f"+{has - least} {name}"
    if row.proved:
        return "proved"
    return f"{(row.tiers.comfort - best.comfort) / max(1, best.comfort):.3%}"


def as_json(rows: Sequence[Row], *, seconds: float, cores: int) -> str:
    """Return all rows with the machine and the limits that they were run under."""
    machine = {"cores_there": os.cpu_count(), "cores_used": cores, "python": platform.python_version()}
    return json.dumps(
        {
            **machine,
            "most_seconds": seconds,
            "rows": [{**asdict(row), "proved": row.proved, "gap": gap(row, _of(row, rows))} for row in rows],
        },
        indent=1,
    )


def _of(row: Row, rows: Sequence[Row]) -> list[Row]:
    return [other for other in rows if other.instance == row.instance]


def sound(rows: Sequence[Row]) -> bool:
    """Tell whether every plan is sound and none is better than what somebody proved."""
    return not any(gap(row, _of(row, rows)) in {"NOT SOUND", "BOUND WRONG"} for row in rows)


def plot(rows: Sequence[Row], file: Path) -> None:
    """Draw whole-process seconds, and peak memory, by patients: a line per contender and load, open marks where not proved."""
    import matplotlib  # noqa: PLC0415 (only who plots waits for it)

    matplotlib.use("Agg")
    from matplotlib import pyplot  # noqa: PLC0415

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4.5), layout="constrained")
    loads = sorted({row.instance.load for row in rows})
    contenders = list(dict.fromkeys(row.contender for row in rows))
    for number, contender in enumerate(contenders):
        for load in loads:
            mine = [row for row in rows if row.contender == contender and row.instance.load == load and row.tiers is not None]
            mine.sort(key=lambda row: (row.instance.patients, row.instance.seed))
            style = {"color": f"C{number}", "linestyle": ("-", "--", ":", "-.")[loads.index(load) % 4]}
            name = f"{contender}, load {load:.0%}"
            for axes, values in ((left, [r.seconds for r in mine]), (right, [float(r.peak_mebibytes) for r in mine])):
                axes.plot([row.instance.patients for row in mine], values, label=name, **style)
                for row, value in zip(mine, values, strict=True):
                    fill = f"C{number}" if row.proved else "white"
                    axes.plot(row.instance.patients, value, marker="o", markerfacecolor=fill, markeredgecolor=f"C{number}")
    left.set(xscale="log", yscale="log", xlabel="patients", ylabel="seconds, whole process")
    right.set(xscale="log", yscale="log", xlabel="patients", ylabel="peak memory (MiB)")
    left.set_title("filled: proved best; open: not proved")
    left.legend(fontsize="small")
    figure.savefig(file)
    pyplot.close(figure)
