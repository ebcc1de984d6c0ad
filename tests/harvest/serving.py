"""A small server of catalogues on loopback: what each path answers is said by the test."""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = Callable[[BaseHTTPRequestHandler, dict[str, str]], None]


class Catalogues:
    """What is served: an answer for each path; the first that a path begins with. `asked` are
    the addresses that were asked."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []


@contextmanager
def catalogues() -> Iterator[Catalogues]:
    """Serve until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            fits = [path for path in served.answers if parts.path.startswith(path)]
            if not fits:
                self.send_error(404)
                return
            try:
                served.answers[max(fits, key=len)](self, asked)
            except (BrokenPipeError, ConnectionResetError):
                return  # who asked has gone

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Catalogues(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def plain(content: bytes | str, kind: str = "application/ld+json", **headers: str) -> Answer:
    """One document."""
    body = content.encode() if isinstance(content, str) else content

    def answer(to: BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
        to.send_response(200)
        for name, value in {"content-type": kind, **headers}.items():
            to.send_header(name.replace("_", "-"), value)
        to.send_header("content-length", str(len(body)))
        to.end_headers()
        to.wfile.write(body)

    return answer


def packed(content: str) -> Answer:
    """A document that is compressed, as nobody asked."""
    return plain(gzip.compress(content.encode()), content_encoding="gzip")


def onward(where: str) -> Answer:
    """A redirect."""

    def answer(to: BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
        to.send_response(302)
        to.send_header("location", where)
        to.send_header("content-length", "0")
        to.end_headers()

    return answer


def endless(to: BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
    """A document without end, as fast as it is read."""
    to.send_response(200)
    to.end_headers()
    while True:
        to.wfile.write(b" " * 65_536)


def dripping(to: BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
    """A document of which a byte comes now and then."""
    to.send_response(200)
    to.end_headers()
    for _ in range(600):
        to.wfile.write(b" ")
        to.wfile.flush()
        time.sleep(0.05)


def ckan(packages: list[dict[str, Any]]) -> Answer:
    """`package_search` as CKAN 2.10 answers it."""

    def answer(to: BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
        start, rows = int(asked.get("start", 0)), min(int(asked.get("rows", 10)), 1_000)
        part = sorted(packages, key=lambda each: str(each["id"]))[start : start + rows]
        result = {"count": len(packages), "sort": asked.get("sort", ""), "results": part}
        body = json.dumps({"help": "…", "success": True, "result": result})
        plain(body, "application/json; charset=utf-8")(to, asked)

    return answer


def package(number: int, **said: Any) -> dict[str, Any]:
    """A data set as CKAN names it."""
    return {
        "id": f"{number:08x}-0000-4000-8000-000000000000",
        "name": f"du-lieu-{number}",
        "title": f"Dữ liệu số {number}",
        "notes": "Số liệu <b>hằng ngày</b>.",
        "author": None,
        "license_id": "cc-by",
        "license_title": "Creative Commons Attribution",
        "metadata_modified": "2026-10-01T02:03:04.000000",
        "organization": {"name": "so-gtvt", "title": "Sở Giao thông vận tải"},
        "resources": [{"format": "CSV"}, {"format": "csv"}, {"format": "XLSX"}, {"format": ""}],
        "extras": [
            {"key": "frequency", "value": "R/P1D"},
            {
                "key": "theme",
                "value": "http://publications.europa.eu/resource/authority/data-theme/TRAN",
            },
            {"key": "spatial_text", "value": "Thành phố Huế"},
        ],
        "tags": [{"name": "giao thông"}],
        "url": "",
        "private": False,
        "state": "active",
        **said,
    }
