"""Words and signs for decisions at the end of a pump's life."""

from refillplan.domain.decisions import Choice, Decision
from refillplan.domain.messages import N_, message
from tui.desk import Desk
from tui.words import Sign

CHOICE_SIGNS = {
    Choice.REPLACE: Sign(word=message(N_("replace")), sign="◆", colour="primary"),
    Choice.EXTEND: Sign(word=message(N_("extend")), sign="→", colour="success"),
    Choice.OTHER_TREATMENT: Sign(word=message(N_("other treatment")), sign="○", colour="accent"),
    Choice.OTHER: Sign(word=message(N_("other")), sign="·", colour="accent"),
}


def decision_sentence(desk: Desk, decision: Decision) -> str:
    """Return a decision with its signature, its document and what it sets."""
    parts = [
        desk.text(
            N_("decided: {choice}, signed by {by} on {on}, document {document}"),
            choice=CHOICE_SIGNS[decision.choice].word,
            by=decision.signed_by,
            on=f"{decision.decided_on:%d/%m/%Y}",
            document=decision.document,
        )
    ]
    if decision.reason:
        parts.append(desk.text(N_("in the physician's words: {reason}"), reason=decision.reason))
    if decision.theatre_on is not None:
        parts.append(desk.text(N_("theatre day {on}"), on=f"{decision.theatre_on:%d/%m/%Y}"))
    return ", ".join(parts)
