"""The byte plane: who may fetch, which bytes come, and how they are counted; over a real server."""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from datafloor.adapters.links import Links
from datafloor.adapters.objects import Objects
from datafloor.kernel import clock
from datafloor.plane import Meter
from datafloor.plane.server import ZeroCopyProtocol
from tests.sharing.exchange import Exchange, listening
from tests.waiting import until

CONTENT = bytes(range(256)) * 40_000  # ten megabytes: more than any socket buffer


@pytest.fixture(params=[ZeroCopyProtocol, HttpToolsProtocol], ids=["zero-copy", "streamed"])
def plane(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Exchange]:
    with listening(str(tmp_path), protocol=request.param) as running:
        running.objects.write("tables/t/a b ă.parquet", CONTENT)
        running.share("t", "tables/t", 0)
        yield running


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client


def link(plane: Exchange, key: str = "tables/t/a b ă.parquet", seconds: int = 60) -> str:
    return plane.links.make("grant_1", [key], int(time.time()) + seconds)[0]


def settled(plane: Exchange) -> None:
    """Wait until the server has finished its last answer: a client may have all of it before."""
    until(lambda: not plane.server.server_state.tasks)


def counted(plane: Exchange) -> int:
    """The bytes that the meter has, once the server has finished its last answer."""
    settled(plane)
    return sum(each.bytes for each in plane.meter.drain())


def refusal(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["detail"]
    return answer.status_code, told["title"]


def test_the_whole_file_and_its_head(plane: Exchange, http: httpx.Client) -> None:
    head = http.head(link(plane))
    answer = http.get(link(plane))
    assert answer.status_code == head.status_code == 200
    assert answer.content == CONTENT
    assert head.content == b""
    for name in ("etag", "content-length", "accept-ranges", "last-modified", "cache-control"):
        assert answer.headers[name] == head.headers[name]
    assert "immutable" in answer.headers["cache-control"]
    assert counted(plane) == len(CONTENT)


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=10000000-", 10_000_000, len(CONTENT)),
        ("bytes=-7", len(CONTENT) - 7, len(CONTENT)),
        ("bytes=5-99999999999", 5, len(CONTENT)),
        ("bytes=-99999999999", 0, len(CONTENT)),
    ],
)
def test_one_range(plane: Exchange, http: httpx.Client, asked: str, start: int, stop: int) -> None:
    answer = http.get(link(plane), headers={"range": asked})
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(CONTENT)}"
    assert answer.content == CONTENT[start:stop]
    assert counted(plane) == stop - start


@pytest.mark.parametrize(
    "asked",
    ["bytes=1-2,4-5", "bytes=9-1", "bytes=-", "lines=1-2", "bytes=a-", f"bytes=-{'9' * 5000}"],
)
def test_what_is_no_single_range_gets_the_whole(
    plane: Exchange, http: httpx.Client, asked: str
) -> None:
    answer = http.get(link(plane), headers={"range": asked})
    assert (answer.status_code, len(answer.content)) == (200, len(CONTENT))


@pytest.mark.parametrize("asked", [f"bytes={len(CONTENT)}-", "bytes=-0"])
def test_a_range_outside_the_file(plane: Exchange, http: httpx.Client, asked: str) -> None:
    answer = http.get(link(plane), headers={"range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(CONTENT)}"


def test_conditions(plane: Exchange, http: httpx.Client) -> None:
    tag = http.head(link(plane)).headers["etag"]
    assert http.get(link(plane), headers={"if-none-match": f'"x", W/{tag}'}).status_code == 304
    assert http.get(link(plane), headers={"if-none-match": '"x"'}).status_code == 200
    partial = {"range": "bytes=0-0"}
    assert http.get(link(plane), headers=partial | {"if-range": tag}).status_code == 206
    assert http.get(link(plane), headers=partial | {"if-range": '"x"'}).status_code == 200


def test_a_connection_serves_file_after_file(plane: Exchange, http: httpx.Client) -> None:
    for start in range(0, 20_000, 1_000):
        answer = http.get(link(plane), headers={"range": f"bytes={start}-{start + 499}"})
        assert answer.content == CONTENT[start : start + 500]
    assert counted(plane) == 20 * 500
    assert http.post(link(plane)).status_code == 405


def test_a_link_that_was_changed_is_refused(plane: Exchange, http: httpx.Client) -> None:
    good = link(plane)
    for bad in (
        good.replace("grant_1", "grant_2"),
        good.replace("a%20b", "a%20c"),
        good.replace("ends=", "ends=9"),
        good.replace("ends=", "ends=x"),
        good[:-1] + ("0" if good[-1] != "0" else "1"),
        good.split("&")[0],
        good.split("?")[0],
    ):
        assert refusal(http.get(bad)) == (403, "link_forged")
    assert counted(plane) == 0


def test_a_link_ends(plane: Exchange, http: httpx.Client) -> None:
    assert refusal(http.get(link(plane, seconds=-1))) == (403, "link_expired")


def test_a_withdrawn_grant_stops_at_the_next_request(plane: Exchange, http: httpx.Client) -> None:
    address = link(plane)
    assert http.get(address).status_code == 200
    plane.shelf.withdrawn = True
    assert refusal(http.get(address)) == (403, "office_not_self_given")


@pytest.mark.parametrize("key", ["tables/t/../../secret", "/etc/passwd", "tables//t", "..", "a\\b"])
def test_no_path_leaves_the_store(plane: Exchange, http: httpx.Client, key: str) -> None:
    (plane.objects.root.parent / "secret").write_text("secret")  # type: ignore[union-attr]
    with socket.create_connection(("127.0.0.1", int(plane.address.rsplit(":", 1)[1]))) as raw:
        target = link(plane, key).removeprefix(plane.address)
        raw.sendall(f"GET {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: raw.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"path_outside_store" in answer


def test_a_link_in_the_folder_leads_nowhere_else(plane: Exchange, http: httpx.Client) -> None:
    assert plane.objects.root is not None
    outside = plane.objects.root.parent / "outside.txt"
    outside.write_text("secret")
    (plane.objects.root / "tables/t/way").symlink_to(outside)
    assert refusal(http.get(link(plane, "tables/t/way"))) == (400, "path_outside_store")
    assert refusal(http.get(link(plane, "tables/t/none"))) == (404, "object_unknown")
    assert refusal(http.get(link(plane, "tables/t"))) == (404, "object_unknown")


@contextmanager
def asking(plane: Exchange) -> Iterator[socket.socket]:
    """A client that has asked for the file and reads nothing yet."""
    with socket.socket() as raw:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.connect(("127.0.0.1", int(plane.address.rsplit(":", 1)[1])))
        target = link(plane).removeprefix(plane.address)
        raw.sendall(f"GET {target} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
        yield raw


def test_no_handle_is_left_open(plane: Exchange, http: httpx.Client) -> None:
    http.get(link(plane))
    settled(plane)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        http.get(link(plane))
        http.get(link(plane), headers={"range": "bytes=5-"})
    settled(plane)
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 2


def test_slow_clients_hold_nobody_up(plane: Exchange, http: httpx.Client) -> None:
    with asking(plane) as slow, asking(plane) as slower:
        time.sleep(0.2)
        assert http.get(link(plane)).content == CONTENT
        for raw in (slow, slower):
            raw.settimeout(10)
            got = raw.recv(100)
            while len(got) < len(CONTENT) and b"\r\n\r\n" + CONTENT[:50] not in got:
                got += raw.recv(65536)
            while len(got) < len(CONTENT) + got.index(b"\r\n\r\n") + 4:
                got += raw.recv(65536)
            assert got[got.index(b"\r\n\r\n") + 4 :] == CONTENT


def test_a_client_that_leaves_is_counted_for_what_went_out(plane: Exchange) -> None:
    with asking(plane) as raw:
        raw.settimeout(10)
        got = 0
        while got < 50_000:  # the header may come alone
            got += len(raw.recv(50_000))
    assert 0 < counted(plane) < len(CONTENT)


def test_a_server_that_stops_does_not_wait_for_a_silent_client(tmp_path: Path) -> None:
    """Ctrl-C ends a server at once although a client has stopped reading."""
    with listening(str(tmp_path)) as running:
        running.objects.write("tables/t/a b ă.parquet", CONTENT)
        running.share("t", "tables/t", 0)
        with asking(running):
            time.sleep(0.2)
            running.server.force_exit = running.server.should_exit = True
            time.sleep(0.5)


def test_the_meter_counts_different_bytes() -> None:
    meter = Meter()
    for start, stop in ((0, 10), (5, 20), (30, 40), (40, 50), (0, 3), (7, 7)):
        meter.record("g", "f", 100, start, stop)
    (told,) = meter.drain()
    assert (told.bytes, told.size, told.complete) == (40, 100, False)
    meter.record("g", "f", 100, 0, 50)
    assert [each.bytes for each in meter.drain()] == [50]
    meter.record("g", "f", 100, 10, 20)
    assert meter.drain() == []
    meter.record("g", "f", 100, 50, 100)
    meter.record("other", "f", 100, 0, 1)
    assert [(each.grant_id, each.complete) for each in meter.drain()] == [
        ("g", True),
        ("other", False),
    ]


def test_many_small_ranges_count_no_more_than_they_are() -> None:
    meter = Meter()
    for start in range(0, 2_000, 2):
        meter.record("g", "f", 10_000, start, start + 1)
    (told,) = meter.drain()
    assert 0 < told.bytes <= 1_000


def test_a_key_that_is_too_short_signs_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Links(Objects(str(tmp_path)), b"short", "http://here")


def test_links_step_once_a_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Links(Objects(str(tmp_path)), b"k" * 32, "http://here/")
    ends: list[Any] = []
    for second in (120, 179, 180):
        monkeypatch.setattr(clock, "now", lambda at=second: at * 1_000_000)
        ends.append(made.ending())
    assert ends == [3720, 3720, 3780]
    assert made.make("g", ["a/b"], 1)[0].startswith("http://here/files/g/a/b?ends=1&X-Amz-")


def test_zero_copy_needs_a_length(tmp_path: Path) -> None:
    """An application that names no length is told so; nothing wrong is sent."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert "http.response.zerocopysend" in scope["extensions"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        with Path(__file__).open("rb") as file, pytest.raises(RuntimeError, match="length"):
            await send({"type": "http.response.zerocopysend", "file": file})
        await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": b"otherwise"})

    with listening(str(tmp_path), app=app) as running:
        assert httpx.get(running.address, trust_env=False).text == "otherwise"
