"""Questions about data products."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from datafloor.contexts.catalogue.model import Field, ProductFacts, ProductState, VersionFacts
from datafloor.kernel.db import Tx, rows_in
from datafloor.kernel.refusal import Refusal, Refused

_VERSION = (
    "v.id, v.product, v.location, v.delta_version, v.row_count, v.byte_count, v.file_count,"
    " v.digest, v.source"
)
_LINE = 160
_CARDS = (
    "SELECT p.id, p.organisation, p.state, p.state_at, p.title_en, p.title_vi,"
    f" substr(p.description_en, 1, {_LINE}), substr(p.description_vi, 1, {_LINE}), p.origin,"
    " v.row_count, v.added_at"
    " FROM catalogue_product p LEFT JOIN catalogue_version v ON v.id = p.version"
)
_fields = msgspec.json.Decoder(tuple[Field, ...])


class VersionView(Struct, frozen=True):
    """A published version as everyone may see it."""

    version: str
    added_at: int
    rows: int
    bytes: int
    files: int
    digest: str
    fields: tuple[Field, ...]


class ProductView(Struct, frozen=True):
    """A product with its versions, the newest first."""

    product: str
    organisation: str
    state: str
    state_at: int
    reason: str | None
    title_en: str
    title_vi: str
    description_en: str
    description_vi: str
    origin: str
    origin_note: str
    versions: tuple[VersionView, ...]


class ProductCard(Struct, frozen=True):
    """A product in a list; the two lines are how its descriptions begin."""

    product: str
    organisation: str
    state: str
    state_at: int
    title_en: str
    title_vi: str
    line_en: str
    line_vi: str
    origin: str
    rows: int | None
    fresh_at: int | None


def product_facts(tx: Tx, product: str) -> ProductFacts | None:
    """A product as decisions need it, or `None`."""
    row = tx.row(
        f"SELECT p.id, p.organisation, p.table_name, p.state, {_VERSION} FROM catalogue_product p"
        " LEFT JOIN catalogue_version v ON v.id = p.version WHERE p.id = ?",
        product,
    )
    if row is None:
        return None
    current = VersionFacts(*row[4:]) if row[4] is not None else None
    return ProductFacts(row[0], row[1], row[2], ProductState(row[3]), current)


def version_facts(tx: Tx, version: str) -> VersionFacts | None:
    """A version as decisions need it, or `None`."""
    row = tx.row(f"SELECT {_VERSION} FROM catalogue_version v WHERE v.id = ?", version)
    return VersionFacts(*row) if row else None


def product(tx: Tx, product: str) -> ProductView:
    """A product with its versions. Raises `Refused` where there is none."""
    row = tx.row(
        "SELECT id, organisation, state, state_at, reason, title_en, title_vi, description_en,"
        " description_vi, origin, origin_note FROM catalogue_product WHERE id = ?",
        product,
    )
    if row is None:
        raise Refused(Refusal.product_unknown)
    versions = tx.rows(
        "SELECT id, added_at, row_count, byte_count, file_count, digest, fields"
        " FROM catalogue_version WHERE product = ? ORDER BY added_at DESC, id DESC",
        product,
    )
    views = tuple(VersionView(*(*v[:6], _fields.decode(v[6]))) for v in versions)
    return ProductView(*(*row, views))


def titles(tx: Tx, products: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The English and the Vietnamese title of these products, by id."""
    rows = rows_in(
        tx,
        "SELECT id, title_en, title_vi FROM catalogue_product WHERE id IN ({})",
        sorted(set(products)),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def products(
    tx: Tx,
    *,
    state: ProductState | None = ProductState.listed,
    organisation: str | None = None,
    before: str = "product_Z",
    limit: int = 50,
) -> list[ProductCard]:
    """Products in a state, or of an organisation, or both; the newest drafted first."""
    where, values = ["p.id < ?"], [before]
    if state is not None:
        where.append("p.state = ?")
        values.append(state.value)
    if organisation is not None:
        where.append("p.organisation = ?")
        values.append(organisation)
    sql = f"{_CARDS} WHERE {' AND '.join(where)} ORDER BY p.id DESC LIMIT ?"
    return [ProductCard(*row) for row in tx.rows(sql, *values, limit)]


def queue(tx: Tx, limit: int = 50) -> list[ProductCard]:
    """The products that wait for the operator, the longest waiting first."""
    sql = f"{_CARDS} WHERE p.state = ? ORDER BY p.state_at, p.id LIMIT ?"
    return [ProductCard(*row) for row in tx.rows(sql, ProductState.submitted.value, limit)]


def waiting(tx: Tx) -> int:
    """How many products wait for the operator."""
    row = tx.row(
        "SELECT count(*) FROM catalogue_product WHERE state = ?", ProductState.submitted.value
    )
    assert row is not None
    return int(row[0])
