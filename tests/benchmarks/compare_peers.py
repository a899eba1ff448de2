"""The planner beside its peers, on the same generated centres in the same run.

    python tests/benchmarks/compare_peers.py [--patients 60 120 250] [--seeds 1 2 3] [--json FILE] [--plot FILE]

Contenders: the planner; flow, the best exact model for HiGHS; natural, the usual CP-SAT model; timefold, local search (with
``pip install '.[peers]'`` and Java 17); greedy, a careful nurse. All have the rules and figures of `refillplan.planner`, for
refills alone; all plans are checked, and their figures are counted, by `refillplan.planner.check`. Seconds, CPU seconds and
peak memory are those of a whole process. Gaps are to the best bound that anyone proved; where an earlier figure differs, that
one is named. Passes: how often the planner priced all legal steps of all patients.
"""

import sys

from peer_contenders import CONTENDERS
from peer_options import parser, run, size


def main() -> int:
    options = parser("The planner beside its peers on the same centres.", contenders=tuple(CONTENDERS), seconds=60)
    options.add_argument("--patients", type=size, nargs="+", default=[60])
    given = options.parse_args()
    return run(given, given.patients)


if __name__ == "__main__":
    sys.exit(main())
