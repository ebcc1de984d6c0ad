"""How much two titles are alike, from 0 to 1.

The Jaccard index of their trigrams of letters, marks and signs left out (Broder 1997, on the
resemblance of documents). It forgives word order at little cost, endings and typing errors, and
does not know meanings: a person looks at what it points out.
"""

import re
import unicodedata

ALIKE = 0.6
"""From here on a person should look whether two titles name the same data."""


def likeness(one: str, other: str) -> float:
    """1 for the same words, 0 for nothing in common."""
    first, second = _trigrams(one), _trigrams(other)
    if not first or not second:
        return 0.0
    return len(first & second) / len(first | second)


def _trigrams(text: str) -> frozenset[str]:
    apart = unicodedata.normalize("NFKD", text.lower().replace("đ", "d"))
    letters = "".join(each for each in apart if not unicodedata.combining(each))
    padded = (f"  {word} " for word in re.findall(r"\w+", letters))
    return frozenset(word[at : at + 3] for word in padded for at in range(len(word) - 2))
