"""Findings put into words: numbers and shares as each language writes them."""

import re

from datafloor.analysis.appraisal.model import Finding
from datafloor.analysis.appraisal.sentences import ABOUT_QUALITY
from datafloor.analysis.appraisal.sentences_law import ABOUT_LAW

SAID = ABOUT_QUALITY | ABOUT_LAW

Detail = str | int


def number(value: int, language: str) -> str:
    """A whole number with its thousands apart: `1,234` in English, `1.234` in Vietnamese."""
    text = f"{value:,}"
    return text.replace(",", ".") if language == "vi" else text


def percent(count: int, of: int, language: str) -> str:
    """A share as a percentage with one decimal; never 0 or 100 where it is not exactly so."""
    tenths = (count * 1000 + of // 2) // of if of else 0
    if count and not tenths:
        text = "< 0.1"
    elif count < of and tenths == 1000:
        text = "> 99.9"
    else:
        text = f"{tenths // 10}.{tenths % 10}"
    return (text.replace(".", ",") if language == "vi" else text) + " %"


def say(
    code: str,
    columns: tuple[str, ...] = (),
    count: int = 0,
    of: int = 0,
    /,
    **details: Detail,
) -> Finding:
    """The finding of this code, with its sentences filled in both languages."""
    said = SAID[code]
    texts = {}
    for language in ("en", "vi"):
        filled: dict[str, str] = {
            "column": columns[0] if columns else "",
            "count": number(count, language),
            "of": number(of, language),
            "share": percent(count, of, language),
        }
        for key, value in details.items():
            filled[key] = number(value, language) if isinstance(value, int) else value
            if language == "vi" and re.fullmatch(r"-?\d+\.\d+", filled[key]):
                filled[key] = filled[key].replace(".", ",")
        sentence = said.en if language == "en" else said.vi
        texts[language] = sentence.format(**filled)
    return Finding(
        code=code,
        severity=said.severity,
        measure=said.measure,
        columns=columns,
        count=count,
        of=of,
        en=texts["en"],
        vi=texts["vi"],
        do_en=said.do_en,
        do_vi=said.do_vi,
        law=said.law,
    )


MEASURES = {
    "completeness": ("Completeness", "Tính đầy đủ"),
    "accuracy": ("Accuracy", "Tính chính xác"),
    "consistency": ("Consistency", "Tính nhất quán"),
    "currentness": ("Currentness", "Tính cập nhật"),
    "confidentiality": ("Confidentiality", "Tính bảo mật"),
    "understandability": ("Understandability", "Tính dễ hiểu"),
    "portability": ("Portability", "Tính khả chuyển"),
    "compliance": ("Compliance", "Tính tuân thủ"),
    "credibility": ("Credibility", "Độ tin cậy"),
}
