"""Rows that keep mixes to profiles that bend in.

Six refills fit, five beside one review, three beside two, two beside three: the straight rows of that profile (its convex
hull) allow three and a half beside two reviews. A mix of chains uses that half wherever somebody's review is told. Reviews
are visits of patients, though, and of any set A of as many patients as there are reviews where the profile bends in, either
all have theirs there or not: ``refills + a * reviews + b * (reviews of A) <= most`` holds for every whole plan, and keeps
the half out where all of A have their review there. With a the refills that the next review costs, and a + b those that the
last one did, ``most`` is the largest left side of a mix that fits, min(reviews, the size of A) of its reviews being of A.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from refillplan.planner.capacity import Capacity
from refillplan.planner.generation import Generated
from refillplan.planner.profile import Profile

_LEAST = 0.01  # refills beyond a row that count
_TRACE = 1e-6  # shares below this are rounding

Bend = tuple[int, frozenset[int]]
"""A session, and the set A."""


def with_bends(capacity: Capacity, generated: Generated, is_alone: Callable[[int], bool]) -> Capacity | None:
    """Return the rows with those that a mix breaks, one for each session at most; None where it breaks none.

    Parameters
    ----------
    is_alone
        Whether a patient is alike to nobody: the chains of others are not told apart.
    """
    broken: list[Bend] = []
    known = {(int(capacity.session[row]), frozenset(more)) for row, more in capacity.more.items()}
    refills, reviews = _visits(generated)
    for session, shares in reviews.items():
        profile = capacity.profiles[session]
        ranked = sorted((patient for patient in shares if is_alone(patient)), key=lambda patient: (-shares[patient], patient))
        for size in range(1, min(len(profile.most) - 1, len(ranked) + 1)):
            chosen = frozenset(ranked[:size])
            _, a, b, most = row_of(profile, size)
            over = refills[session] + a * sum(shares.values()) + b * sum(shares[patient] for patient in chosen) - most
            if b > 0 and over > _LEAST and (session, chosen) not in known:
                broken.append((session, chosen))
                break
    return with_rows(capacity, broken) if broken else None


def row_of(profile: Profile, size: int) -> tuple[int, int, int, int]:
    """Return of the row for a set of so many patients what a refill, a review, and a review of theirs count, and its most.

    A review of theirs counts no more than others where the profile does not bend in at ``size`` reviews.
    """
    most = profile.most
    last, following = most[size - 1] - most[size], most[size] - most[size + 1]
    more = max(0, last - following)
    return 1, following, more, max(n + following * m + more * min(m, size) for m, n in enumerate(most))


def _visits(generated: Generated) -> tuple[dict[int, float], dict[int, dict[int, float]]]:
    """Return by session its refills, and its reviews by patient, in a mix."""
    refills: dict[int, float] = defaultdict(float)
    reviews: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for column, share in zip(generated.offered, generated.mix.shares.tolist(), strict=True):
        for stop in column.stops if share > _TRACE else ():
            session, kind = divmod(stop, 3)
            if stop >= 0 and kind == 0:
                refills[session] += share
            elif stop >= 0 and kind == 1:
                reviews[session][column.patient] += share
    return refills, reviews


def with_rows(capacity: Capacity, bends: Sequence[Bend]) -> Capacity:
    """Return the rows with one for each of these."""
    rows = [(session, *row_of(capacity.profiles[session], len(chosen))) for session, chosen in bends]
    session, refills, reviews, more, most = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    first = len(capacity.most)
    each = {first + at: dict.fromkeys(sorted(chosen), int(more[at])) for at, (_, chosen) in enumerate(bends)}
    return replace(
        capacity,
        session=np.concatenate([capacity.session, session]),
        refills=np.concatenate([capacity.refills, refills]),
        reviews=np.concatenate([capacity.reviews, reviews]),
        most=np.concatenate([capacity.most, most]),
        more={**capacity.more, **each},
    )
