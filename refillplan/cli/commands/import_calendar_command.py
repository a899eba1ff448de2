"""``refillplan import-calendar FILE --as closures|leaves [OPERATOR] [--apply]``."""

from refillplan.cli.taking_days import days_command
from refillplan.domain.messages import N_
from refillplan.services.entering.calendar_import import days_of_file

command = days_command(
    "import-calendar",
    days_of_file,
    suffix="ics",
    help_text=N_(
        "Read closures, or the absences of OPERATOR, from an .ics file on this machine. First it only shows what they would "
        "become; --apply enters them, in one go that 'refillplan undo' takes back. Titles are shown and not stored. Ends "
        "with 1 where an event cannot be read."
    ),
)
