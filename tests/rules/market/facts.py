"""A product, terms, an offer, an order and a contract as tables of cases vary them."""

from datafloor.contexts.catalogue import ProductFacts, ProductState, VersionFacts
from datafloor.contexts.market import ContractFacts, OfferFacts, OrderFacts, OrderState
from datafloor.contexts.policy import Onward, Purpose, Terms, TermsFacts
from datafloor.kernel import canonical
from datafloor.kernel.ids import derived, new_id
from tests.rules.deciding import BUYER, DAY, NOW, SELLER, dong

LICENCE = Terms(
    days=30,
    purposes=(Purpose.research,),
    territory=("VN",),
    exclusive=False,
    onward=Onward.none,
    ip=(),
)
TERMS = TermsFacts(SELLER.organisation, canonical.encode(LICENCE).decode())
TERMS_ID = new_id("terms")
VERSION = VersionFacts(
    version=new_id("version"),
    product=new_id("product"),
    location="tables/flights",
    delta_version=0,
    rows=10,
    bytes=100,
    files=2,
    digest="0" * 64,
    source="1" * 64,
)
PRODUCT = ProductFacts(
    product=VERSION.product,
    table="flights",
    organisation=SELLER.organisation,
    state=ProductState.listed,
    current=VERSION,
)
OFFER = OfferFacts(
    offer=new_id("offer"),
    product=PRODUCT.product,
    seller=SELLER.organisation,
    terms=TERMS_ID,
    price=dong(5_000_000),
    licence=TERMS.text,
    days=30,
    exclusive=False,
    withdrawn=False,
)
ORDER = OrderFacts(
    order=new_id("order"),
    offer=OFFER.offer,
    product=PRODUCT.product,
    version=VERSION.version,
    seller=SELLER.organisation,
    buyer=BUYER.organisation,
    price=OFFER.price,
    terms=TERMS_ID,
    purpose=Purpose.research,
    country="VN",
    days=30,
    state=OrderState.placed,
)
CONTRACT = ContractFacts(
    contract=derived("contract", ORDER.order),
    order=ORDER.order,
    product=ORDER.product,
    version=ORDER.version,
    seller=ORDER.seller,
    buyer=ORDER.buyer,
    terms=TERMS_ID,
    purpose=Purpose.research,
    country="VN",
    starts_at=NOW - DAY,
    ends_at=NOW + 29 * DAY,
    ended_at=None,
)
