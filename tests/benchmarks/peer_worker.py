"""One contender in a process of its own: a task is read, the contender works, what it found is written.

Run as ``python peer_worker.py TASK RESULT`` by `peer_race`. Only the contender's own libraries are loaded.
"""

import os
import pickle
import sys
from pathlib import Path

from peer_contenders import CONTENDERS


def main() -> None:
    """Do the task that the first file holds, and write to the second."""
    task = pickle.loads(Path(sys.argv[1]).read_bytes())
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: task.cores])
    Path(sys.argv[2]).write_bytes(pickle.dumps(CONTENDERS[task.contender](task)))


if __name__ == "__main__":
    main()
