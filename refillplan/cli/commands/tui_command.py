"""``refillplan tui``."""

import sys

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.program import run
from refillplan.cli.settings import now
from refillplan.domain.messages import N_


@click.command("tui", help=N_("Work on the screen: worklist, week, month, patients, calls; F1 there is help."))
@click.option("--read-only", is_flag=True, help=N_("Change nothing, whoever sits there."))
@click.option(
    "--web",
    is_flag=True,
    help=N_("In a browser of this machine, at http://localhost:8417. It has no login of its own: whoever reaches it may use it."),
)
@click.option("--port", type=click.IntRange(1, 65535), default=8417, metavar="N", help=N_("With --web: another port."))
@common
def command(desk: Desk, port: int, *, read_only: bool, web: bool) -> Exit:
    """Start the terminal program."""
    from tui.settings import read_settings, settings_file  # noqa: PLC0415 (the command line alone needs none of it)
    from tui.start import make_app, serve_in_browser  # noqa: PLC0415

    settings = read_settings(settings_file())
    if web:
        desk.say(N_("http://localhost:{port}: only from this machine; it has no login of its own; Ctrl-C ends it"), port=port)
        serve_in_browser([word for word in sys.argv[1:] if word != "--web"], port)
        return Exit.WELL
    with desk.store() as store:
        app = make_app(
            store,
            desk.given_centre,
            desk.given_today,
            lang=desk.lang,
            actor=desk.actor,
            clock=now,
            settings=settings,
            read_only=read_only,
        )
        app.run()
    return Exit.WELL


def main() -> int:
    """Start the terminal program by its own name."""
    return run(["tui", *sys.argv[1:]])
