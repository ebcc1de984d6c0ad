"""The protocol and the byte plane in a process of their own, with a shelf that is always open.

What the contexts cost is measured with the whole exchange; here only what reading a shared table
costs by itself. `python -m bench.sharing FOLDER SOCKET LOCATION VERSION` serves on the socket
that it is given.
"""

import logging
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn
from litestar import Litestar, Router

from datafloor.adapters.links import Links
from datafloor.adapters.objects import Objects
from datafloor.adapters.shelf import Caller, Share, SharedTable
from datafloor.adapters.tables import Tables
from datafloor.plane import Files, Meter
from datafloor.plane.server import ZeroCopyProtocol
from datafloor.web.protocols.delta_sharing import delta_sharing

KEY = b"a key for measurements that signs" * 2
PATH = "/delta-sharing/shares/s/schemas/d/tables/t"


class OpenShelf:
    """One table, open to everybody."""

    def __init__(self, location: str, version: int) -> None:
        self.table = SharedTable("s", "d", "t", "grant", "table", location, 0, version)

    async def shares(self, caller: Caller) -> Sequence[Share]:
        return [Share("s", "id", (self.table,))]

    async def open(self, caller: Caller, share: str, schema: str, table: str) -> SharedTable:
        return self.table

    async def check(self, grant_id: str, address: str, made_at: int) -> None:
        return None


@contextmanager
def serving(folder: str, location: str, version: int) -> Iterator[tuple[str, int]]:
    """The server's host and port while it runs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address: tuple[str, int] = listening.getsockname()
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "bench.sharing", folder),
                *(str(listening.fileno()), location, str(version)),
            ],
            pass_fds=[listening.fileno()],
        )
        try:
            with socket.create_connection(address) as first:  # waits until the server is there
                first.sendall(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
                assert first.recv(9) == b"HTTP/1.1 "
            yield address
        finally:
            process.terminate()
            process.wait()


def main(folder: str, handle: str, location: str, version: str) -> None:
    """Serve until the process is ended."""
    sock = socket.socket(fileno=int(handle))
    shelf = OpenShelf(location, int(version))
    objects = Objects(folder)
    links = Links(objects, KEY, f"http://127.0.0.1:{sock.getsockname()[1]}")
    files = Files(shelf, objects, links, Meter())
    routes = [
        Router("/delta-sharing", route_handlers=[delta_sharing(shelf, Tables(objects), links)])
    ]
    web = Litestar(routes, openapi_config=None, logging_config=None)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        served = files if scope.get("path", "").startswith("/files/") else web
        await served(scope, receive, send)

    logging.disable(logging.INFO)
    config = uvicorn.Config(
        app, http=ZeroCopyProtocol, interface="asgi3", access_log=False, ws="none", lifespan="off"
    )
    uvicorn.Server(config).run([sock])


if __name__ == "__main__":
    main(*sys.argv[1:])
