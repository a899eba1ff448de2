"""Options that both commands of the race share, and the end that both come to."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from pathlib import Path

from peer_contenders import CONTENDERS, can_run
from peer_race import Instance, Row, race
from peer_report import as_json, plot, sound, summary, table

_MOST_PATIENTS = 10_000  # that a centre is generated with


def parser(about: str, *, contenders: Sequence[str], seconds: float) -> ArgumentParser:
    """Return a parser that knows the shared options."""
    options = ArgumentParser(description=about)
    options.add_argument("--contenders", nargs="+", choices=tuple(CONTENDERS), default=list(contenders))
    options.add_argument("--weeks", type=int, default=52)
    options.add_argument("--seeds", type=int, nargs="+", default=[1])
    options.add_argument("--loads", type=float, nargs="+", default=[0.9], help="1.05 and 1.2 are overloaded centres")
    options.add_argument("--told-days", type=int, default=0, help="visits of so many days have been told")
    options.add_argument("--reviews", action="store_true", help="with reviews besides refills, which the peers do not know")
    options.add_argument("--seconds", type=float, default=seconds, help="time limit of each contender on each centre")
    options.add_argument("--cores", type=int, choices=(1, 2, 4), default=4)
    options.add_argument("--json", type=_file)
    options.add_argument("--plot", type=_file, help="an SVG or PNG file")
    return options


def size(text: str) -> int:
    """Return a number of patients that a centre can be generated with."""
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_PATIENTS:
        raise ArgumentTypeError(f"{text}: from 1 to {_MOST_PATIENTS} patients")
    return int(text)


def _file(text: str) -> Path:
    """Return the file to write, refused before anything is measured where its folder is not there."""
    file = Path(text)
    if not file.parent.is_dir():
        raise ArgumentTypeError(f"there is no folder {file.parent}")
    return file


def run(given: Namespace, sizes: Sequence[int]) -> int:
    """Race over all sizes, loads and seeds; print, write, and return 0, 1 where a plan or a bound is wrong, or 2."""
    if given.reviews and given.contenders != ["planner"]:
        sys.stderr.write("with --reviews the planner runs alone: --contenders planner\n")
        return 2
    for contender in given.contenders:
        if not can_run(contender):
            sys.stderr.write(f"{contender} is not installed here: pip install '.[peers]', and Java 17\n")
    instances = [
        Instance(patients=patients, seed=seed, load=load, weeks=given.weeks, told_days=given.told_days, reviews=given.reviews)
        for patients in sorted(sizes)
        for load in given.loads
        for seed in given.seeds
    ]
    rows: list[Row] = []
    for row in race(instances, given.contenders, seconds=given.seconds, cores=given.cores):
        rows.append(row)
        sys.stderr.write(f"{row.instance.patients} patients, {row.contender}: {row.seconds:.1f} s\n")
        if given.json is not None:  # after each, so that a run that is cut short leaves what it has
            given.json.write_text(as_json(rows, seconds=given.seconds, cores=given.cores))
    sys.stdout.write(table(rows) + summary(rows))
    if given.plot is not None:
        plot(rows, given.plot)
    return 0 if sound(rows) else 1
