"""The program: finds the command, runs it, and turns whatever goes wrong into one sentence and an exit code."""

import importlib
import os
import sys
from collections.abc import Sequence
from copy import copy

import click

from refillplan.cli.click_words import click_in
from refillplan.cli.ctrl_c import ctrl_c_held_back, is_ctrl_c
from refillplan.cli.exits import Exit, SolvingInterrupted
from refillplan.cli.language_option import with_language
from refillplan.cli.settings import language
from refillplan.cli.streams import cannot_write, forget_stdout, prepare_streams
from refillplan.domain.messages import N_, Message, message
from refillplan.services.core.language import translator

_COMMANDS = {
    "tui": N_("Work on the screen, with keys or mouse."),
    "demo": N_("Plan, check, publish and export a sample centre's year in one go."),
    "init": N_("Make the database and, if asked, a starter folder to fill in."),
    "import": N_("Read a centre from a folder of CSV files into the database."),
    "import-calendar": N_("Read closures or absences from another calendar (.ics)."),
    "import-fhir": N_("Read closures or absences from a hospital's FHIR file."),
    "generate": N_("Write a made-up centre as a folder of CSV files."),
    "plan": N_("Plan all refills of the coming weeks."),
    "check": N_("Check a plan against every rule, independently of the planner."),
    "show": N_("Show who needs a look, a plan, a patient, a half-day, a week."),
    "publish": N_("Put a plan in force: book its visits, tell patients, revise calendars."),
    "done": N_("Record a fill that was done."),
    "not-done": N_("Record that a booked visit was not done, and why."),
    "close": N_("Close a day or a half-day and list whom to phone."),
    "leave": N_("Enter that an operator is away and list whom to phone."),
    "away": N_("Enter that a patient cannot come and list whom to phone."),
    "book": N_("Book a visit that is not planned, a rinse for example, where it fits."),
    "unbook": N_("Take such a booked visit away again."),
    "protocol": N_("Enter a physician's interval or limit for one patient."),
    "patient": N_("Enter a patient who comes to the centre or leaves it."),
    "pump": N_("Enter the end of a pump, a new one in its place, or a low battery."),
    "suggest": N_("Show the best half-days for a patient's visit, and what follows from each."),
    "why": N_("Say what bound a visit, or why it is not on another day and what that would take."),
    "freed": N_("Show whose visit could come forward into a place that has come free."),
    "adequacy": N_("Show what the centre can hold: more patients, short half-days, closed days."),
    "scenario": N_("Keep sets of changes by name, and see what each would mean."),
    "move": N_("Move a visit with the patient on the phone and list whom else to phone."),
    "pin": N_("Fix the day, half-day, hour, place or operator of a booked visit."),
    "unpin": N_("Let what was fixed of a booked visit be planned again."),
    "propose": N_("Plan again and list whom to phone; keep who agreed and who refused."),
    "decide": N_("Keep what a physician decided for the end of a pump's life."),
    "theatre": N_("Show theatre days and decided replacements, and put these on days."),
    "forecast": N_("Show which pumps fall due for replacement when, and how many can be obtained."),
    "backtest": N_("Compare what the forecast would have said in the past with what happened."),
    "network": N_("Plan or forecast many centres, spread over processes or a cluster."),
    "undo": N_("Take back the last change to what was entered."),
    "redo": N_("Make the change again that was taken back last."),
    "history": N_("Show what was entered and changed."),
    "restore": N_("Go back to an older plan as far as today's entries allow, and list whom to phone."),
    "feed": N_("Give phones a calendar to subscribe to, and end it at once."),
    "serve": N_("Serve the feeds that phones subscribe to."),
    "export": N_("Write calendars for phones, or the centre as CSV files."),
    "actor": N_("Give those who act their roles: nurse, physician, reader, administrator."),
    "audit": N_("Check the audit, or write it to a file."),
    "erase": N_("Erase all that is kept of a patient who has left; anonymous counts stay."),
    "backup": N_("Save the whole database in one file, and make it anew from such a file."),
    "doctor": N_("Look whether all is well: the database, its audit, every centre."),
    "nightly": N_("Check everything and write a report, for cron or systemd."),
    "db": N_("Bring the database's tables up to date, or tell how they stand."),
    "deployment": N_("Show how to run the program for a unit, a hospital or a network."),
    "info": N_("Tell what is installed and what the database holds."),
}
"""Every command with what it does; its module is loaded only when it is called."""

_NUMBERS = {"integer": N_("whole number"), "integer range": N_("whole number"), "float": N_("decimal number")}
"""What click calls the kinds of numbers, in words."""

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
        with_language(self)
        self.params[-1] = self._localised_parameter(self.params[-1])

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        with ctrl_c_held_back():
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
        spoken.params = list(command.params)
        if isinstance(spoken, click.Group):
            with_language(spoken)
            spoken.commands = {name: self._localised(below) for name, below in spoken.commands.items()}
        spoken.params = [self._localised_parameter(parameter) for parameter in spoken.params]
        return spoken

    def _localised_parameter(self, parameter: click.Parameter) -> click.Parameter:
        spoken = copy(parameter)
        if isinstance(spoken, click.Option):
            spoken.help = spoken.help and self._text(spoken.help)
        if spoken.type.name in _NUMBERS:
            spoken.type = copy(spoken.type)
            spoken.type.name = self._text(_NUMBERS[spoken.type.name])
        return spoken


def run(args: Sequence[str]) -> int:
    """Run the command that ``args`` name and return its exit code; no exception gets past here."""
    lang = language(args)
    prepare_streams()
    if sys.stdout is None:
        _say(lang, message(N_("standard output is closed: there is nowhere to write to; nothing was done")))
        return Exit.STORAGE
    try:
        with click_in(lang):
            code = _invoke(_Program(lang), list(args))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        forget_stdout()
        return Exit.WELL
    except (KeyboardInterrupt, click.Abort) as error:
        return _interrupted(error, lang)
    except Exception as error:
        return _interrupted(error, lang) if is_ctrl_c(error) else _failed(error, lang)


def interrupted(args: Sequence[str]) -> int:
    """Say that the program was interrupted and return the exit code for it."""
    return _interrupted(KeyboardInterrupt(), language(args))


def _failed(error: Exception, lang: str) -> int:
    from refillplan.cli.faults import answer  # noqa: PLC0415 (loads the storage, which most runs have loaded)

    code, sentence = answer(error)
    _say(lang, sentence)
    if cannot_write(error):
        forget_stdout()
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
            from refillplan.services.core.versions import program_version  # noqa: PLC0415 (takes time that nothing else needs)

            click.echo(f"refillplan {program_version()}")
            context.exit()

    return click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=help_text)


def _interrupted(error: BaseException, lang: str) -> int:
    if not isinstance(error, SolvingInterrupted):
        _say(lang, message(N_("interrupted")))
        return Exit.INTERRUPTED
    _say(lang, message(N_("interrupted, nothing was saved of the plan")))
    if error.meanwhile:
        click.echo(error.meanwhile, err=True)
    if error.still_running:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(Exit.INTERRUPTED)
    return Exit.INTERRUPTED


def _say(lang: str, sentence: Message) -> None:
    click.echo(f"refillplan: {translator(lang)(sentence)}", err=True)
