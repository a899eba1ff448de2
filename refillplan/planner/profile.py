"""The capacity profile of a session's shape: which mixes of refills and reviews fit."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import gcd

from ortools.sat.python import cp_model

from refillplan.planner.cpsat import solver
from refillplan.planner.fit import Fit
from refillplan.planner.shapes import Request, Shape, Work

Facet = tuple[int, int, int]
"""``(a, b, c)``: ``a * refills + b * reviews <= c``."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Which mixes fit: ``most[m]`` is the most refills beside ``m`` reviews; beyond its end no review fits."""

    most: tuple[int, ...]

    def holds(self, refills: int, reviews: int) -> bool:
        """Tell whether the mix fits."""
        return reviews < len(self.most) and refills <= self.most[reviews]

    def without(self, refills: int, reviews: int) -> "Profile":
        """Return the profile in which this mix, and every mix with no fewer of both, no longer fits."""
        cut = [min(n, refills - 1) if m >= reviews else n for m, n in enumerate(self.most)]
        return Profile(tuple(n for n in cut if n >= 0))

    def facets(self) -> tuple[Facet, ...]:
        """Return the convex hull of what fits, without what the others imply."""
        if not self.most:
            return ((1, 0, 0), (0, 1, 0))
        hull: list[tuple[int, int]] = []
        for point in ((n, m) for m, n in enumerate(self.most)):
            while len(hull) >= 2 and _turn(hull[-2], hull[-1], point) <= 0:
                hull.pop()
            hull.append(point)
        edges = [_line(p, q) for p, q in pairwise(hull)] or [(1, 0, self.most[0])]
        ends = edges[-1][1] > 0 and self.most[-1] == 0  # the last edge says how many reviews fit
        return tuple(edges) if ends else (*edges, (0, 1, len(self.most) - 1))

    @property
    def convex(self) -> bool:
        """Whether the facets alone keep out every whole mix that does not fit."""
        facets = self.facets()
        return all(any(a * (n + 1) + b * m > c for a, b, c in facets) for m, n in enumerate(self.most))


@lru_cache(maxsize=4096)
def profile_of(shape: Shape, refill: Work, review: Work | None) -> Profile:
    """Return which mixes of refills and reviews fit into ``shape``, proved by the constraint solver."""
    requests = [Request(work=refill)] if review is None else [Request(work=refill), Request(work=review)]
    most_reviews = 0 if review is None else _most(shape, requests, 1, 0)
    found = [_most(shape, requests, 0, reviews) for reviews in range(most_reviews + 1)]
    return Profile(tuple(found))


def _most(shape: Shape, requests: list[Request], of: int, reviews: int) -> int:
    """The most requests of one type; where it is refills that are counted, beside so many reviews."""
    fit = Fit(shape, requests)
    if of == 0 and reviews:
        fit.model.add(fit.number(1) == reviews)
    fit.model.maximize(fit.number(of))
    search = solver()
    status = search.solve(fit.model)
    if status != cp_model.OPTIMAL:
        raise RuntimeError(f"capacity profile of {shape}: {search.status_name(status)}")
    return round(search.objective_value)


def _turn(p: tuple[int, int], q: tuple[int, int], r: tuple[int, int]) -> int:
    return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])


def _line(p: tuple[int, int], q: tuple[int, int]) -> Facet:
    a, b = q[1] - p[1], p[0] - q[0]
    a, b = a // gcd(a, b), b // gcd(a, b)
    return a, b, a * p[0] + b * p[1]
