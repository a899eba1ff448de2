"""The independent checker of plans; it shares nothing with the solver but the domain's words."""

from refillplan.planner.check.checker import check_plan
from refillplan.planner.check.verdict import Rule, Verdict, Violation

__all__ = ["Rule", "Verdict", "Violation", "check_plan"]
