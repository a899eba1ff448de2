"""What the program is not, held by tests: no arithmetic on readings, nobody ranked, no countdown for one person."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import refillplan

sys.path.append(str(Path(__file__).parents[1] / "services"))  # its catalogue serves here, too

PACKAGE = Path(refillplan.__file__).parent
TYPED = {"readings", "reading", "lot", "dose", "doses", "volume", "volumes", "residual", "residuals"}
NUMBERS = {"int", "float", "Decimal", "sum", "min", "max", "abs", "round"}
FORBIDDEN = re.compile(
    r"\b(days left|left to live|ranks? (the )?patients?|patients? ranked|ranking|priorit\w+|triage|most urgent|"
    r"jours restants|reste \w+ jours|classement|urgence relative|prédi\w+ que|will stop)\b",
    re.IGNORECASE,
)


def name_of(node: ast.expr) -> str:
    match node:
        case ast.Attribute():
            return node.attr
        case ast.Name():
            return node.id
    return ""


def computed(tree: ast.AST) -> Iterator[ast.AST]:
    """Give every place where something typed at a fill is computed with, compared by size or read as a number."""
    for node in ast.walk(tree):
        match node:
            case ast.BinOp() if TYPED & {name_of(node.left), name_of(node.right)}:
                yield node
            case ast.UnaryOp() if not isinstance(node.op, ast.Not) and name_of(node.operand) in TYPED:
                yield node
            case ast.AugAssign() if name_of(node.target) in TYPED:
                yield node
            case ast.Compare() if any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops) and TYPED & {
                name_of(part) for part in (node.left, *node.comparators)
            }:
                yield node
            case ast.Call() if name_of(node.func) in NUMBERS and TYPED & {name_of(argument) for argument in node.args}:
                yield node


def test_nothing_computes_with_what_was_typed_at_a_fill() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{getattr(node, 'lineno', 0)}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in computed(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_arithmetic_on_a_reading_is_found() -> None:
    for text in ("fill.readings + 1", "float(fill.readings)", "-dose", "volume > 3", "residual -= 1"):
        assert list(computed(ast.parse(text)))


def test_no_text_ranks_patients_or_counts_down_for_one_of_them() -> None:
    from catalogue import stored_catalogue  # noqa: PLC0415 (on the path by now)

    assert FORBIDDEN.search("12 days left")
    spoken = [text for entry in stored_catalogue() for text in (str(entry.id), str(entry.string))]
    assert [text for text in spoken if FORBIDDEN.search(text)] == []
