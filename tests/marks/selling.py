"""An exchange that sells measured air, and short words for what its people do."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import delta_sharing
import httpx
import numpy as np
import polars as pl

from datafloor.kernel.ids import derived, new_id
from tests.api.served import Served, Somebody
from tests.trading import LAWFUL

ROWS = 40_000


def air(rows: int = ROWS, start: int = 0) -> pl.DataFrame:
    """What stations measure, hour after hour: the same rows for the same numbers."""
    number = np.arange(start, start + rows)
    draws = np.random.default_rng(3).normal(25, 5, start + rows)[start:]
    day = np.datetime64("2026-01-01", "us") + number // 50 * np.timedelta64(3600, "s")
    return pl.DataFrame(
        {
            "station": [f"Trạm {each % 50}" for each in number],
            "time": pl.Series(day).dt.replace_time_zone("UTC"),
            "temperature": draws.round(1),
            "pm25": np.random.default_rng(4).gamma(2, 15, start + rows)[start:].round(2),
            "count": number % 7,
        }
    )


def done(answer: httpx.Response) -> Any:
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def refused(answer: httpx.Response, code: str) -> Any:
    assert answer.json()["code"] == code, answer.text
    return answer.json()


class Selling:
    """The people of an exchange, and a product of the seller's."""

    def __init__(self, exchange: Served, objects: Path) -> None:
        self.exchange = exchange
        self.objects = objects
        self.operator = exchange.join("operator", "operator")
        self.supervisor = exchange.join("supervisor", "supervisor")
        self.seller = exchange.join("seller", "seller")
        self.buyers = [exchange.join("buyer1", "buyer"), exchange.join("buyer2", "buyer")]

    def drafted(self, frame: pl.DataFrame) -> str:
        """A described product with this table."""
        product = new_id("product")
        described = {
            "product": product,
            "title_en": "Air quality",
            "title_vi": "Không khí",
            "description_en": "Hourly means",
            "description_vi": "Trung bình giờ",
            "origin": "collected",
            "origin_note": "Our own stations",
        }
        done(self.seller.post("/api/products", described))
        done(self.publish(product, frame))
        return product

    def publish(self, product: str, frame: pl.DataFrame, mode: str = "overwrite") -> httpx.Response:
        """The table as a new version."""
        file = BytesIO()
        frame.write_parquet(file)
        path = f"/api/products/{product}/versions/{new_id('version')}?name=air.parquet&mode={mode}"
        headers = {"authorization": f"Bearer {self.seller.secret}"}
        return self.exchange.client.put(path, content=file.getvalue(), headers=headers)

    def declare(self, product: str, **but: Any) -> httpx.Response:
        """Marks in the temperature and the dust."""
        columns = [
            {"column": "temperature", "tolerance_millionths": 200_000},
            {"column": "pm25", "tolerance_millionths": 100_000},
        ]
        said = {"product": product, "columns": columns, "official_statistics": False}
        return self.seller.post("/api/marks", said | {"one_in_count": 20} | but)

    def offered(self, product: str) -> str:
        """The product is listed, and can be had for nothing."""
        statement = {"product": product, "statement": LAWFUL}
        done(self.seller.post("/api/products/statements", statement))
        done(self.seller.post("/api/products/submissions", {"product": product}))
        listing = {"product": product, "reason": "The papers were looked at."}
        done(self.operator.post("/api/listings", listing))
        terms, offer = new_id("terms"), new_id("offer")
        said: dict[str, Any] = {
            "terms": terms,
            "days": 365,
            "purposes": ["research"],
            "territory": ["VN"],
            "exclusive": False,
            "onward": "none",
            "ip": ["attribution"],
        }
        done(self.seller.post("/api/terms", said))
        price = {"minor": 0, "currency": "VND"}
        asked = {"offer": offer, "product": product, "terms": terms, "price": price}
        done(self.seller.post("/api/offers", asked))
        return offer

    def bought(self, buyer: Somebody, offer: str) -> str:
        """An order of the offer; its id."""
        order = new_id("order")
        asked = {"order": order, "offer": offer, "purpose": "research", "country": "VN"}
        done(buyer.post("/api/orders", asked))
        return order

    def url(self, buyer: Somebody, order: str, folder: Path) -> str:
        """What the client of Delta Sharing takes: a profile with a credential, and the table."""
        made = {"credential": new_id("credential"), "grant": derived("grant", order)}
        profile = done(buyer.post("/api/credentials", made))["profile"]
        profile["endpoint"] = f"{self.exchange.url}/delta-sharing/"
        file = folder / f"{made['credential']}.share"
        file.write_text(json.dumps(profile))
        ((table),) = delta_sharing.SharingClient(str(file)).list_all_tables()
        return f"{file}#{table.share}.{table.schema}.{table.name}"

    def copy(self, buyer: Somebody, order: str, delta_version: int = 0) -> Any:
        """The buyer's copy, when it has come to this version."""

        def made() -> Any:
            for each in done(buyer.get("/api/copies")):
                if each["grant"] == derived("grant", order):
                    return each if each["delta_version"] >= delta_version else None
            return None

        return wait(made)


def wait(look: Callable[[], Any], seconds: float = 30) -> Any:
    """What is found, as soon as there is something."""
    deadline = monotonic() + seconds
    while not (found := look()):
        assert monotonic() < deadline, "it did not come"
        sleep(0.1)
    return found
