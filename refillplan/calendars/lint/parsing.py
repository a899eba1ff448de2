"""An .ics file as lines, properties and components, each with its line; unlike a library it forgives nothing silently."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_HEAD = re.compile(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:])*)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One physical line, without its end; ``ended``: with CR LF."""

    number: int
    octets: bytes
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property, unfolded; ``name`` and the names of ``parameters`` in capitals."""

    line: int
    name: str
    parameters: Mapping[str, str]
    value: str


@dataclass(slots=True, kw_only=True)
class Component:
    """A BEGIN with what follows up to its END."""

    line: int
    kind: str
    properties: list[Property] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        """Return the first property of a name."""
        return next((found for found in self.properties if found.name == name), None)

    def value(self, name: str) -> str:
        """Return the value of a property; nothing where there is none."""
        found = self.first(name)
        return "" if found is None else found.value

    def walk(self) -> Iterator["Component"]:
        """Yield this component and all inside it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class IcsFile:
    """A file taken apart.

    Parameters
    ----------
    text
        Content lines, unfolded, by the number of their first physical line.
    broken
        Content lines that are no properties.
    unpaired
        Lines with a BEGIN or END that has no other half.
    """

    lines: tuple[Line, ...]
    text: tuple[tuple[int, str], ...]
    broken: tuple[int, ...]
    unpaired: tuple[int, ...]
    calendars: tuple[Component, ...]

    def components(self, kind: str) -> list[Component]:
        """Return all components of a kind."""
        return [found for calendar in self.calendars for found in calendar.walk() if found.kind == kind]


def parse(content: bytes) -> IcsFile:
    """Take a file apart; whatever is wrong with it is kept for the rules to tell."""
    lines = tuple(_lines(content))
    text = tuple(_unfolded(lines))
    found: list[Property] = []
    broken = []
    for number, line in text:
        head = _HEAD.fullmatch(line)
        if head is None:
            broken.append(number)
            continue
        parameters = {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(head[2])}
        found.append(Property(line=number, name=head[1].upper(), parameters=parameters, value=head[3]))
    calendars, unpaired = _nested(found)
    return IcsFile(lines=lines, text=text, broken=tuple(broken), unpaired=tuple(unpaired), calendars=tuple(calendars))


def _lines(content: bytes) -> Iterator[Line]:
    parts = content.split(b"\n")
    if not parts[-1]:
        parts.pop()
    for number, part in enumerate(parts, start=1):
        yield Line(number=number, octets=part.removesuffix(b"\r"), ended=part.endswith(b"\r"))


def _unfolded(lines: tuple[Line, ...]) -> Iterator[tuple[int, str]]:
    """Join octets before they are read as text: a fold may stand inside a letter."""
    first, octets = 0, b""
    for line in lines:
        if line.octets[:1] in (b" ", b"\t") and first:
            octets += line.octets[1:]
            continue
        if first:
            yield first, octets.decode(errors="replace")
        first, octets = line.number, line.octets
    if first:
        yield first, octets.decode(errors="replace")


def _nested(found: list[Property]) -> tuple[list[Component], list[int]]:
    outside = Component(line=0, kind="")
    open_ones = [outside]
    unpaired = []
    for prop in found:
        if prop.name == "BEGIN":
            component = Component(line=prop.line, kind=prop.value.upper())
            open_ones[-1].parts.append(component)
            open_ones.append(component)
        elif prop.name == "END" and prop.value.upper() == open_ones[-1].kind:
            open_ones.pop()
        elif prop.name == "END" or len(open_ones) == 1:
            unpaired.append(prop.line)
        else:
            open_ones[-1].properties.append(prop)
    return outside.parts, unpaired + [component.line for component in open_ones[1:]]
