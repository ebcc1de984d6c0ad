"""A seller begins a product."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.catalogue import DraftProduct, ProductDrafted
from datafloor.contexts.catalogue.model import DraftFacts
from datafloor.contexts.catalogue.rules import draft_product
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import ORG, PRODUCT, Case, by, check
from tests.rules.catalogue.products import DESCRIBED
from tests.rules.deciding import may

ASKED = DraftProduct(product=PRODUCT, **DESCRIBED)


@pytest.mark.parametrize(
    ("exists", "comes_to"),
    [
        (False, [ProductDrafted(product=PRODUCT, organisation=ORG, table="flights", **DESCRIBED)]),
        (True, Refusal.id_taken),
    ],
)
def test_draft_product(exists: bool, comes_to: Any) -> None:
    check(draft_product, Case(DraftFacts(exists), ASKED, by("seller"), comes_to))


def test_who_may() -> None:
    assert may(DraftProduct) == {"seller"}


@pytest.mark.parametrize(
    "changes",
    [
        {"title_en": "ab"},
        {"title_vi": ""},
        {"description_en": "x" * 4_001},
        {"origin": "found"},
        {"product": "product_1"},
        {"product": f"{PRODUCT}\n"},
        {"organisation": ORG},  # never said by who asks
    ],
)
def test_what_cannot_be_asked(changes: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"product": PRODUCT, **DESCRIBED, **changes}, DraftProduct)
