"""A small exchange to test against: a shelf that keeps the port's contract, behind real uvicorn."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn
from litestar import Litestar, Router
from litestar.exceptions import HTTPException

from datafloor.adapters.links import Links
from datafloor.adapters.objects import Objects
from datafloor.adapters.shelf import Caller, Share, SharedTable, check_names
from datafloor.adapters.tables import Tables
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.plane import Files, Meter
from datafloor.plane.server import ZeroCopyProtocol
from datafloor.web.counting import Requests
from datafloor.web.protocols.delta_sharing import delta_sharing, protocol_error

TOKEN = "token-of-the-buyer"


class FakeShelf:
    """One contract, its tables, and whether it stands. It holds its callers to the contract."""

    def __init__(self) -> None:
        self.tables: list[SharedTable] = []
        self.withdrawn = False
        self.asked = 0

    async def shares(self, caller: Caller) -> Sequence[Share]:
        self._admit(caller)
        names = sorted({table.share for table in self.tables})
        return [
            Share(name, f"id-of-{name}", tuple(t for t in self.tables if t.share == name))
            for name in names
        ]

    async def open(self, caller: Caller, share: str, schema: str, table: str) -> SharedTable:
        check_names(share, schema, table)
        self._admit(caller)
        found = [t for t in self.tables if t.share.lower() == share.lower()]
        if not found:
            raise Refused(Refusal.share_unknown, share=share)
        found = [t for t in found if t.schema.lower() == schema.lower()]
        if not found:
            raise Refused(Refusal.schema_unknown, share=share, schema=schema)
        found = [t for t in found if t.table.lower() == table.lower()]
        if not found:
            raise Refused(Refusal.table_unknown, share=share, schema=schema, table=table)
        return found[0]

    async def check(self, grant_id: str, address: str, made_at: int) -> None:
        self.asked += 1
        assert address
        assert grant_id in {table.grant_id for table in self.tables}
        if self.withdrawn:
            raise Refused(Refusal.office_not_self_given)

    def _admit(self, caller: Caller) -> None:
        self.asked += 1
        assert caller.address
        if caller.bearer != TOKEN:
            raise Refused(Refusal.sign_in_required)
        if self.withdrawn:
            raise Refused(Refusal.office_not_self_given)


class Exchange:
    """The parts put together as an application, and where it listens."""

    server: uvicorn.Server

    def __init__(self, store: str, options: dict[str, str] | None, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.shelf = FakeShelf()
        self.meter = Meter()
        self.requests = Requests()
        self.objects = Objects(store, options)
        self.tables = Tables(self.objects)
        self.links = Links(self.objects, b"k" * 32, self.address)
        self.files = Files(self.shelf, self.objects, self.links, self.meter)
        sharing = delta_sharing(self.shelf, self.tables, self.links, self.requests)
        self.web = Litestar(
            [Router("/delta-sharing", route_handlers=[sharing])],
            openapi_config=None,
            exception_handlers={HTTPException: protocol_error},
        )

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        served = self.files if scope.get("path", "").startswith("/files/") else self.web
        await served(scope, receive, send)

    def share(self, name: str, location: str, last: int, first: int = 0) -> SharedTable:
        table = SharedTable(
            "contract_1", "data", name, "grant_1", f"id-of-{name}", location, first, last
        )
        self.shelf.tables.append(table)
        return table

    def profile(self) -> Any:
        from delta_sharing.protocol import DeltaSharingProfile

        return DeltaSharingProfile(1, f"{self.address}/delta-sharing", TOKEN)


@contextmanager
def listening(
    store: str,
    options: dict[str, str] | None = None,
    protocol: Any = ZeroCopyProtocol,
    app: Any = None,
) -> Iterator[Exchange]:
    """The exchange behind uvicorn on a port of its own, in a thread, until the block ends."""
    sock = socket.create_server(("127.0.0.1", 0))
    exchange = Exchange(store, options, sock.getsockname()[1])
    config = uvicorn.Config(
        app or exchange.app,
        http=protocol,
        loop="uvloop",
        interface="asgi3",
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
    )
    server = exchange.server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([sock],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield exchange
    finally:
        server.should_exit = True
        thread.join(10)
        sock.close()
        assert not thread.is_alive()
