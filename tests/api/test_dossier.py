"""On what a price can rest: what is said where little is on offer, and where much is."""

import msgspec
import pytest

from datafloor.analysis.dossier.described import Described
from datafloor.contexts.dossiers import (
    Band,
    DossierReason,
    Grounds,
    Method,
    Standing,
    standing,
)
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import Money
from datafloor.web.dossiers import Known, grounds, learned
from datafloor.web.pages.bands import Drawn, bands_drawn
from tests.analysis.test_dossier import market
from tests.api.served import Served
from tests.api.test_listing import CLEAN, done, published, refused

NOW = 1_000 * DAY


def known(count: int) -> list[Known]:
    listings, logs = market(count)
    return [
        Known(f"product {place}", each, Money(round(1_000 * 2.718**log)), NOW - place * DAY)
        for place, (each, log) in enumerate(zip(listings, logs, strict=True))
    ]


def formed(asked: Described, others: list[Known]) -> Grounds:
    return grounds(learned(others, NOW), asked, others, NOW)


def test_it_says_when_too_little_is_on_offer_and_to_whom_it_concerns(exchange: Served) -> None:
    seller, other = exchange.join("dossier-a", "seller"), exchange.join("dossier-b", "seller")
    product = published(exchange, seller, CLEAN)
    found = done(seller.get(f"/api/products/{product}/price-grounds"))
    assert (found["reason"], found["reference"]) == ("too_few_priced", None)
    assert refused(other.get(f"/api/products/{product}/price-grounds"), "product_unknown")
    nothing = f"/api/products/{new_id('product')}/price-grounds"
    assert refused(seller.get(nothing), "product_unknown")


def test_it_names_its_comparables_and_its_bands() -> None:
    others = known(120)
    ports = next(each for each in others if each.described.category == "ports")
    found = formed(ports.described, others)
    assert found.reason == "comparables"
    assert found.reference is not None and found.band_80 is not None and found.band_90 is not None
    assert found.band_90.least.minor <= found.band_80.least.minor <= found.reference.minor
    assert found.reference.minor <= found.band_80.most.minor <= found.band_90.most.minor
    assert abs(sum(each.weight_points for each in found.comparables) - 10_000) <= 10
    assert found == formed(ports.described, others)


def test_where_nothing_is_alike_no_price_is_named() -> None:
    strange = Described("zzz", "qqq xxx", "", "", "", "")
    assert formed(strange, known(60)).reason == "no_comparable"


BANDS = Grounds(
    method=Method.comparables_2,
    reason=DossierReason.comparables,
    reference=Money(100),
    band_80=Band(Money(50), Money(200)),
    band_90=Band(Money(20), Money(500)),
    known_count=40,
    comparables=(),
    approaches=(),
    costs=(),
    income=None,
)


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        (Money(19), Standing.far_below),
        (Money(20), Standing.below),
        (Money(49), Standing.below),
        (Money(50), Standing.inside),
        (Money(200), Standing.inside),
        (Money(201), Standing.above),
        (Money(500), Standing.above),
        (Money(501), Standing.far_above),
        (Money(100, "EUR"), None),
    ],
)
def test_where_a_price_stands(price: Money, expected: Standing | None) -> None:
    assert standing(BANDS, price) is expected


def test_without_bands_a_price_stands_nowhere() -> None:
    nothing = msgspec.structs.replace(BANDS, reference=None, band_80=None, band_90=None)
    assert standing(nothing, Money(100)) is None
    assert bands_drawn(nothing, Money(100)) is None


def test_the_picture_is_on_a_scale_of_tenfolds_and_holds_the_price() -> None:
    wide = msgspec.structs.replace(BANDS, band_90=Band(Money(10), Money(1_000)))
    assert bands_drawn(wide, None) == Drawn((12, 296), (115, 90), 160, None)
    far = bands_drawn(wide, Money(100_000))
    assert far is not None and far.price == 308 and far.outer == (12, 148)
