"""Words, as they are written and folded: without marks, in small letters, đ as d.

Vietnamese is typed with and without its marks. Both forms of every word are indexed, so that
`du lieu` finds `dữ liệu`, and `dữ liệu` finds itself first.
"""

import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct
from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

LONGEST_WORD = 60
MOST_WORDS = 12
"""Words of one question; what follows is not looked at."""


def exact_analyzer() -> TextAnalyzer:
    """Cuts a text into words as they are written, in small letters."""
    return TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).build()


def folded_analyzer() -> TextAnalyzer:
    """Cuts a text into the same words, folded."""
    cut = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase())
    return cut.filter(Filter.ascii_fold()).build()


_EXACT, _FOLDED = exact_analyzer(), folded_analyzer()


class Word(NamedTuple):
    """A word as it was typed, and folded."""

    exact: str
    folded: str


class Reason(Struct, frozen=True):
    """Why a product was found: this word is in this part of it, as typed or but for its marks."""

    word: str
    where: str
    exact: bool


def composed(text: str) -> str:
    """The text with each letter and its marks as one character (Unicode NFC)."""
    return unicodedata.normalize("NFC", text)


def words(text: str) -> list[Word]:
    """The words of a question, in order."""
    text = composed(text)
    pairs = zip(_EXACT.analyze(text), _FOLDED.analyze(text), strict=True)
    return [Word(*pair) for pair in pairs if len(pair[0]) <= LONGEST_WORD][:MOST_WORDS]


def reasons(asked: list[Word], parts: Mapping[str, str]) -> list[Reason]:
    """For each word the first part that holds it, one that has it as typed before all others."""
    held = {where: composed(text) for where, text in parts.items()}
    exact = {where: frozenset(_EXACT.analyze(text)) for where, text in held.items()}
    folded = {where: frozenset(_FOLDED.analyze(text)) for where, text in held.items()}
    found = []
    for word in dict.fromkeys(asked):
        as_typed = next((where for where in parts if word.exact in exact[where]), None)
        where = as_typed or next((where for where in parts if word.folded in folded[where]), None)
        if where is not None:
            found.append(Reason(word.exact, where, as_typed is not None))
    return found
