"""The decisions about data products."""

import re
import unicodedata
from collections.abc import Sequence

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
    DraftFacts,
    ProductFacts,
    ProductState,
    VersionDraftFacts,
)
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused


def draft_product(facts: DraftFacts, asked: DraftProduct, call: Call) -> Sequence[Event]:
    """Whoever drafts a product owns it."""
    if facts.exists:
        raise Refused(Refusal.id_taken)
    return [
        ProductDrafted(
            product=asked.product,
            organisation=call.by.organisation,
            table=table_name(asked.title_en),
            title_en=asked.title_en,
            title_vi=asked.title_vi,
            description_en=asked.description_en,
            description_vi=asked.description_vi,
            origin=asked.origin,
            origin_note=asked.origin_note,
        )
    ]


def table_name(title: str) -> str:
    """What readers call the table of a product with this title: `Flights of 2013` →
    `flights_of_2013`. Marks are left out, and đ is d."""
    plain = unicodedata.normalize("NFKD", title.lower().replace("đ", "d"))
    words = re.findall("[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return "_".join(words)[:60].strip("_") or "table"


def revise_product(facts: ProductFacts | None, asked: ReviseProduct, call: Call) -> Sequence[Event]:
    """A product that is delisted stays so; draft a new one."""
    product = _own(facts, call)
    if product.state is ProductState.delisted:
        raise Refused(Refusal.product_delisted)
    return [
        ProductRevised(
            product=asked.product,
            title_en=asked.title_en,
            title_vi=asked.title_vi,
            description_en=asked.description_en,
            description_vi=asked.description_vi,
            origin=asked.origin,
            origin_note=asked.origin_note,
        )
    ]


def add_version(facts: VersionDraftFacts, asked: AddVersion, call: Call) -> Sequence[Event]:
    """A version belongs to one's own product and follows the one before it."""
    product = _own(facts.product, call)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    if product.state is ProductState.delisted:
        raise Refused(Refusal.product_delisted)
    return [
        VersionAdded(
            version=asked.version,
            product=asked.product,
            location=asked.location,
            delta_version=asked.delta_version,
            rows=asked.rows,
            bytes=asked.bytes,
            files=asked.files,
            digest=asked.digest,
            source=asked.source,
            fields=asked.fields,
        )
    ]


def submit_product(facts: ProductFacts | None, asked: SubmitProduct, call: Call) -> Sequence[Event]:
    """There must be something to look at."""
    product = _own(facts, call)
    if product.state not in (ProductState.draft, ProductState.refused):
        raise Refused(Refusal.product_not_draft, state=product.state)
    if product.current is None:
        raise Refused(Refusal.product_without_data)
    return [ProductSubmitted(product=asked.product)]


def list_product(facts: ProductFacts | None, asked: ListProduct, call: Call) -> Sequence[Event]:
    """The operator's decision, never about its own product."""
    _submitted_by_another(facts, call)
    return [ProductListed(product=asked.product)]


def refuse_listing(facts: ProductFacts | None, asked: RefuseListing, call: Call) -> Sequence[Event]:
    """The operator's decision, never about its own product, with its reason."""
    _submitted_by_another(facts, call)
    return [ListingRefused(product=asked.product, reason=asked.reason)]


def delist_product(facts: ProductFacts | None, asked: DelistProduct, call: Call) -> Sequence[Event]:
    """By its seller or by the operator (Decree 314/2026, article 7.8)."""
    if facts is None:
        raise Refused(Refusal.product_unknown)
    if facts.organisation != call.by.organisation and "operator" not in call.by.roles:
        raise Refused(Refusal.not_yours)
    if facts.state is not ProductState.listed:
        raise Refused(Refusal.product_unlisted)
    return [ProductDelisted(product=asked.product, reason=asked.reason)]


def _own(facts: ProductFacts | None, call: Call) -> ProductFacts:
    if facts is None:
        raise Refused(Refusal.product_unknown)
    if facts.organisation != call.by.organisation:
        raise Refused(Refusal.not_yours)
    return facts


def _submitted_by_another(facts: ProductFacts | None, call: Call) -> None:
    if facts is None:
        raise Refused(Refusal.product_unknown)
    if facts.organisation == call.by.organisation:
        raise Refused(Refusal.own_product)
    if facts.state is not ProductState.submitted:
        raise Refused(Refusal.product_not_submitted, state=facts.state)
