"""What the program must never do: reckon with readings, doses or volumes; rank patients; count down the days of one."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import refillplan

sys.path.append(str(Path(__file__).parents[1] / "services"))
PACKAGE = Path(refillplan.__file__).parent
FORBIDDEN_NAMES = re.compile(
    r"(^|_)(readings|doses?|dosage|volumes?|residuals?|reservoir|millilit\w*|ml|units_per|basal|bolus|concentration)(_|$)",
    re.IGNORECASE,
)
TEXT_ONLY = {"readings", "_READINGS"}
"""Names that may be carried as text, and nothing else."""

FORBIDDEN_WORDS = re.compile(
    r"days? left|remaining days?|days? remaining|jours? restants?|reste \w+ jours?|countdown|compte à rebours|"
    r"\brank(s|ed|ing)?\b|\bpriorit(y|ies|é|és)\b|most urgent|plus urgents?|\bclass(é|ée|és|ement)\b.{0,20}patients?|"
    r"waiting list|liste d'attente|\btriage\b",
    re.IGNORECASE,
)
NUMBER_CALLS = {"float", "int", "sum", "round", "abs", "Decimal", "Fraction", "min", "max"}


def names_in(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value.isidentifier():
            yield part.value


def forbidden(node: ast.AST) -> list[str]:
    return [name for name in names_in(node) if FORBIDDEN_NAMES.search(name)]


def reckonings(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and name wherever arithmetic, order or a turn into a number touches a forbidden name."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.BinOp(left=left, right=right):
                parts = [left, right]
            case ast.AugAssign(target=target, value=value):
                parts = [target, value]
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                parts = [operand]
            case ast.Compare(left=left, ops=ops, comparators=others) if any(
                isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in ops
            ):
                parts = [left, *others]
            case ast.Call(func=ast.Name(id=name), args=args) if name in NUMBER_CALLS:
                parts = list(args)
            case _:
                continue
        for part in parts:
            for name in forbidden(part):
                yield getattr(node, "lineno", 0), name


def modules() -> Iterator[Path]:
    yield from sorted(path for path in PACKAGE.rglob("*.py"))


def fields_of(source: str) -> Iterator[str]:
    """Yield every name that the source defines: fields, variables, parameters, functions."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case (
                ast.AnnAssign(target=ast.Name(id=name)) | ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name)
            ):
                yield name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name


def test_nothing_reckons_with_readings_doses_or_volumes() -> None:
    found = [
        (path.relative_to(PACKAGE).as_posix(), *where)
        for path in modules()
        for where in reckonings(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_nothing_is_named_after_a_dose_or_a_volume_and_a_reading_is_text_alone() -> None:
    named = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in modules()
        for name in fields_of(path.read_text(encoding="utf-8"))
        if FORBIDDEN_NAMES.search(name)
    }
    assert {name for _, name in named} <= TEXT_ONLY, named
    people = (PACKAGE / "domain" / "people.py").read_text(encoding="utf-8")
    assert "readings: str" in people


def test_the_walk_finds_what_it_looks_for() -> None:
    wrong = (
        "dose = fill.volume / 2",
        "x -= readings",
        "if fill.residual < 3: pass",
        "float(fill.readings)",
        "-volume",
        "sum(doses)",
    )
    assert all(list(reckonings(line)) for line in wrong)
    assert not list(reckonings("vials = fills * vials_per_fill\ntext = fill.readings\n"))


def sentences() -> Iterator[str]:
    from catalogue import stored_catalogue  # noqa: PLC0415 (on the path by now)

    for entry in stored_catalogue():
        yield from (str(entry.id), str(entry.string))


def texts() -> Iterator[str]:
    """Yield every text in the source that is not a comment, and every sentence in both languages."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    yield from sentences()


def test_no_text_ranks_patients_or_counts_down_their_days() -> None:
    assert [text for text in texts() if FORBIDDEN_WORDS.search(text)] == []
    for wrong in ("12 days left", "most urgent first", "il reste 12 jours", "patients ranked by need", "liste d'attente"):
        assert FORBIDDEN_WORDS.search(wrong)
