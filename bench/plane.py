"""Bytes a second of a table of one gigabyte, against nginx serving the same files.

`python -m bench.plane` prints the figure; without nginx on the machine there is no rival.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any
from urllib.parse import urlsplit

from bench.sharing import KEY, serving
from datafloor.adapters.links import Links
from datafloor.adapters.objects import Objects

RUNS = 7
FILES = 8
FILE_BYTES = 128 << 20


def write(place: Path) -> list[str]:
    """Eight files that make a gigabyte; returns their keys."""
    place.mkdir()
    for number in range(FILES):
        with (place / f"{number}.parquet").open("wb") as file:
            file.write(os.urandom(1 << 20) * (FILE_BYTES >> 20))
    return [f"{place.name}/{number}.parquet" for number in range(FILES)]


def fetched(urls: list[str]) -> float:
    """Gigabytes a second of fetching the addresses one after the other over one connection."""
    room = memoryview(bytearray(1 << 20))
    begun, total = perf_counter(), 0
    first = urlsplit(urls[0])
    with socket.create_connection((first.hostname, first.port)) as connection:
        for url in urls:
            parts = urlsplit(url)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.sendall(f"GET {target} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode())
            head = b""
            while b"\r\n\r\n" not in head:
                head += connection.recv(65536)
            head, _, body = head.partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 "), head
            length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            got = len(body)
            while got < length:
                step = connection.recv_into(room)
                assert step, "the server ended the connection"
                got += step
            total += got
    return total / (perf_counter() - begun) / 1e9


@contextmanager
def nginx(folder: Path) -> Iterator[str]:
    """nginx with one worker and sendfile, as it is set up to serve files; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(
        f"worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log; daemon off;"
        f"events {{}} http {{ access_log off; sendfile on; tcp_nopush on; client_body_temp_path"
        f" {folder}; server {{ listen 127.0.0.1:{port}; root {folder}; }} }}"
    )
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])
    sleep(0.5)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def run(runs: int = RUNS) -> list[dict[str, Any]]:
    """The figure, the median of several runs in turn with its rival's."""
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx may read it as another user
        keys = write(folder / "t")
        with serving(name, "t", 0) as (host, port):
            links = Links(Objects(name), KEY, f"http://{host}:{port}")
            addresses = links.make("grant", keys, links.ending())
            if shutil.which("nginx") is None:
                ours = [fetched(addresses) for _ in range(runs)]
            else:
                with nginx(folder) as root:
                    for _ in range(runs):
                        ours.append(fetched(addresses))
                        theirs.append(fetched([f"{root}/{key}" for key in keys]))
    rival = round(median(theirs), 3) if theirs else None
    return [
        {
            "name": "bytes_of_a_gigabyte",
            "value": round(median(ours), 3),
            "unit": "GB/s",
            "goal": round(0.8 * rival, 3) if rival else 1.0,
            "better": "higher",
            "rival": "nginx" if rival else None,
            "rival_value": rival,
        }
    ]


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
