"""The program: finds the command, runs it, and turns whatever goes wrong into one sentence and an exit code."""

import importlib
import os
import sys
from collections.abc import Sequence
from copy import copy

import click

from refillplan.cli.click_words import click_in
from refillplan.cli.exits import Exit, SolvingInterrupted
from refillplan.cli.settings import language
from refillplan.domain.messages import N_, Message, message
from refillplan.services.language import translator

_COMMANDS = {
    "tui": N_("Work on the screen, with keys or mouse."),
    "demo": N_("Plan, check, publish and export a sample centre's year in one go."),
    "init": N_("Make the database and, if asked, a starter folder to fill in."),
    "import": N_("Read a centre from a folder of CSV files into the database."),
    "generate": N_("Write a made-up centre as a folder of CSV files."),
    "plan": N_("Plan all refills of the coming weeks."),
    "check": N_("Check a plan against every rule, independently of the planner."),
    "show": N_("Show who needs a look, a plan, a patient, a half-day, a week."),
    "publish": N_("Put a plan in force: book its visits, tell patients, revise calendars."),
    "done": N_("Record a fill that was done."),
    "not-done": N_("Record that a booked visit was not done, and why."),
    "close": N_("Close a day or a half-day and list whom to phone."),
    "leave": N_("Enter that an operator is away and list whom to phone."),
    "suggest": N_("Show the best half-days for a patient's visit, and what follows from each."),
    "why": N_("Say why a visit is not on another day, or what that would take."),
    "propose": N_("Plan again and list whom to phone; keep who agreed and who refused."),
    "undo": N_("Take back the last change to what was entered."),
    "redo": N_("Make the change again that was taken back last."),
    "history": N_("Show what was entered and changed."),
    "export": N_("Write calendars for phones, or the centre as CSV files."),
    "db": N_("Bring the database's tables up to date, or tell how they stand."),
    "info": N_("Tell what is installed and what the database holds."),
}
"""Every command with what it does; its module is loaded only when it is called."""

_ABOUT = N_(
    "Plans the refills of implanted insulin pumps against the places of a day hospital: proved, checked, exported to "
    "calendars. A planning aid for staff: it does not monitor the pump, compute a dose or replace the pump's own alarms."
)
_EPILOG = N_(
    "Exit codes: 0 well; 1 done, with exceptions or violations to look at; 2 usage or bad input; 3 storage; "
    "4 undecided; 130 interrupted."
)


class _Program(click.Group):
    """Commands by name, each loaded when it is called."""

    def __init__(self, lang: str) -> None:
        self._translate = translator(lang)
        super().__init__(
            name="refillplan",
            help=self._text(_ABOUT),
            epilog=self._text(_EPILOG),
            context_settings={"help_option_names": ["-h", "--help"]},
            params=[_version_option(self._text(N_("Show the version.")))],
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"refillplan.cli.commands.{cmd_name.replace('-', '_')}_command")
        command: click.Command = module.command
        return self._localised(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(self._text(N_("Commands"))):
            formatter.write_dl([(name, self._text(summary)) for name, summary in _COMMANDS.items()])

    def _text(self, template: str) -> str:
        return self._translate(message(template))

    def _localised(self, command: click.Command) -> click.Command:
        """Return a command, written in English, with its help in the reader's language."""
        spoken = copy(command)
        spoken.help = command.help and self._text(command.help)
        spoken.params = [self._localised_parameter(parameter) for parameter in command.params]
        if isinstance(spoken, click.Group):
            spoken.commands = {name: self._localised(below) for name, below in spoken.commands.items()}
        return spoken

    def _localised_parameter(self, parameter: click.Parameter) -> click.Parameter:
        spoken = copy(parameter)
        if isinstance(spoken, click.Option):
            spoken.help = spoken.help and self._text(spoken.help)
        return spoken


def run(args: Sequence[str]) -> int:
    """Run the command that ``args`` name and return its exit code; no exception gets past here."""
    lang = language(args)
    try:
        with click_in(lang):
            code = _invoke(_Program(lang), list(args))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _forget_stdout()
        return Exit.WELL
    except (KeyboardInterrupt, click.Abort) as error:
        return _interrupted(error, lang)
    except Exception as error:
        from refillplan.cli.faults import answer  # noqa: PLC0415 (loads the storage, which most runs have loaded)

        code, sentence = answer(error)
        _say(lang, sentence)
        return code


def _invoke(program: click.Group, args: list[str]) -> int:
    """Run without click's own ending of the process, so that our exit codes hold."""
    try:
        with program.make_context("refillplan", args) as context:
            result = program.invoke(context)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return Exit.BAD_INPUT
    return int(result or Exit.WELL)


def _version_option(help_text: str) -> click.Option:
    def show(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 (as click calls it)
        if wanted:
            from refillplan.services.versions import program_version  # noqa: PLC0415 (takes time that nothing else needs)

            click.echo(f"refillplan {program_version()}")
            context.exit()

    return click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=help_text)


def _interrupted(error: BaseException, lang: str) -> int:
    if not isinstance(error, SolvingInterrupted):
        _say(lang, message(N_("interrupted")))
        return Exit.INTERRUPTED
    _say(lang, message(N_("interrupted, nothing was saved of the plan")))
    if error.still_running:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(Exit.INTERRUPTED)
    return Exit.INTERRUPTED


def _say(lang: str, sentence: Message) -> None:
    click.echo(f"refillplan: {translator(lang)(sentence)}", err=True)


def _forget_stdout() -> None:
    """Nobody reads any more; keep Python from complaining about it as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
