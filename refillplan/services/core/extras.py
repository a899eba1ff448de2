"""Parts of the program whose libraries are installed only where they are wanted."""

from importlib.util import find_spec

from refillplan.domain.messages import N_, InvalidValue, message


def require_extra(extra: str, *libraries: str) -> None:
    """Raise unless the libraries of an optional part are installed.

    Raises
    ------
    InvalidValue
        If one of them is missing; names the extra that brings it.
    """
    if any(find_spec(library) is None for library in libraries):
        raise InvalidValue(message(N_("this part is not installed: pip install 'refillplan[{extra}]' brings it"), extra=extra))
