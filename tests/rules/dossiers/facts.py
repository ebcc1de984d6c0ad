"""What is declared of a product, and a dossier of it that the exchange signed."""

from datafloor.contexts.agreements import KeyFacts
from datafloor.contexts.dossiers import (
    Approach,
    Basis,
    CostEntry,
    CostKind,
    Dossier,
    DossierReason,
    Grounds,
    Income,
    IssueDossier,
    Method,
)
from datafloor.contexts.dossiers.model import DeclareFacts, IssueFacts
from datafloor.kernel import canonical
from datafloor.kernel.ids import new_id
from datafloor.verify import jws
from tests.rules.deciding import NOW, SELLER, actor, dong
from tests.rules.market.facts import ORDER, PRODUCT

COST = CostEntry(new_id("cost"), CostKind.collection, dong(5_000_000), "2026-03-31", 100)
INCOME = Income(dong(1_000_000), 3, 1_000)
DECLARE = DeclareFacts(SELLER.organisation, (COST,), INCOME)

SEED = bytes(range(32))
KEY_ID = new_id("key")
KEY = KeyFacts(KEY_ID, "exchange", jws.public_of(SEED), True, False, False)
APPRAISER = actor()

GROUNDS = Grounds(
    method=Method.comparables_2,
    reason=DossierReason.no_comparable,
    reference=None,
    band_80=None,
    band_90=None,
    known_count=40,
    comparables=(),
    approaches=(Approach(Basis.cost, dong(50_000), 0), Approach(Basis.income, dong(2_486_850), 0)),
    costs=(COST,),
    income=INCOME,
)
DOSSIER = Dossier(
    dossier=new_id("dossier"),
    product=PRODUCT.product,
    order=ORDER.order,
    at=NOW,
    price=dong(99_000),
    grounds=GROUNDS,
)
ISSUE = IssueFacts(
    exists=False,
    seller=SELLER.organisation,
    appraisers=(APPRAISER.organisation,),
    costs=(COST,),
    income=INCOME,
    order=ORDER,
    key=KEY,
)


def signed(dossier: Dossier, key: str = KEY_ID, seed: bytes = SEED) -> IssueDossier:
    """The command that enters a dossier with this signature."""
    statement = jws.detached(jws.sign(seed, key, canonical.encode(dossier)))
    return IssueDossier(dossier=dossier, key=KEY_ID, jws=statement)
