"""The open catalogue: how long the whole takes as DCAT-AP, and how much memory.

The products are entered by applying events, as a replay does. Run alone: `python -m
bench.catalog [PRODUCTS]`.
"""

import resource
import sys
import tempfile
from collections.abc import Iterator
from time import perf_counter

from bench.figure import Figure, figure
from datafloor.app.build import house
from datafloor.contexts.catalogue import (
    Field,
    Ground,
    Origin,
    ProductDrafted,
    ProductListed,
    VersionAdded,
)
from datafloor.contexts.market import OfferMade
from datafloor.contexts.policy import Onward, Purpose, Terms
from datafloor.kernel.db import Database, open_database
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Event
from datafloor.kernel.money import Money
from datafloor.web.protocols.open_catalogue import listed, whole_as

PRODUCTS = 100_000
GOAL = (100_000, 60)
BASE = "https://san.example"
TEXT = "Dữ liệu giao thông đường bộ theo giờ, đo tại các trạm trên toàn quốc. " * 8
TERMS = Terms(
    days=365,
    purposes=(Purpose.research,),
    territory=("VN",),
    exclusive=False,
    onward=Onward.none,
    ip=(),
)


def events() -> Iterator[Event]:
    """What happened to one product until it was on offer."""
    product, seller, version = new_id("product"), new_id("org"), new_id("version")
    yield ProductDrafted(
        product=product,
        organisation=seller,
        table="traffic",
        title_en="Road traffic by the hour",
        title_vi="Giao thông đường bộ theo giờ",
        description_en=TEXT,
        description_vi=TEXT,
        origin=Origin.collected,
        origin_note="Measured at stations",
    )
    yield VersionAdded(
        version=version,
        product=product,
        location="tables/x",
        delta_version=0,
        rows=1_000,
        bytes=50_000,
        files=1,
        digest="0" * 64,
        source="0" * 64,
        fields=tuple(Field(f"column_{each}", "string", True) for each in range(10)),
    )
    yield ProductListed(
        product=product,
        ground=Ground.operator,
        reason=None,
        judgement=None,
        sample_points=0,
        drawn=False,
    )
    yield OfferMade(
        offer=new_id("offer"),
        product=product,
        seller=seller,
        terms=new_id("terms"),
        price=Money(1_000),
        licence=TERMS,
    )


def fill(database: Database, count: int) -> None:
    """Enter so many products."""
    apply = house().apply
    with database.writing() as tx:
        for at in range(count):
            for event in events():
                apply[type(event)](tx, event, at)


def figures(count: int = PRODUCTS) -> Iterator[Figure]:
    """The figures for so many products."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/exchange.db", house().schema)
        fill(database, count)
        for kind, name in (("text/turtle", "turtle"), ("application/ld+json", "json_ld")):
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            begun = perf_counter()
            size = sum(map(len, whole_as(kind, BASE, listed(database))))
            took = perf_counter() - begun
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
            assert size > count * 1_000
            goal = GOAL[1] * count / GOAL[0]
            yield figure(f"catalog.{count}_products_{name}", took, "s", goal=goal, better="lower")
            yield figure(
                f"catalog.{count}_products_{name}_memory", grown, "MB more", better="lower"
            )
        database.close()


def run() -> list[Figure]:
    """What `make bench` shows."""
    return list(figures())


if __name__ == "__main__":
    for each in figures(int(sys.argv[1]) if len(sys.argv) > 1 else PRODUCTS):
        print(f"{each['name']}: {each['value']:.3g} {each['unit']} (goal {each['goal']})")
