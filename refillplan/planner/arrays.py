"""What the arrays of the planner share: their type, and what stands for a step that there is not."""

import numpy as np
from numpy.typing import NDArray

from refillplan.domain.half_days import HalfDay

Ints = NDArray[np.int64]

INF = 1 << 60
"""No such step; far above every cost, and four of them still fit into 64 bits."""

NONE = INF - (1 << 50)
"""What costs more than this is no step either: one that is illegal, less the bonus of told visits kept."""

HALVES = tuple(HalfDay)
