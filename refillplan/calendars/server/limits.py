"""How often one phone, or one address that guesses links, may ask."""

from collections import OrderedDict

_MOST_KEYS = 10_000  # of the latest to ask; who is forgotten starts anew


class RateLimit:
    """For each key a bucket that fills evenly, and from which every request takes one.

    Parameters
    ----------
    per_minute
        Requests per minute in the long run; as many may come at once.
    """

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, key: str, seconds: float) -> bool:
        """Take one for a request of ``key`` at ``seconds`` on a clock that only goes forward; False where none is left."""
        left, last = self._buckets.pop(key, (float(self._per_minute), seconds))
        left = min(float(self._per_minute), left + (seconds - last) * self._per_minute / 60)
        allowed = left >= 1
        self._buckets[key] = (left - 1 if allowed else left, seconds)
        if len(self._buckets) > _MOST_KEYS:
            self._buckets.popitem(last=False)
        return allowed
