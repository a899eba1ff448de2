"""What a running plan tells, and how it is told to stop; named here so that screens need not load the planner for it."""

from refillplan.planner.progress import STEPS, Progress, Report, Stop

__all__ = ["STEPS", "Progress", "Report", "Stop"]
