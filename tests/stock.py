"""Products on offer, put through the door of a served exchange, many in a second."""

from collections.abc import Iterator, Sequence

from datafloor.app.build import house
from datafloor.contexts import catalogue
from datafloor.kernel import clock
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from datafloor.web.exchange import Exchange
from tests.trading import Trading

TOPICS = (
    ("Lượng mưa theo giờ", "Hourly rainfall", 1_000_000),
    ("Giá lúa tại ruộng", "Rice prices at the field", 4_000_000),
    ("Lưu lượng xe qua trạm thu phí", "Traffic at toll stations", 20_000_000),
    ("Tàu ra vào cảng biển", "Calls of ships at sea ports", 90_000_000),
)
"""What the products are about, and around which price those of a topic are offered."""


class Beside(Trading):
    """Words for asking a served exchange by its door, at the time of the clock."""

    def __init__(self, exchange: Exchange) -> None:
        self.now = clock.now()
        self.house = house()
        self.database = exchange.database
        self.door = exchange.door
        self._joined = 6

    def close(self) -> None:
        """The exchange is closed by who opened it."""


def stock(exchange: Exchange, count: int) -> Sequence[str]:
    """So many products of one seller on offer, of each topic in turn; their ids."""
    trading = Beside(exchange)
    seller = trading.join("seller")
    operator = Actor(new_id("person"), new_id("org"), frozenset({"operator"}))
    terms = trading.terms(seller)
    return [
        _offered(trading, seller, operator, terms, number, *TOPICS[number % len(TOPICS)])
        for number in range(count)
    ]


def _offered(
    trading: Trading, seller: Actor, operator: Actor, terms: str, number: int, *topic: str | int
) -> str:
    vi, en, price = topic
    product = trading.product(seller)
    letters = "".join(_letters(number))
    trading.ask(
        seller,
        catalogue.ReviseProduct,
        product=product,
        title_en=f"{en}, {letters}",
        title_vi=f"{vi}, {letters}",
        description_en=f"{en} in {letters}",
        description_vi=f"{vi} tại {letters}",
        origin="collected",
        origin_note="Measured",
    )
    trading.findings(product)
    trading.list(seller, operator, product)
    trading.offer(seller, product, terms, int(price) + number * 1_000)
    return product


def _letters(number: int) -> Iterator[str]:
    """A name that no other number has, so that no product is another's duplicate."""
    for place in range(12):
        yield "abcdefghijklmnopqrstuvwxyz"[(number * (place + 3) + place * place) % 26]
