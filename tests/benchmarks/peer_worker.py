"""One contender in a process of its own: a task is read, the contender works, what it found is written.

Run as ``python peer_worker.py TASK RESULT`` by `peer_race`. Only the contender's own libraries are loaded.
"""

import os
import pickle
import sys
from pathlib import Path

from peer_contenders import CONTENDERS


def peak_kibibytes() -> int:
    """Return the most memory that this process had; what its parent is told also counts the parent's, before it was replaced."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Do the task that the first file holds, and write to the second."""
    task = pickle.loads(Path(sys.argv[1]).read_bytes())
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: task.cores])
    found = CONTENDERS[task.contender](task)
    Path(sys.argv[2]).write_bytes(pickle.dumps((found, peak_kibibytes())))


if __name__ == "__main__":
    main()
