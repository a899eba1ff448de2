"""Places where patients stand who have the same before them: what chooses among whole chains does not tell them apart."""

from collections.abc import Iterable

from refillplan.planner.pricing import Paths
from refillplan.planner.replay import OUT

Place = tuple[int, int]
"""Somebody who stands for all who have the same before them, and the row on which they stand."""


class Alike:
    """Who has the same before them as who; patients who are in none of the networks are like nobody else."""

    def __init__(self, networks: Iterable[Paths] = ()) -> None:
        self._first: dict[int, list[int]] = {}
        for paths in networks:
            members = paths.network.members
            self._first.update(zip(members.tolist(), members[paths.alike].T.tolist(), strict=True))

    def place(self, patient: int, row: int) -> Place:
        """Return the place of a patient who stands on a row (-1: at the start)."""
        if row == OUT:
            return OUT, OUT
        if patient not in self._first:
            return patient, row
        return self._first[patient][row], row
