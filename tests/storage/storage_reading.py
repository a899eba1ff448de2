"""What a store gives back of the centre of these tests."""

from storage_values import AT, CENTRE

from refillplan.domain.centre import Centre
from refillplan.storage import Store


def load(store: Store, code: str = CENTRE.code) -> Centre:
    """Return a centre as it is stored."""
    with store.unit_of_work("N1", AT) as work:
        return work.centres.load(code)


def revision(store: Store) -> int:
    """Return how often the centre was changed."""
    with store.unit_of_work("N1", AT) as work:
        return work.centres.revision(CENTRE.code)
