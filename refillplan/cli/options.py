"""The options that every command takes after its name."""

from collections.abc import Callable
from datetime import date, time
from functools import wraps
from typing import Concatenate, ParamSpec

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.language_option import LANG_KEY, with_language
from refillplan.cli.settings import ACTOR_VARIABLE, DATABASE_VARIABLE, DEFAULT_DATABASE, language, now, user
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, Message, message
from refillplan.services.core.language import translator

P = ParamSpec("P")

_FIRST_YEAR, _LAST_YEAR = 1900, 2199  # those that a folder of CSV files may name


def day(text: str) -> date:
    """Read an ISO date from the command line."""
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        sentence = N_("'{text}' is not a date: write year-month-day, 2027-03-15 for 15/03/2027")
        raise click.BadParameter(_here(message(sentence, text=text))) from error
    return _thinkable(found)


def hour(text: str) -> time:
    """Read an hour of the day from the command line."""
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        sentence = N_("'{text}' is not an hour: write 09:30")
        raise click.BadParameter(_here(message(sentence, text=text))) from error


def session(text: str) -> SessionKey:
    """Read a half-day from the command line."""
    try:
        found = SessionKey.parse(text)
    except ValueError as error:
        sentence = N_("'{text}' is not a half-day: write 2027-03-15-am or 2027-03-15-pm")
        raise click.BadParameter(_here(message(sentence, text=text))) from error
    _thinkable(found.on)
    return found


def _thinkable(on: date) -> date:
    """Refuse days from which years cannot be counted on or back."""
    if not _FIRST_YEAR <= on.year <= _LAST_YEAR:
        sentence = N_("{on} lies outside the years {first} to {last}")
        raise click.BadParameter(_here(message(sentence, on=str(on), first=_FIRST_YEAR, last=_LAST_YEAR)))
    return on


def common(command: Callable[Concatenate[Desk, P], Exit]) -> Callable[P, Exit]:
    """Give a command the common options, and the desk that they make as its first argument."""

    @wraps(command)
    def with_desk(*args: P.args, **kwargs: P.kwargs) -> Exit:
        return command(_desk(click.get_current_context()), *args, **kwargs)

    decorated: Callable[P, Exit] = with_desk
    for option in reversed(_COMMON):
        decorated = option(decorated)
    return decorated


def common_of_several(command: Callable[Concatenate[Desk, P], Exit]) -> Callable[P, Exit]:
    """Give a command that looks at several centres the common options; it takes ``centres`` and ``all_centres``."""

    @wraps(command)
    def with_desk(*args: P.args, **kwargs: P.kwargs) -> Exit:
        return command(_desk(click.get_current_context()), *args, **kwargs)

    decorated: Callable[P, Exit] = with_desk
    for option in reversed((*_COMMON[:2], *_SEVERAL, *_COMMON[3:])):
        decorated = option(decorated)
    return decorated


def common_without_centre(command: Callable[Concatenate[Desk, P], Exit]) -> Callable[P, Exit]:
    """Give a command about the whole database, or every centre there is, the common options."""

    @wraps(command)
    def with_desk(*args: P.args, **kwargs: P.kwargs) -> Exit:
        return command(_desk(click.get_current_context()), *args, **kwargs)

    decorated: Callable[P, Exit] = with_desk
    for option in reversed((*_COMMON[:2], *_COMMON[3:])):
        decorated = option(decorated)
    return decorated


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Keep the value of a common option for the desk, rather than pass it to the command."""
    context.meta[f"refillplan.{parameter.name}"] = value


_COMMON = (
    click.option(
        "--db",
        "url",
        metavar="URL",
        envvar=DATABASE_VARIABLE,
        default=DEFAULT_DATABASE,
        show_default=True,
        show_envvar=True,
        expose_value=False,
        callback=_keep,
        help=N_("Address of the database, sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE."),
    ),
    click.option("--today", type=day, metavar="DATE", expose_value=False, callback=_keep, help=N_("Work as on this day.")),
    click.option(
        "--centre",
        metavar="CODE",
        expose_value=False,
        callback=_keep,
        help=N_("The centre that is meant, where there are several."),
    ),
    with_language,
    click.option("--json", is_flag=True, expose_value=False, callback=_keep, help=N_("Data as JSON on stdout.")),
    click.option(
        "--actor",
        metavar="NAME",
        envvar=ACTOR_VARIABLE,
        show_envvar=True,
        expose_value=False,
        callback=_keep,
        help=N_("Who acts, for the audit; by default the user's name."),
    ),
)


_SEVERAL = (
    click.option(
        "--centre",
        "centres",
        metavar="CODE",
        multiple=True,
        help=N_("A centre that is meant, where there are several; may be given more than once."),
    ),
    click.option("--all-centres", is_flag=True, help=N_("All centres of the database together.")),
)


def _desk(context: click.Context) -> Desk:
    kept = {name: context.meta[f"refillplan.{name}"] for name in ("url", "today", "json", "actor")}
    lang = _lang(context)
    return Desk(
        url=kept["url"],
        given_today=kept["today"],
        given_centre=context.meta.get("refillplan.centre"),
        lang=lang,
        translate=translator(lang),
        actor=kept["actor"] or user(),
        at=now(),
        as_json=kept["json"],
    )


def _here(sentence: Message) -> str:
    """Return a sentence in the language of the command that is being read; --lang is read before all else."""
    return translator(_lang(click.get_current_context()))(sentence)


def _lang(context: click.Context) -> str:
    given = context.meta.get(LANG_KEY)
    return given if isinstance(given, str) else language()
