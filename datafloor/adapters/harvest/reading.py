"""What was fetched, as text or JSON that is safe to read on.

Refused before any parser sees it: another encoding than it claims, a web page in place of data,
entities of XML (which can stand for each other without end), and values nested deeper than any
catalogue (which overflow the stack of parsers).
"""

import codecs
import json
import re
import sys
from typing import Any

from datafloor.adapters.harvest.fetching import Document
from datafloor.contexts.inventory import Item
from datafloor.kernel.refusal import Refusal, Refused

DEEPEST = 60
"""Levels of one document."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]{1,40})["']""")
_HEAD = re.compile(r"^\s*<\?xml.*?\?>", re.DOTALL)
_PAGE = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype html|html)\b", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)[^<>!?][^<>]*?(/?)>", re.DOTALL)
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def unreadable(document: Document, problem: str) -> Refused:
    """The refusal of a document, with what is wrong with it."""
    return Refused(Refusal.feed_unreadable, address=document.address, problem=problem)


def text_of(document: Document) -> str:
    """The document as text. What it is written in is told by its first bytes, else by its sender,
    else by its XML declaration; else it is UTF-8, as JSON and Turtle always are."""
    declared = _DECLARED.match(document.content[:400])
    marked = next((name for mark, name in _MARKS if document.content.startswith(mark)), "")
    encoding = marked or document.charset or (declared[1].decode() if declared else "utf-8")
    try:
        text = document.content.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError) as wrong:
        raise unreadable(document, f"it is not written in {encoding[:40]}") from wrong
    if _PAGE.match(text[:5_000]):
        raise unreadable(document, "it is a web page (HTML)")
    return text


def json_of(document: Document) -> Any:
    """The document as JSON."""
    try:
        found = json.loads(text_of(document))
    except RecursionError as deep:
        raise unreadable(document, f"values nest deeper than {DEEPEST} levels") from deep
    except ValueError as wrong:
        raise unreadable(document, f"it is no JSON: {wrong}") from wrong
    if _depth(found) > DEEPEST:
        raise unreadable(document, f"values nest deeper than {DEEPEST} levels")
    return found


def _depth(value: Any) -> int:
    level, deep = [value], 0
    while level and deep <= DEEPEST:
        deep += 1
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return deep


def xml_of(document: Document) -> str:
    """The document as XML without entities of its own, and not too deep."""
    text = text_of(document)
    if "<!ENTITY" in text:
        raise unreadable(document, "it declares XML entities")
    deep = 0
    for tag in _TAG.finditer(text):
        if tag[1] is None or tag[2]:
            continue
        deep += -1 if tag[1] else 1
        if deep > DEEPEST:
            raise unreadable(document, f"values nest deeper than {DEEPEST} levels")
    return _HEAD.sub("", text)  # it is text by now, whatever it was written in


def plain_text(value: Any, most: int) -> str:
    """A text without what no text holds, and not longer than this; nothing for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return _NO_TEXT.sub("", str(value)).strip()[:most].strip()


def item_of(key: str, title: str, **said: Any) -> Item | None:
    """An item of what a catalogue says; none without a key and a title."""
    key, title = plain_text(key, 500), plain_text(title, 300)
    if not key or not title:
        return None
    for name, most in _LONGEST.items():
        said[name] = plain_text(said.get(name), most)
    said["page"] = said["page"] if re.match(r"https?://[^\s]+$", said["page"]) else ""
    formats = (plain_text(each, 60).upper() for each in said.get("formats", ()))
    said["formats"] = tuple(sorted({each for each in formats if each}))[:20]
    return Item(key=sys.intern(key), title=title, **said)


_LONGEST = {"description": 4_000, "publisher": 300, "licence": 300, "page": 1_000, "modified": 40}
