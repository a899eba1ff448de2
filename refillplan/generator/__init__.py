"""The generator: made-up centres of codes alone; values in, values out.

The same spec gives the same centre on any machine: every draw is an integer from one seeded
stream, and nothing depends on the order of a set. What the numbers rest on stands next to them;
everything that a generated centre states about a patient is invented.
"""

from refillplan.generator.centre import generate_centre
from refillplan.generator.load import refills_held, refills_held_between, yearly_refills
from refillplan.generator.spec import CentreSpec
from refillplan.generator.variety import random_spec

__all__ = ["CentreSpec", "generate_centre", "random_spec", "refills_held", "refills_held_between", "yearly_refills"]
