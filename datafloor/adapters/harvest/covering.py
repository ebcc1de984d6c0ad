"""Themes, places and frequencies as other catalogues write them, in our own nouns.

What is not recognised is left out: a seller who takes an item up states it anew.
"""

import re
from collections.abc import Iterable

from datafloor.analysis.appraisal.vietnam import units
from datafloor.contexts.catalogue import Coverage, Frequency, Province, Theme

THEMES = dict(
    zip(
        [
            "AGRI",
            "ECON",
            "EDUC",
            "ENER",
            "ENVI",
            "GOVE",
            "HEAL",
            "INTR",
            "JUST",
            "REGI",
            "SOCI",
            "TECH",
            "TRAN",
        ],
        Theme,
        strict=True,
    )
)
"""The codes of the EU vocabulary `data-theme`."""

FREQUENCIES = {
    "update_cont": Frequency.continuous,
    "cont": Frequency.continuous,
    "continuous": Frequency.continuous,
    "hourly": Frequency.hourly,
    "daily": Frequency.daily,
    "weekly": Frequency.weekly,
    "monthly": Frequency.monthly,
    "quarterly": Frequency.quarterly,
    "annual": Frequency.annual,
    "yearly": Frequency.annual,
    "irreg": Frequency.irregular,
    "irregular": Frequency.irregular,
    "never": Frequency.never,
    "r/pt1s": Frequency.continuous,
    "r/pt1h": Frequency.hourly,
    "r/p1d": Frequency.daily,
    "r/p1w": Frequency.weekly,
    "r/p1m": Frequency.monthly,
    "r/p3m": Frequency.quarterly,
    "r/p1y": Frequency.annual,
}
"""By the ends of addresses (EU and Dublin Core vocabularies), words, and ISO 8601 intervals."""


def coverage_of(*, themes: Iterable[str], places: Iterable[str], frequency: str) -> Coverage:
    """What these words and addresses mean, as far as they are known."""
    known = (THEMES.get(code) for said in themes for code in re.findall(r"[A-Z]{4}\b", said))
    found = {units().province_of(each) for each in places if each}
    end = frequency.strip().rpartition("#")[2].lower()
    end = end if end.startswith("r/") else end.rpartition("/")[2]
    return Coverage(
        theme=next((each for each in known if each is not None), None),
        provinces=tuple(sorted(Province(each) for each in found if each)),
        frequency=FREQUENCIES.get(end),
    )
