"""How time and memory grow with the number of patients, and with the load.

    python tests/benchmarks/growth_curve.py [--sizes 50 250 1000] [--loads 0.9 1.05 1.2] [--json FILE] [--plot FILE]

The planner alone unless ``--contenders`` names its peers, too; a peer that finds no plan in its time is left out on larger
centres of the same load. What is measured is what `compare_peers.py` measures.
"""

import sys

from peer_options import parser, run, size

SIZES = (50, 250, 1000, 2500, 5000, 10000)


def main() -> int:
    options = parser("How time and memory grow with the centre.", contenders=("planner",), seconds=3600)
    options.add_argument("--sizes", type=size, nargs="+", default=list(SIZES))
    given = options.parse_args()
    return run(given, given.sizes)


if __name__ == "__main__":
    sys.exit(main())
