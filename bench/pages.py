"""How long the server takes for a page, in an exchange with 100,000 products.

The exchange is `datafloor serve` in a process of its own; one visitor asks for each page in turn on
one connection, so the time is the server's and the loopback's. The products are entered by applying
events, as a replay does, and are in the search index before the first question. Run alone: `python
-m bench.pages [PRODUCTS]`.
"""

import sys
import tempfile
from http.client import HTTPConnection
from random import Random
from statistics import median, quantiles
from time import perf_counter, sleep
from urllib.parse import quote_plus

from msgspec.structs import replace

from bench.catalog import events
from bench.figure import Figure, figure
from bench.start import serving
from bench.trade import SELLER, prepare
from datafloor.adapters.secrets import hash_password
from datafloor.app.build import exchange
from datafloor.app.settings import read_settings
from datafloor.app.story import tax_code
from datafloor.contexts import participants, policy
from datafloor.contexts.catalogue import ProductDrafted
from datafloor.contexts.market import OfferMade
from datafloor.kernel.ids import new_id
from datafloor.web.signing_in import NOBODY

PRODUCTS = 100_000
ASKED = 100
WORDS = ("giao thong", "đường bộ", "traffic", "hour tram", "san pham")


def fill(folder: str, count: int) -> list[str]:
    """An exchange with so many products of one seller; the ids of some of them."""
    with exchange(read_settings(folder, law="none")) as running:
        joined = participants.RegisterOrganisation(
            organisation=SELLER.organisation,
            name="A seller of the bench",
            tax_code=tax_code(1),
            roles=(participants.Role.seller,),
            person=SELLER.person,
            person_name="Nguyễn Văn Mẫu",
            email="seller@bench.example",
            password_hash=hash_password("a password of the bench", "bench"),
        )
        running.door.execute(joined, NOBODY, new_id("request"))
        prepare(running.door)
        terms = new_id("terms")
        said = policy.PublishTerms(
            terms=terms,
            days=365,
            purposes=(policy.Purpose.research,),
            territory=("VN",),
            exclusive=False,
            onward=policy.Onward.none,
            ip=(),
        )
        running.door.execute(said, SELLER, new_id("request"))
        shown = []
        apply = running.door.house.apply
        with running.database.writing() as tx:
            for number in range(count):
                for event in events():
                    if isinstance(event, ProductDrafted):
                        event = replace(event, organisation=SELLER.organisation)
                        if number % (count // ASKED or 1) == 0:
                            shown.append(event.product)
                    elif isinstance(event, OfferMade):
                        event = replace(event, seller=SELLER.organisation, terms=terms)
                    apply[type(event)](tx, event, number)
    return shown


def figures(count: int) -> list[Figure]:
    """The slow end of each kind of page, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        shown = fill(folder, count)
        chance = Random(7)
        kinds = {
            "front": lambda: "/vi/",
            "older": lambda: f"/vi/?before={chance.choice(shown)}",
            "product": lambda: f"/vi/products/{chance.choice(shown)}",
            "search": lambda: f"/vi/search?q={quote_plus(chance.choice(WORDS))}",
            "register": lambda: "/vi/register",
            "statistics": lambda: "/vi/statistics",
        }
        with serving(folder, "--law", "none") as (_, _, port):
            connection = HTTPConnection("127.0.0.1", port)
            _indexed(connection, count)
            found = []
            for kind, path in kinds.items():
                times = [_timed(connection, path()) for _ in range(ASKED)]
                slow = quantiles(times, n=20)[18]
                found.append(figure(f"pages.{kind}.p95", slow, "ms", goal=50, better="lower"))
                found.append(figure(f"pages.{kind}.p50", median(times), "ms", better="lower"))
    return found


def _timed(connection: HTTPConnection, path: str) -> float:
    begun = perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, (path, answer.status)
    return (perf_counter() - begun) * 1_000


def _indexed(connection: HTTPConnection, count: int) -> None:
    """Wait until the index holds all."""
    while True:
        connection.request("GET", "/api/search?limit=1")
        answer = connection.getresponse().read().decode()
        if f'"total":{count}' in answer or f'"total":{count + 1}' in answer:
            return
        sleep(0.5)


def run() -> list[Figure]:
    """What `make bench` shows."""
    return figures(PRODUCTS)


if __name__ == "__main__":
    for each in figures(int(sys.argv[1]) if len(sys.argv) > 1 else PRODUCTS):
        print(f"{each['name']}: {each['value']:.3g} {each['unit']} (goal {each['goal']})")
