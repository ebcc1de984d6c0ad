"""`datafloor trace LEAK --product ID`: have a running exchange trace a leak of a product.

The file is handed over once; asked again, the command tells how it stands. The exchange traces it
when one person of the operator and one of the supervisor have unlocked it.
"""

import argparse
import os
import sys
import time
from hashlib import file_digest
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from datafloor.kernel.ids import is_id, new_id
from datafloor.kernel.refusal import Refusal, Refused

NAMED, REFUSED, CANNOT_TELL, WAITS = 0, 1, 3, 4
LOOK_SECONDS = 2
TIMEOUT_SECONDS = 300

WAITING = (
    "Trace {0} waits to be unlocked by: {1}. It is done on the page {2}/en/traces/{0}.",
    "Truy vết {0} chờ mở khóa bởi: {1}. Thực hiện tại trang {2}/vi/traces/{0}.",
)
LAPSED = (
    "Trace {0} was not unlocked in time, and its file is deleted.",
    "Truy vết {0} không được mở khóa đúng hạn và tệp đã bị xóa.",
)
RUNNING = ("Trace {0} is running.", "Đang truy vết {0}.")
ROWS = (
    "{0:,} rows, of which {1:,} are rows of the original, with {2:,} marked values.",
    "{0:,} dòng, trong đó {1:,} là dòng của bản gốc, với {2:,} giá trị có dấu.",
)
SCORE = ("  {0}  {1:8.1f}   chance at most 1e{2}", "  {0}  {1:8.1f}   xác suất tối đa 1e{2}")
NAMES = (
    "The file has the marks of {0}.\nIt does not say who passed the file on, nor that nobody else"
    " took part.",
    "Tệp mang dấu của {0}.\nKết quả không cho biết ai đã chuyển tệp đi, cũng không khẳng định"
    " không còn ai khác tham gia.",
)
CANNOT = (
    "It cannot be told whose copy this is: {0}.",
    "Không thể xác định là bản sao của ai: {0}.",
)


class Site:
    """A running exchange, asked in the name of whoever holds the token."""

    def __init__(self, address: str, token: str) -> None:
        self.address = address.rstrip("/")
        self._url = urlsplit(self.address)
        self._headers = {"authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The answer. Raises `Refused` where the exchange refuses, or does not answer."""
        kind = HTTPSConnection if self._url.scheme == "https" else HTTPConnection
        connection = kind(self._url.netloc, timeout=TIMEOUT_SECONDS)
        try:
            connection.request(method, f"{self._url.path}{path}", body, self._headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, HTTPException) as error:
            raise Refused(Refusal.exchange_silent, address=self.address, problem=error) from error
        finally:
            connection.close()
        try:
            told = msgspec.json.decode(content)
        except msgspec.DecodeError as error:
            raise Refused(Refusal.exchange_silent, address=self.address, problem=error) from error
        if answer.status >= 300:
            problem = told.get("title", answer.status)
            raise Refused(Refusal.exchange_silent, address=self.address, problem=problem)
        return told


def run(asked: argparse.Namespace) -> int:
    """Ask, wait if that is wanted, and tell."""
    vi = asked.language == "vi"
    try:
        site = Site(asked.exchange, asked.token or os.environ.get("DATAFLOOR_TOKEN", ""))
        trace = _asked(site, asked.product, asked.leak)
        while asked.wait and trace["outcome"] is None and trace["lapsed_at"] is None:
            time.sleep(LOOK_SECONDS)
            trace = site.ask("GET", f"/api/traces/{trace['trace']}")
    except Refused as refused:
        print(refused.text(asked.language), file=sys.stderr)
        return REFUSED
    if asked.json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(trace)) + b"\n")
    else:
        print(_text(trace, site.address, vi))
    if trace["outcome"] is None:
        return WAITS
    return NAMED if trace["outcome"] == "named" else CANNOT_TELL


def _asked(site: Site, product: str, leak: Path) -> Any:
    """The trace of this file, handed over unless it was before."""
    if not is_id("product", product):
        raise Refused(Refusal.product_unknown)
    if not leak.is_file():
        raise Refused(Refusal.file_not_found, name=leak.name)
    with leak.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
        for each in site.ask("GET", "/api/traces"):
            if (each["product"], each["leak"], each["lapsed_at"]) == (product, digest, None):
                return each
        trace = new_id("trace")
        file.seek(0)
        site.ask("PUT", f"/api/products/{product}/traces/{trace}", file)
    return site.ask("GET", f"/api/traces/{trace}")


def _text(trace: Any, address: str, vi: bool) -> str:
    name = trace["trace"]
    if trace["lapsed_at"] is not None:
        return LAPSED[vi].format(name)
    if trace["outcome"] is None:
        turned = {each["office"] for each in trace["unlocked"]}
        left = ", ".join(office for office in ("operator", "supervisor") if office not in turned)
        return WAITING[vi].format(name, left, address) if left else RUNNING[vi].format(name)
    counts = trace["leak_rows"], trace["recognised_rows"], trace["marked_count"]
    lines = [ROWS[vi].format(*counts)]
    for each in trace["scores"][:10]:
        deviations = each["deviations_thousandths"] / 1000
        lines.append(SCORE[vi].format(each["grant"], deviations, each["chance_exponent"]))
    if trace["outcome"] == "named":
        named = ", ".join(each["grant"] for each in trace["scores"] if each["accused"])
        lines.append(NAMES[vi].format(named))
    else:
        lines.append(CANNOT[vi].format(trace["why_not"]))
    return "\n".join(lines)
