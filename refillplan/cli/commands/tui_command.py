"""``refillplan tui``."""

import os
import sys

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.program import run
from refillplan.cli.settings import DATABASE_VARIABLE, now
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
    from tui.pauses import put_off  # noqa: PLC0415 (the command line alone needs none of it)
    from tui.settings import read_settings, settings_file  # noqa: PLC0415 (neither this)
    from tui.start import make_app, serve_in_browser  # noqa: PLC0415 (nor this)

    if desk.as_json:
        raise click.UsageError(desk.text(N_("the screen has no data to print: --json does not go with it")))
    settings = read_settings(settings_file())
    if web:
        desk.say(N_("http://localhost:{port}: only from this machine; it has no login of its own; Ctrl-C ends it"), port=port)
        os.environ[DATABASE_VARIABLE] = desk.url  # not on a command line, where anybody reads passwords
        serve_in_browser(_words(desk, read_only=read_only), port)
        return Exit.WELL
    if "TEXTUAL_DRIVER" not in os.environ and not sys.stderr.isatty() and sys.stdout.isatty():
        # the screen is drawn on stderr, and a complaint there would not be seen either
        click.echo(desk.text(N_("the screen is drawn on stderr: start it without redirecting that")))
        return Exit.BAD_INPUT
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
        put_off()
        app.run()
    return Exit.WELL


def _words(desk: Desk, *, read_only: bool) -> list[str]:
    words = ["tui", "--lang", desk.lang, "--actor", desk.actor]
    if desk.given_today is not None:
        words += ["--today", str(desk.given_today)]
    if desk.given_centre is not None:
        words += ["--centre", desk.given_centre]
    return [*words, "--read-only"] if read_only else words


def main() -> int:
    """Start the terminal program by its own name."""
    return run(["tui", *sys.argv[1:]])
