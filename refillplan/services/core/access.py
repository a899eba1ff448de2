"""Ways into a store: looking without changing, and finding the centre that is meant."""

from collections.abc import Iterator
from contextlib import contextmanager

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.storage import Store, UnitOfWork

NO_CENTRE = N_("there is no centre in this database yet: 'refillplan import FOLDER' reads one")


@contextmanager
def looking(store: Store) -> Iterator[UnitOfWork]:
    """Look things up as they are at one moment, beside those who write; whatever is changed in here is undone."""
    with store.look() as work:
        yield work


def choose_centre(store: Store, code: str | None) -> str:
    """Return the code of the centre that is meant.

    Parameters
    ----------
    code
        None where there is only one to choose from.

    Raises
    ------
    InvalidValue
        If there is no such centre, none at all, or several and none is named.
    """
    with looking(store) as work:
        codes = work.centres.codes()
    if not codes:
        raise InvalidValue(message(NO_CENTRE))
    if code is None and len(codes) > 1:
        raise InvalidValue(
            message(N_("this database holds several centres; choose one with --centre: {codes}"), codes=_list(codes))
        )
    if code is not None and code not in codes:
        raise InvalidValue(
            message(N_("there is no centre {code} in this database; it holds {codes}"), code=code, codes=_list(codes))
        )
    return codes[0] if code is None else code


def choose_centre_about(store: Store, code: str | None, about: str) -> str:
    """Return the code of the centre that is meant where an entry is about a patient or a pump.

    Parameters
    ----------
    code
        None: the only centre, or the only one that has a pump of the serial ``about``.

    Raises
    ------
    InvalidValue
        As for `choose_centre`.
    """
    if code is None:
        with looking(store) as work:
            codes = work.centres.codes()
            having = [known for known in codes if any(pump.serial == about for pump in work.centres.load(known).pumps)]
        if len(codes) > 1 and len(having) == 1:
            return having[0]
    return choose_centre(store, code)


def load_centre(store: Store, code: str) -> Centre:
    """Return a centre with all that it has entered.

    Raises
    ------
    UnknownCentre
        If the database holds no centre of that code.
    """
    with looking(store) as work:
        return work.centres.load(code)


def _list(codes: tuple[str, ...]) -> str:
    return ", ".join(codes)
