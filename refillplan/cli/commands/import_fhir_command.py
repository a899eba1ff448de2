"""``refillplan import-fhir FILE --as closures|leaves [OPERATOR] [--apply]``."""

from refillplan.cli.taking_days import days_command
from refillplan.domain.messages import N_
from refillplan.services.sharing.fhir import days_of_bundle

command = days_command(
    "import-fhir",
    days_of_bundle,
    suffix="json",
    help_text=N_(
        "Read the busy times of a FHIR file (slots and appointments, in JSON) as closures, or as absences of OPERATOR. First "
        "it only shows what they would become; --apply enters them, in one go that 'refillplan undo' takes back. Visits of "
        "this centre that come back are left out. Ends with 1 where a time cannot be read."
    ),
)
