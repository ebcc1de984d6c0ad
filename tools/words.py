"""`python -m tools.words`: bring the Vietnamese catalogue up to the texts that the pages use.

New texts are added without a translation, texts that nobody uses are removed, and the rest stays.
A test says when this is due, and which texts wait for a translation.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

PAGES = Path(__file__).parents[1] / "datafloor" / "web" / "pages"
VIETNAMESE = PAGES / "locale" / "vi.po"

Text = str | tuple[str, str]
"""A text, or one for a single thing and one for many."""

_HEADER = b"""# Vietnamese texts of the pages. `python -m tools.words` brings new ones in.
msgid ""
msgstr ""
"Language: vi\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_PYTHON = {"marked": None, "count": (1, 2)}
_JINJA = {"_": None, "ngettext": (1, 2)}
_SYNTAX = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
_KINDS: tuple[tuple[str, str, dict[str, Any], dict[str, Any]], ...] = (
    ("*.py", "python", _PYTHON, {}),
    ("*.html", "jinja2.ext:babel_extract", _JINJA, _SYNTAX),
)


def used() -> dict[Text, list[str]]:
    """Every text of the pages, with the files that use it."""
    found: dict[Text, list[str]] = {}
    for path, text in _texts():
        files = found.setdefault(text, [])
        if path not in files:
            files.append(path)
    return found


def _texts() -> Iterator[tuple[str, Text]]:
    for pattern, method, keywords, options in _KINDS:
        for path in sorted(PAGES.rglob(pattern)):
            with path.open("rb") as file:
                for _, text, _, _ in extract(method, file, keywords, options=options):
                    yield path.relative_to(PAGES).as_posix(), _both(text)


def _both(text: str | tuple[str | None, ...]) -> Text:
    if isinstance(text, str):
        return text
    one, many = text[0], text[1]
    assert one is not None and many is not None, text
    return one, many


def catalogue() -> Catalog:
    """The Vietnamese catalogue as it is."""
    with VIETNAMESE.open("rb") as file:
        return read_po(file, locale="vi")


def translated(message: Message) -> bool:
    """Whether a text has its translation."""
    said = message.string
    return bool(said) if isinstance(said, str) else bool(said) and all(said or ())


def write(texts: Catalog) -> None:
    """Write the catalogue, with a header that says only what a reader needs."""
    with VIETNAMESE.open("wb") as file:
        file.write(_HEADER)
        write_po(file, texts, width=100, omit_header=True, include_lineno=False)


def main() -> int:
    """Write the catalogue anew, and say how many texts wait for a translation."""
    before = catalogue()
    after = Catalog(locale="vi", fuzzy=False)
    for text, files in sorted(used().items(), key=lambda pair: str(pair[0])):
        known = before.get(text if isinstance(text, str) else text[0])
        after.add(text, known.string if known else "", [(file, 0) for file in files])
    write(after)
    waiting = sum(1 for message in after if message.id and not translated(message))
    print(f"{len(after)} texts, {waiting} without a translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
