"""Theatre days, decided replacements and placements as JSON values, their keys in a fixed order."""

from refillplan.cli.desk import Desk, Json
from refillplan.cli.output.values import day_or_null, visit_json
from refillplan.domain.replacements import PlacementTiers, Replacement
from refillplan.services.forecasts.theatre import PlacementProposal, ReplacementView, TheatreView

_RESTS_ON = ("lead_months", "fill_within_days")


def theatre_json(desk: Desk, found: TheatreView, proposal: PlacementProposal) -> dict[str, Json]:
    """Return what ``theatre --json`` prints."""
    placement = proposal.placement
    return {
        "life": desk.translate(found.life),
        "settings": {
            name: {"value": number.value, "source": number.source, "as_of": str(number.as_of)}
            for name, number in found.settings.numbers
            if name in _RESTS_ON
        },
        "days": [
            {
                "on": str(v.day.on),
                "places": v.day.places,
                "teams": v.day.teams,
                "both_teams_free": v.day.both_teams_free,
                "patients": list(v.patients),
            }
            for v in found.days
        ],
        "replacements": [_replacement_json(view) for view in found.replacements],
        "proposal": {
            "edit": proposal.number,
            "proven_best": placement.proven_best,
            "tiers": _tiers_json(placement.tiers),
            "bounds": _tiers_json(placement.bounds),
            "placed": [
                {
                    **_about_json(p.replacement),
                    "theatre_on": str(p.theatre_on),
                    "beyond_safe_by_days": p.beyond_safe_by_days,
                    "before_target_days": p.before_target_days,
                    "fill": visit_json(p.fill),
                }
                for p in placement.placed
            ],
            "exceptions": [
                {
                    **_about_json(e.replacement),
                    "theatre_on": day_or_null(e.theatre_on),
                    "reason": desk.translate(e.reason),
                }
                for e in placement.exceptions
            ],
            "violations": [desk.translate(violation) for violation in proposal.violations],
        },
    }


def _about_json(replacement: Replacement) -> dict[str, Json]:
    return {
        "patient": replacement.patient,
        "serial": replacement.serial,
        "decided_on": str(replacement.decided_on),
        "safe_by_on": day_or_null(replacement.safe_by_on),
    }


def _replacement_json(view: ReplacementView) -> dict[str, Json]:
    return {
        **_about_json(view.replacement),
        "theatre_on": day_or_null(view.replacement.theatre_on),
        "standing": view.standing.value,
        "fill": None if view.fill is None else visit_json(view.fill),
    }


def _tiers_json(tiers: PlacementTiers) -> dict[str, Json]:
    return {
        "not_placed": tiers.not_placed,
        "beyond_safe_by_days": tiers.beyond_safe_by_days,
        "most_per_month": tiers.most_per_month,
        "before_target_days": tiers.before_target_days,
    }
