"""``refillplan propose``."""

from functools import partial

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit, SolvingInterrupted
from refillplan.cli.options import common
from refillplan.cli.output.call import print_calls, print_proposed
from refillplan.cli.waiting import solve_watched
from refillplan.domain.messages import N_
from refillplan.services.calls.proposals import accept, propose, read_proposal, refuse, weeks_in_force
from refillplan.services.plans.planning import load_problem

_ANSWERS_KEPT = N_("the answers given are kept ('refillplan undo' takes back the last one); next: refillplan propose")


@click.command(
    "propose",
    help=N_(
        "Plan again from what is entered now and list whom to phone: the told visits whose day or hour would change and the new "
        "ones, why, and in which order. Another operator or place needs no call. Nothing that a patient was told changes before "
        "'refillplan publish'."
    ),
)
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="PATIENT[@DATE]",
    help=N_("The patient was reached and agrees, to all lines or to that of a day; may be given several times."),
)
@click.option(
    "--refuse",
    "refused",
    multiple=True,
    metavar="PATIENT[@DATE]",
    help=N_(
        "The patient cannot come then; the rest is planned again. PATIENT alone speaks of all lines that the patient has on the "
        "sheet, PATIENT@DATE of the one whose new day that is. May be given several times."
    ),
)
@click.option("--keep-old", is_flag=True, help=N_("With --refuse: the patient insists on the visit as told."))
@click.option("--show", "showing", is_flag=True, help=N_("Show the newest proposal again without planning."))
@click.option(
    "--weeks",
    type=int,
    metavar="N",
    help=N_("Weeks to plan; by default to the end of the plan in force, or the centre's setting where there is none."),
)
@common
def command(
    desk: Desk, accepted: tuple[str, ...], refused: tuple[str, ...], weeks: int | None, *, keep_old: bool, showing: bool
) -> Exit:
    """Make a proposal, or answer one."""
    _require_sense(desk, accepted, refused, keep_old=keep_old, alone=showing or weeks is not None)
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        solving = partial(solve_watched, desk)
        if showing:
            return print_calls(desk, read_proposal(store, centre))
        if accepted and not refused:
            return print_calls(desk, accept(store, centre, *accepted, actor=desk.actor, at=desk.at))
        if refused:
            try:
                made = refuse(
                    store,
                    centre,
                    today,
                    *refused,
                    agreeing=accepted,
                    keep_old=keep_old,
                    actor=desk.actor,
                    at=desk.at,
                    solving=solving,
                )
            except SolvingInterrupted as error:  # the answers were kept before it was planned again
                error.meanwhile = desk.text(_ANSWERS_KEPT)
                raise
        else:
            made = propose(store, centre, today, weeks, actor=desk.actor, at=desk.at, solving=solving)
        problem = load_problem(store, centre, today, weeks or weeks_in_force(store, centre, today))
        return print_proposed(desk, made, problem)


def _require_sense(desk: Desk, accepted: tuple[str, ...], refused: tuple[str, ...], *, keep_old: bool, alone: bool) -> None:
    both = sorted(set(accepted) & set(refused))
    if both:
        raise click.UsageError(desk.text(N_("{patient} cannot both agree and refuse"), patient=", ".join(both)))
    if keep_old and not refused:
        raise click.UsageError(desk.text(N_("--keep-old goes with --refuse: say who insists on the visit as told")))
    if alone and (accepted or refused):
        raise click.UsageError(desk.text(N_("--show and --weeks do not go with --accept and --refuse")))
