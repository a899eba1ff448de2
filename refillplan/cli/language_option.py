"""``--lang``, which every command and every group of commands takes; light, since the program needs it at once."""

import click

from refillplan.domain.messages import N_
from refillplan.services.core.language import LANGUAGES

LANG_KEY = "refillplan.lang"


def _keep(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.meta[LANG_KEY] = value


with_language = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    is_eager=True,
    expose_value=False,
    callback=_keep,
    help=N_("Language of the sentences."),
)
"""Gives the option to a command or a group; the language given last on the line is the one that is spoken."""
