"""The tables of the catalogue.

Trust: who can write `catalogue_version` can make a contract deliver another table; the digest of
the files is in the journal and shows it.
"""

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
from datafloor.contexts.catalogue.queries import product_facts
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call

SCHEMA = """
CREATE TABLE catalogue_product (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL,
    reason TEXT,
    title_en TEXT NOT NULL,
    title_vi TEXT NOT NULL,
    description_en TEXT NOT NULL,
    description_vi TEXT NOT NULL,
    origin TEXT NOT NULL,
    origin_note TEXT NOT NULL,
    drafted_at INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    version TEXT
) STRICT;
CREATE INDEX catalogue_product_state ON catalogue_product (state, id);
CREATE INDEX catalogue_product_organisation ON catalogue_product (organisation, id);
CREATE TABLE catalogue_version (
    id TEXT PRIMARY KEY,
    product TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    location TEXT NOT NULL,
    delta_version INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    byte_count INTEGER NOT NULL,
    file_count INTEGER NOT NULL,
    digest TEXT NOT NULL,
    source TEXT NOT NULL,
    fields TEXT NOT NULL
) STRICT;
CREATE INDEX catalogue_version_product ON catalogue_version (product, added_at)
"""


def load_draft_product(tx: Tx, asked: DraftProduct, call: Call) -> DraftFacts:
    """Whether the id is taken."""
    found = tx.row("SELECT 1 FROM catalogue_product WHERE id = ?", asked.product)
    return DraftFacts(found is not None)


def load_product(
    tx: Tx,
    asked: ReviseProduct | SubmitProduct | ListProduct | RefuseListing | DelistProduct,
    call: Call,
) -> ProductFacts | None:
    """The product as it stands."""
    return product_facts(tx, asked.product)


def load_add_version(tx: Tx, asked: AddVersion, call: Call) -> VersionDraftFacts:
    """The product, and whether the version's id is taken."""
    found = tx.row("SELECT 1 FROM catalogue_version WHERE id = ?", asked.version)
    return VersionDraftFacts(product_facts(tx, asked.product), found is not None)


def _product_drafted(tx: Tx, event: ProductDrafted, at: int) -> None:
    tx.run(
        "INSERT INTO catalogue_product (id, organisation, state, state_at, title_en, title_vi,"
        " description_en, description_vi, origin, origin_note, drafted_at, table_name)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.product,
        event.organisation,
        ProductState.draft.value,
        at,
        event.title_en,
        event.title_vi,
        event.description_en,
        event.description_vi,
        event.origin.value,
        event.origin_note,
        at,
        event.table,
    )


def _product_revised(tx: Tx, event: ProductRevised, at: int) -> None:
    tx.run(
        "UPDATE catalogue_product SET title_en = ?, title_vi = ?, description_en = ?,"
        " description_vi = ?, origin = ?, origin_note = ? WHERE id = ?",
        event.title_en,
        event.title_vi,
        event.description_en,
        event.description_vi,
        event.origin.value,
        event.origin_note,
        event.product,
    )
    _state(tx, event.product, ProductState.draft, at)


def _version_added(tx: Tx, event: VersionAdded, at: int) -> None:
    tx.run(
        "INSERT INTO catalogue_version (id, product, added_at, location, delta_version, row_count,"
        " byte_count, file_count, digest, source, fields)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.version,
        event.product,
        at,
        event.location,
        event.delta_version,
        event.rows,
        event.bytes,
        event.files,
        event.digest,
        event.source,
        canonical.encode(event.fields).decode(),
    )
    tx.run("UPDATE catalogue_product SET version = ? WHERE id = ?", event.version, event.product)


def _product_submitted(tx: Tx, event: ProductSubmitted, at: int) -> None:
    _state(tx, event.product, ProductState.submitted, at)


def _product_listed(tx: Tx, event: ProductListed, at: int) -> None:
    _state(tx, event.product, ProductState.listed, at)


def _listing_refused(tx: Tx, event: ListingRefused, at: int) -> None:
    _state(tx, event.product, ProductState.refused, at, event.reason)


def _product_delisted(tx: Tx, event: ProductDelisted, at: int) -> None:
    _state(tx, event.product, ProductState.delisted, at, event.reason)


def _state(tx: Tx, product: str, state: ProductState, at: int, reason: str | None = None) -> None:
    tx.run(
        "UPDATE catalogue_product SET state = ?, state_at = ?, reason = ? WHERE id = ?",
        state.value,
        at,
        reason,
        product,
    )


APPLY: Apply = {
    ProductDrafted: _product_drafted,
    ProductRevised: _product_revised,
    VersionAdded: _version_added,
    ProductSubmitted: _product_submitted,
    ProductListed: _product_listed,
    ListingRefused: _listing_refused,
    ProductDelisted: _product_delisted,
}
