"""The real application in this process, with organisations that hold tokens."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from httpx import Response
from litestar.testing import TestClient

from datafloor.adapters.secrets import Key
from datafloor.app.listening import listening
from datafloor.app.settings import read_settings
from datafloor.contexts import participants
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from datafloor.web.exchange import Exchange
from tests.bank.writing import ACCOUNT
from tests.trading import Trading, trading

PRICE = 1_000_000
OURS = {"bank": "970436", "account": ACCOUNT, "holder": "SAN DU LIEU"}
THEIRS = {"bank": "970415", "account": "101010101010", "holder": "CONG TY ALPHA"}


class Served:
    """An exchange with a product on offer, and a client that speaks for anyone."""

    def __init__(self, trading: Trading, client: TestClient[Any], key: Key) -> None:
        self.trading, self._client, self._key = trading, client, key
        self.operator = trading.join("operator")
        self.seller = trading.join("seller")
        self.buyer = trading.join("buyer")
        self._tokens: dict[str, str] = {}
        product = trading.product(self.seller)
        trading.list(self.seller, self.operator, product)
        terms = trading.terms(self.seller)
        self.offer = trading.offer(self.seller, product, terms, PRICE)

    def headers(self, by: Actor) -> dict[str, str]:
        """A token for somebody, made on first use."""
        if by.person not in self._tokens:
            token = new_id("token")
            secret = self._key.secret("dft", token)
            self.trading.ask(
                by,
                participants.IssueToken,
                token=token,
                use="api",
                secret_digest=participants.digest_of(secret),
                scope=sorted(by.roles),
                expires_at=self.trading.now + 40 * 86_400_000_000,
            )
            self._tokens[by.person] = secret
        return {"authorization": f"Bearer {self._tokens[by.person]}"}

    def get(self, by: Actor, path: str) -> Response:
        return self._client.get(f"/api{path}", headers=self.headers(by))

    def post(self, by: Actor, path: str, body: dict[str, Any]) -> Response:
        return self._client.post(f"/api{path}", json=body, headers=self.headers(by))

    def send(self, statement: bytes, by: Actor | None = None) -> Response:
        """A bank's statement, sent by the operator."""
        headers = self.headers(by or self.operator) | {"content-type": "application/xml"}
        return self._client.post("/api/statements", content=statement, headers=headers)

    def done(self, by: Actor, path: str, body: dict[str, Any]) -> None:
        answer = self.post(by, path, body)
        assert answer.status_code == 201, answer.text

    def order(self) -> tuple[str, str]:
        """An order that awaits its payment, and its reference."""
        order = self.trading.order(self.buyer, self.offer)
        return order, str(self.get(self.buyer, f"/orders/{order}").json()["hold"]["reference"])

    def outcomes(self, statement: bytes) -> list[tuple[str, bool]]:
        """What became of each line of a statement, and whether it was counted now."""
        answer = self.send(statement)
        assert answer.status_code == 201, answer.text
        return [(line["outcome"], line["counted_now"]) for line in answer.json()["lines"]]

    def reconciled(self) -> dict[str, Any]:
        """The report on đồng; everything in it must agree."""
        (report,) = self.get(self.operator, "/reconciliation").json()
        assert report["agrees"], report
        assert self.trading.replayed().different == []
        return dict(report)


@contextmanager
def served(url: str, folder: Path) -> Iterator[Served]:
    """The application on a fresh database."""
    settings = read_settings(str(folder))
    with trading(url) as trade:
        key = Key(b"k" * 32)
        exchange = Exchange(trade.door, trade.database, key, settings.address)
        app: Any = listening(settings, exchange)
        with TestClient(app) as client:
            found = Served(trade, client, key)
            found.done(found.operator, "/bank-accounts", {"currency": "VND", "details": OURS})
            yield found
