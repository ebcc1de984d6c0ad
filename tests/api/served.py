"""A whole exchange over real HTTP on loopback, and short words to talk to it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import uvicorn
from litestar import Litestar
from litestar.routes import HTTPRoute

from datafloor.app.build import exchange
from datafloor.app.listening import listening
from datafloor.app.settings import read_settings
from datafloor.contexts.participants import GrantRole, Role
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE
from datafloor.plane.server import ZeroCopyProtocol
from datafloor.web.exchange import Exchange
from tests.trading import TAX_CODES

PASSWORD = "correct horse battery"


class Somebody:
    """An organisation's first person, signed in."""

    def __init__(self, client: httpx.Client, name: str, organisation: str, person: str) -> None:
        self._client = client
        self.organisation = organisation
        self.person = person
        self.email = f"{name}@example.vn"
        self.secret = ""
        self.token = ""

    def sign_in(self) -> None:
        """Make a new session with the roles held now."""
        answer = self._client.post(
            "/api/sessions", json={"email": self.email, "password": PASSWORD}
        )
        assert answer.status_code == 201, answer.text
        self.secret, self.token = answer.json()["secret"], answer.json()["token"]

    def post(self, path: str, body: Any, **headers: str) -> httpx.Response:
        """Ask in her name."""
        named = {"authorization": f"Bearer {self.secret}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return self._client.post(path, json=body, headers=named)

    def get(self, path: str) -> httpx.Response:
        """Look in her name."""
        return self._client.get(path, headers={"authorization": f"Bearer {self.secret}"})


class Served:
    """An exchange that answers at `url`."""

    def __init__(self, url: str, running: Exchange, web: Litestar) -> None:
        self.url = url
        self.bodies = {
            handler.operation_id: handler.parsed_data_field.annotation
            for route in web.routes
            if isinstance(route, HTTPRoute)
            for handler in route.route_handlers
            if handler.parsed_data_field is not None
        }
        """What each operation reads from its body."""
        self.web = web
        self.exchange = running
        self.client = httpx.Client(base_url=url, timeout=30)
        self._joined = 0

    def join(self, name: str, *roles: str) -> Somebody:
        """An organisation joins over HTTP; an office is given by the exchange itself."""
        organisation, person = new_id("org"), new_id("person")
        self._joined += 1
        answer = self.client.post(
            "/api/organisations",
            json={
                "organisation": organisation,
                "name": f"Công ty {name}",
                "tax_code": TAX_CODES[self._joined - 1],
                "roles": [role for role in roles if role in ("seller", "buyer")],
                "person": person,
                "person_name": "Trần Thị Anh",
                "email": f"{name}@example.vn",
                "password": PASSWORD,
            },
        )
        assert answer.status_code == 201, answer.text
        for role in roles:
            if role in ("operator", "supervisor"):
                grant = GrantRole(organisation=organisation, role=Role(role))
                self.exchange.door.execute(grant, EXCHANGE, new_id("request"))
        somebody = Somebody(self.client, name, organisation, person)
        somebody.sign_in()
        return somebody

    def document(self) -> dict[str, Any]:
        """What the API says about itself."""
        found: dict[str, Any] = self.client.get("/api/openapi.json").json()
        return found


@contextmanager
def served(folder: Path, database_url: str) -> Iterator[Served]:
    """Serve an empty exchange from a thread of this process."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        settings = read_settings(str(folder), database=database_url, port=port)
        with exchange(settings) as running:
            app = listening(settings, running)
            server = uvicorn.Server(
                uvicorn.Config(
                    app,
                    http=ZeroCopyProtocol,
                    log_level="warning",
                    timeout_graceful_shutdown=2,
                )
            )
            thread = threading.Thread(target=server.run, args=([listener],))
            thread.start()
            deadline = monotonic() + 20
            while not server.started:
                assert monotonic() < deadline, "the server did not start"
                assert thread.is_alive(), "the server ended"
                sleep(0.01)
            one = Served(f"http://127.0.0.1:{port}", running, app._web)
            try:
                yield one
            finally:
                one.client.close()
                server.should_exit = True
                thread.join()
