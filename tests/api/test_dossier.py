"""The price dossier: what it says where little is on offer and where much is; its signature."""

import msgspec

from datafloor.analysis.dossier import Described
from datafloor.kernel import canonical
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import Money
from datafloor.verify import jws
from datafloor.web.dossiers import DAY, Dossier, Known, form_dossier
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


def test_it_is_signed_and_says_when_nothing_is_comparable(exchange: Served) -> None:
    seller, other = exchange.join("dossier-a", "seller"), exchange.join("dossier-b", "seller")
    product = published(exchange, seller, CLEAN)
    found = done(seller.get(f"/api/products/{product}/price-dossier"))
    assert (found["dossier"]["reason"], found["dossier"]["reference"]) == ("too_few_priced", None)
    name, payload = jws.check(found["statement"], found["public_key"])
    assert name == "price-dossier"
    said = msgspec.json.decode(payload, type=Dossier)
    assert said == msgspec.convert(found["dossier"], Dossier)
    assert refused(other.get(f"/api/products/{product}/price-dossier"), "product_unknown")
    nothing = f"/api/products/{new_id('product')}/price-dossier"
    assert refused(seller.get(nothing), "product_unknown")


def test_it_names_its_comparables_and_its_bands() -> None:
    others = known(120)
    ports = next(each for each in others if each.described.category == "ports")
    found = form_dossier("mine", ports.described, others, NOW)
    assert found.reason == "comparables"
    assert found.reference is not None and found.band_80 is not None and found.band_90 is not None
    assert found.band_90[0].minor <= found.band_80[0].minor <= found.reference.minor
    assert found.reference.minor <= found.band_80[1].minor <= found.band_90[1].minor
    assert abs(sum(each.weight_points for each in found.comparables) - 10_000) <= 10
    assert canonical.encode(found) == canonical.encode(
        form_dossier("mine", ports.described, others, NOW)
    )


def test_where_nothing_is_alike_no_price_is_named() -> None:
    strange = Described("zzz", "qqq xxx", "", "", "", "")
    assert form_dossier("mine", strange, known(60), NOW).reason == "no_comparable"
