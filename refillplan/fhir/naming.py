"""How resources are named and how they point at each other: the same names at each export."""

from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from refillplan.domain.messages import N_, require

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json]"
"""A value of FHIR's JSON: what is unknown is left out, never null."""

Resource: TypeAlias = dict[str, Json]

_PSEUDONYMISED: Json = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "PSEUDED",
    "display": "pseudonymized",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Names within one centre.

    Parameters
    ----------
    base
        Address that begins the systems of all identifiers, ``urn:…`` or ``https://…``; the hospital's to choose.
    """

    base: str
    centre: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        sound = parts.scheme in ("urn", "http", "https") and bool(parts.netloc or parts.path) and not self.base.endswith("/")
        require(
            sound and not any(letter.isspace() for letter in self.base),
            "base",
            N_("'{base}' cannot begin identifiers: write urn:NAME or https://HOST/PATH"),
            base=self.base,
        )

    def system(self, what: str) -> str:
        """Return the system of the codes of one sort."""
        return (":" if self.base.startswith("urn:") else "/").join((self.base, self.centre, what))

    def identifier(self, what: str, code: str) -> Json:
        """Return a code as an identifier."""
        return {"system": self.system(what), "value": code}

    def key(self, kind: str, code: str) -> str:
        """Return the logical id of a resource: letters that FHIR allows, whatever the code has."""
        return str(uuid5(NAMESPACE_URL, f"{self.system(kind)}/{code}"))

    def url(self, kind: str, code: str) -> str:
        """Return the full address of a resource in the bundle."""
        return f"urn:uuid:{self.key(kind, code)}"

    def resource(self, kind: str, code: str, what: str) -> Resource:
        """Return the beginning of a resource: its sort, id, label and identifier."""
        return {
            "resourceType": kind,
            "id": self.key(kind, code),
            "meta": {"security": [_PSEUDONYMISED]},
            "identifier": [self.identifier(what, code)],
        }

    def reference(self, kind: str, code: str) -> Json:
        """Return a reference to a resource of the bundle."""
        return {"reference": self.url(kind, code), "type": kind}

    def elsewhere(self, kind: str, what: str, code: str) -> Json:
        """Return a reference to somebody or something that the bundle does not hold, by code alone."""
        return {"type": kind, "identifier": self.identifier(what, code), "display": code}
