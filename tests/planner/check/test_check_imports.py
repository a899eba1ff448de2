"""The checker shares nothing with the solver: it reads the domain's words and the standard library alone."""

import ast
import sys
from pathlib import Path

from refillplan.planner import check

OWN = ("refillplan.domain", "refillplan.planner.check")


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert node.module is not None
            found.add(node.module)
    return found


def test_checker_imports_the_domain_and_the_standard_library_only() -> None:
    files = list(Path(check.__file__).parent.glob("*.py"))
    names = {name for path in files for name in imported(path)}
    foreign = {name for name in names if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith(OWN)}
    assert len(files) > 5
    assert foreign == set()
