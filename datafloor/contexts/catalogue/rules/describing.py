"""Decisions about what a product is, what is stated about it, and its versions."""

import re
import unicodedata
from collections.abc import Sequence

from msgspec.structs import replace

from datafloor.contexts.catalogue.commands import (
    AddVersion,
    DescribeFields,
    DescribeListing,
    DraftProduct,
    ReviseProduct,
    ShowRows,
    StateCoverage,
)
from datafloor.contexts.catalogue.events import (
    CoverageStated,
    FieldsDescribed,
    ListingDescribed,
    ProductDrafted,
    ProductRevised,
    RowsShown,
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
    """A product that is delisted stays so; draft a new one. One that is suspended waits."""
    _changeable(own(facts, call))
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


def state_coverage(facts: ProductFacts | None, asked: StateCoverage, call: Call) -> Sequence[Event]:
    """A place in the catalogue, each province once and in order. What is delisted has none."""
    product = own(facts, call)
    if product.state is ProductState.delisted:
        raise Refused(Refusal.product_delisted)
    provinces = tuple(sorted(set(asked.coverage.provinces)))
    coverage = replace(asked.coverage, provinces=provinces)
    return [CoverageStated(product=asked.product, coverage=coverage)]


def describe_fields(
    facts: ProductFacts | None, asked: DescribeFields, call: Call
) -> Sequence[Event]:
    """Each column once, as it was said last; one of which nothing is said is left out."""
    if own(facts, call).state is ProductState.delisted:
        raise Refused(Refusal.product_delisted)
    said = {each.field: each for each in asked.meanings}
    kept = (said[name] for name in sorted(said))
    meanings = tuple(each for each in kept if each.meaning_en or each.meaning_vi or each.unit)
    return [FieldsDescribed(product=asked.product, meanings=meanings)]


def describe_listing(
    facts: ProductFacts | None, asked: DescribeListing, call: Call
) -> Sequence[Event]:
    """The law is not asked yet: a statement may grow bit by bit until it is submitted."""
    _changeable(own(facts, call))
    return [ListingDescribed(product=asked.product, law=call.law.digest, statement=asked.statement)]


def add_version(facts: VersionDraftFacts, asked: AddVersion, call: Call) -> Sequence[Event]:
    """A version belongs to one's own product and follows the one before it."""
    product = own(facts.product, call)
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


def show_rows(facts: ProductFacts | None, asked: ShowRows, call: Call) -> Sequence[Event]:
    """The seller's own choice at any time: rows are not part of what is listed."""
    own(facts, call)
    return [RowsShown(product=asked.product, rows_count=asked.rows_count)]


def own(facts: ProductFacts | None, call: Call) -> ProductFacts:
    """The product, if it is there and the asker's own."""
    if facts is None:
        raise Refused(Refusal.product_unknown)
    if facts.organisation != call.by.organisation:
        raise Refused(Refusal.not_yours)
    return facts


def _changeable(product: ProductFacts) -> None:
    """What is delisted or suspended is not described anew: that would undo the decision."""
    if product.state is ProductState.delisted:
        raise Refused(Refusal.product_delisted)
    if product.state is ProductState.suspended:
        raise Refused(Refusal.product_suspended)
