"""Catalogue: the data products that sellers describe and the operator lists.

A **product** is described in two languages, says where its data come from, and has **versions**:
published tables whose rows, bytes, files and digest the exchange measured itself. It goes from
**draft** to **submitted**; the operator **lists** or **refuses** it with a reason; later it may
be **delisted**.

What always holds: only its organisation changes a product; nobody lists its own; revising what is
submitted or listed makes it a draft again; a product without data is not submitted.
"""

from datafloor.contexts.catalogue import rules, store
from datafloor.contexts.catalogue.commands import (
    AddVersion,
    DelistProduct,
    DraftProduct,
    ListProduct,
    RefuseListing,
    ReviseProduct,
    SubmitProduct,
)
from datafloor.contexts.catalogue.events import (
    ListingRefused,
    ProductDelisted,
    ProductDrafted,
    ProductListed,
    ProductRevised,
    ProductSubmitted,
    VersionAdded,
)
from datafloor.contexts.catalogue.model import (
    Field,
    Origin,
    ProductFacts,
    ProductId,
    ProductState,
    VersionFacts,
    VersionId,
)
from datafloor.contexts.catalogue.queries import (
    ProductCard,
    ProductView,
    VersionView,
    product,
    product_facts,
    products,
    queue,
    titles,
    version_facts,
    waiting,
)
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="catalogue",
    schema=store.SCHEMA,
    commands={
        DraftProduct: Way(store.load_draft_product, rules.draft_product),
        ReviseProduct: Way(store.load_product, rules.revise_product),
        AddVersion: Way(store.load_add_version, rules.add_version),
        SubmitProduct: Way(store.load_product, rules.submit_product),
        ListProduct: Way(store.load_product, rules.list_product),
        RefuseListing: Way(store.load_product, rules.refuse_listing),
        DelistProduct: Way(store.load_product, rules.delist_product),
    },
    apply=store.APPLY,
)

__all__ = [
    "CONTEXT",
    "AddVersion",
    "DelistProduct",
    "DraftProduct",
    "Field",
    "ListProduct",
    "ListingRefused",
    "Origin",
    "ProductCard",
    "ProductDelisted",
    "ProductDrafted",
    "ProductFacts",
    "ProductId",
    "ProductListed",
    "ProductRevised",
    "ProductState",
    "ProductSubmitted",
    "ProductView",
    "RefuseListing",
    "ReviseProduct",
    "SubmitProduct",
    "VersionAdded",
    "VersionFacts",
    "VersionId",
    "VersionView",
    "product",
    "product_facts",
    "products",
    "queue",
    "titles",
    "version_facts",
    "waiting",
]
