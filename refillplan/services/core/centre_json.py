"""A centre as plain JSON values, and back."""

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

from cattrs import Converter
from cattrs.preconf.json import make_converter

from refillplan.domain.centre import Centre


def in_zone(centre: Centre) -> Centre:
    """Give the booked visits their hours in the centre's zone: a file knows offsets alone."""
    zone = ZoneInfo(centre.timezone)
    visits = (replace(v, starts_at=v.starts_at.astimezone(zone), ends_at=v.ends_at.astimezone(zone)) for v in centre.visits)
    return replace(centre, visits=tuple(visits))


def converter() -> Converter:
    """Return what turns a centre and its parts into plain JSON values and back."""
    converter = make_converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(time, time.isoformat)
    converter.register_structure_hook(time, lambda text, _: time.fromisoformat(text))
    return converter
