"""Starting the program on a database."""

import shlex
import sys
from collections.abc import Sequence
from datetime import date

from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.roles import Role
from refillplan.services.core.access import choose_centre
from refillplan.services.core.permissions import role_of
from refillplan.services.upkeep.databases import Store
from tui.app import RefillApp
from tui.desk import Clock, Desk
from tui.settings import Settings


def make_app(
    store: Store,
    given_centre: str | None,
    given_today: date | None,
    *,
    lang: str,
    actor: str,
    clock: Clock,
    settings: Settings,
    read_only: bool = False,
) -> RefillApp:
    """Return the application on a centre, ready to run; the role that the database gives goes before the one chosen.

    Raises
    ------
    InvalidValue
        If there is no such centre.
    StorageError
        If the database cannot be used.
    """
    centre = choose_centre(store, given_centre)
    desk = Desk(
        store=store,
        centre=centre,
        timezone=None,
        given_today=given_today,
        actor=actor,
        role=Role.READER if read_only else role_of(store, actor) or settings.role,
        lang=settings.lang or lang,
        clock=clock,
    )
    return RefillApp(desk, settings)


def serve_in_browser(words: Sequence[str], port: int) -> None:
    """Serve the program, started anew for each visitor, to browsers of this machine.

    Parameters
    ----------
    words
        The command line of the program for each visitor.

    Raises
    ------
    InvalidValue
        If the part for browsers is not installed.
    """
    try:
        from tui.web import LocalServer  # noqa: PLC0415 (installed only where it is wanted)
    except ModuleNotFoundError as error:
        raise InvalidValue(message(N_("--web needs more than is installed: pip install 'refillplan[web]'"))) from error
    LocalServer(shlex.join([sys.executable, "-m", "refillplan.cli", *words]), port).serve()
