"""The French catalogue: what the source asks for, what it holds, how it is compiled.

Run as a program it brings the catalogue up to date: new sentences come in without a translation, sentences that
are gone go, and the compiled file is written.
"""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import refillplan
from refillplan.cli.click_words import PLURALS

PACKAGE = Path(refillplan.__file__).parent
FOLDER = PACKAGE / "locale" / "fr" / "LC_MESSAGES"
PO = FOLDER / "refillplan.po"
MO = FOLDER / "refillplan.mo"
HEADER = """\
# The sentences of refillplan in French.
msgid ""
msgstr ""
"Language: fr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def marked_sentences() -> dict[str, list[tuple[str, int]]]:
    """Return every template that the source marks, with the places where it does."""
    found: dict[str, list[tuple[str, int]]] = {}
    for folder in (PACKAGE, PACKAGE.parent / "tui"):
        for file, line, template, _, _ in extract_from_dir(str(folder), [("**.py", "python")], keywords={"N_": None, "_": None}):
            found.setdefault(str(template), []).append((file, line))
    return found


def stored_catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="fr")


def compiled(catalogue: Catalog) -> bytes:
    french = {str(entry.id): str(entry.string) for entry in catalogue if entry.id}
    for one, many in PLURALS:
        if one in french and many in french:
            catalogue.add((one, many), (french[one], french[many]))
            catalogue.add(many, french[many])
    content = io.BytesIO()
    write_mo(content, catalogue)
    return content.getvalue()


def store(catalogue: Catalog) -> None:
    """Write the catalogue and its compiled form; the header holds no dates, so that the same sentences give the same file."""
    text = io.BytesIO()
    write_po(text, catalogue, width=120, omit_header=True, no_location=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(HEADER.encode() + text.getvalue())
    MO.write_bytes(compiled(stored_catalogue()))


def update() -> None:
    known = {message.id: message.string for message in stored_catalogue() if message.id} if PO.exists() else {}
    catalogue = Catalog(locale="fr")
    for template in sorted(marked_sentences()):
        catalogue.add(template, known.get(template, ""))
    store(catalogue)


if __name__ == "__main__":
    update()
