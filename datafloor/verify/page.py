"""A bundle's dress: one HTML file that a person reads and `verify` checks.

The page is made from the evidence inside it and from nothing else, so that `verify` can make it
again and compare: a page that says something else than its evidence is found.
"""

import json
from html import escape
from typing import Any

from .evidence import read_content
from .note import NoteError
from .trust import moment

OPEN, CLOSE = '<script type="application/json" id="evidence">', "</script>"

LABELS = {
    "person": "Người thực hiện · Person",
    "organisation": "Tổ chức · Organisation",
    "request": "Yêu cầu · Request",
}

STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "h1,h2{line-height:1.2}section{border-top:1px solid #bbb;padding:.5rem 0}"
    "dt{color:#555}dd{margin:0 0 .5rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;"
    "background:#f4f4f4;padding:.75rem;border-radius:.25rem}"
)


def render(data: dict[str, Any]) -> str:
    """The page of a bundle. Always the same bytes for the same evidence."""
    title = escape(data["title"])
    parts = [
        f'<!doctype html>\n<html lang="vi">\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{STYLE}</style>\n<h1>{title}</h1>\n"
        "<p>Trang này kèm bằng chứng. Kiểm tra bằng lệnh <code>datafloor verify TỆP</code>. "
        '<span lang="en">This page carries its evidence. Check it with '
        "<code>datafloor verify FILE</code>.</span></p>\n"
    ]
    parts += [_entry(entry) for entry in data["entries"]]
    parts += [
        f"<section><h2>{escape(each['name'])}</h2><pre>{escape(each['text'])}</pre></section>\n"
        for each in data["documents"]
    ]
    parts.append(
        "<section><h2>Chữ ký của sàn · Checkpoint</h2>"
        f"<pre>{escape(data['checkpoint'])}</pre></section>\n"
    )
    held = json.dumps(data, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return "".join(parts) + f"{OPEN}{held}{CLOSE}\n</html>\n"


def _entry(entry: dict[str, Any]) -> str:
    fields = read_content(entry["content"])
    try:
        body = json.dumps(json.loads(fields["body"]), ensure_ascii=False, indent=2)
    except ValueError:
        body = fields["body"]
    rows = "".join(
        f"<dt>{said}</dt><dd>{escape(fields[name])}</dd>"
        for name, said in LABELS.items()
        if fields[name]
    )
    return (
        f"<section><h2>{entry['index'] + 1:,}. {escape(fields['kind'])}</h2>"
        f"<dl><dt>Thời điểm · When</dt><dd>{moment(int(fields['recorded']))}</dd>{rows}</dl>"
        f"<pre>{escape(body)}</pre></section>\n"
    )


def read_page(page: str) -> dict[str, Any]:
    """The evidence in a page. Raises `NoteError` where the page is not what it makes."""
    _, opened, rest = page.partition(OPEN)
    held, closed, _ = rest.partition(CLOSE)
    if not opened or not closed:
        raise NoteError("the page is cut short: its evidence is missing")
    data: dict[str, Any] = json.loads(held)
    if render(data) != page:
        raise NoteError("the page says something else than the evidence in it")
    return data
