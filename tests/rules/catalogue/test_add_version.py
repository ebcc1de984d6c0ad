"""A table was published for a product."""

from typing import Any

import pytest

from datafloor.contexts.catalogue import AddVersion, Field, ProductState, VersionAdded
from datafloor.contexts.catalogue.model import VersionDraftFacts
from datafloor.contexts.catalogue.rules import add_version
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import PRODUCT, VERSION, Case, by, check
from tests.rules.catalogue.products import another_s, own
from tests.rules.deciding import may

MEASURED: dict[str, Any] = {
    "version": VERSION,
    "product": PRODUCT,
    "location": "tables/1",
    "delta_version": 0,
    "rows": 10,
    "bytes": 100,
    "files": 1,
    "digest": "0" * 64,
    "source": "1" * 64,
    "fields": (Field("carrier", "string", True),),
}
ADDED = [VersionAdded(**MEASURED)]


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (VersionDraftFacts(own(ProductState.draft, data=False), False), ADDED),
        (VersionDraftFacts(own(ProductState.listed), False), ADDED),
        (VersionDraftFacts(own(ProductState.draft), True), Refusal.id_taken),
        (VersionDraftFacts(own(ProductState.delisted), False), Refusal.product_delisted),
        (VersionDraftFacts(another_s(ProductState.draft), False), Refusal.not_yours),
        (VersionDraftFacts(None, False), Refusal.product_unknown),
        (VersionDraftFacts(None, True), Refusal.product_unknown),
    ],
)
def test_add_version(facts: VersionDraftFacts, comes_to: Any) -> None:
    check(add_version, Case(facts, AddVersion(**MEASURED), by("seller"), comes_to))


def test_who_may() -> None:
    assert may(AddVersion) == {"seller"}
