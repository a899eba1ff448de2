"""How to run the program for a unit, a hospital or a network: a page, and example files that belong to it."""

from importlib.resources import files
from pathlib import Path

from refillplan.services.core.folders import require_empty

_PAGES = {"fr": "page.fr.md"}
_PAGE = "page.md"


def deployment_page(lang: str) -> str:
    """Return the page in a language, as Markdown; in English where there is no other."""
    return (files("refillplan") / "deployment" / _PAGES.get(lang, _PAGE)).read_text(encoding="utf-8")


def write_deployment(folder: Path, lang: str) -> tuple[Path, ...]:
    """Write the page and the example files, and return them.

    Raises
    ------
    InvalidValue
        If there is anything in the folder.
    OSError
        If it cannot be written.
    """
    require_empty(folder)
    folder.mkdir(parents=True, exist_ok=True)
    examples = sorted(
        (file for file in (files("refillplan") / "deployment").iterdir() if not file.name.endswith(".md")),
        key=lambda file: file.name,
    )
    texts = {"deployment.md": deployment_page(lang)} | {file.name: file.read_text(encoding="utf-8") for file in examples}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return tuple(folder / name for name in texts)
