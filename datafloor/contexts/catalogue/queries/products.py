"""Questions about data products."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from datafloor.contexts.catalogue.model import (
    Coverage,
    Field,
    FieldMeaning,
    ProductFacts,
    ProductState,
    VersionFacts,
)
from datafloor.kernel.db import Tx, rows_in
from datafloor.kernel.refusal import Refusal, Refused

_VERSION = (
    "v.id, v.product, v.location, v.delta_version, v.row_count, v.byte_count, v.file_count,"
    " v.digest, v.source"
)
_PRODUCT = (
    "id, organisation, state, state_at, reason, title_en, title_vi, description_en,"
    " description_vi, origin, origin_note, coverage, meanings"
)
_LINE = 160
CARDS = (
    "SELECT p.id, p.organisation, p.state, p.state_at, p.title_en, p.title_vi,"
    f" substr(p.description_en, 1, {_LINE}), substr(p.description_vi, 1, {_LINE}), p.origin,"
    " v.row_count, v.added_at"
    " FROM catalogue_product p LEFT JOIN catalogue_version v ON v.id = p.version"
)
fields_of = msgspec.json.Decoder(tuple[Field, ...])
_meanings = msgspec.json.Decoder(tuple[FieldMeaning, ...])
_coverage = msgspec.json.Decoder(Coverage)


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
    coverage: Coverage = Coverage()
    meanings: tuple[FieldMeaning, ...] = ()

    @property
    def meaning(self) -> dict[str, FieldMeaning]:
        """What is said of each column that something is said of, by its name."""
        return {each.field: each for each in self.meanings}


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


def product_of_table(tx: Tx, organisation: str, table: str) -> str | None:
    """The one product of an organisation whose table readers call so, or `None`."""
    rows = tx.rows(
        "SELECT id FROM catalogue_product WHERE organisation = ? AND table_name = ?",
        organisation,
        table,
    )
    return rows[0][0] if len(rows) == 1 else None


def version_facts(tx: Tx, version: str) -> VersionFacts | None:
    """A version as decisions need it, or `None`."""
    row = tx.row(f"SELECT {_VERSION} FROM catalogue_version v WHERE v.id = ?", version)
    return VersionFacts(*row) if row else None


def version_as_of(tx: Tx, product: str, at: int) -> VersionFacts | None:
    """The version of a product that was current at an instant, or `None` before the first."""
    row = tx.row(
        f"SELECT {_VERSION} FROM catalogue_version v WHERE v.product = ? AND v.added_at <= ?"
        " ORDER BY v.added_at DESC, v.delta_version DESC LIMIT 1",
        product,
        at,
    )
    return VersionFacts(*row) if row else None


def product(tx: Tx, product: str) -> ProductView:
    """A product with its versions. Raises `Refused` where there is none."""
    row = tx.row(
        f"SELECT {_PRODUCT} FROM catalogue_product WHERE id = ?",
        product,
    )
    if row is None:
        raise Refused(Refusal.product_unknown)
    versions = tx.rows(
        "SELECT id, added_at, row_count, byte_count, file_count, digest, fields"
        " FROM catalogue_version WHERE product = ? ORDER BY added_at DESC, id DESC",
        product,
    )
    views = tuple(VersionView(*(*v[:6], fields_of.decode(v[6]))) for v in versions)
    return _view(row, views)


def views(tx: Tx, products: Iterable[str]) -> dict[str, ProductView]:
    """These products with their versions, by id; those that there are."""
    ids = sorted(set(products))
    versions: dict[str, list[VersionView]] = {}
    for row in rows_in(
        tx,
        "SELECT product, id, added_at, row_count, byte_count, file_count, digest, fields"
        " FROM catalogue_version WHERE product IN ({}) ORDER BY added_at DESC, id DESC",
        ids,
    ):
        view = VersionView(*(*row[1:7], fields_of.decode(row[7])))
        versions.setdefault(row[0], []).append(view)
    rows = rows_in(
        tx,
        f"SELECT {_PRODUCT} FROM catalogue_product WHERE id IN ({{}})",
        ids,
    )
    return {row[0]: _view(row, tuple(versions.get(row[0], ()))) for row in rows}


def _view(row: tuple[Any, ...], versions: tuple[VersionView, ...]) -> ProductView:
    coverage = _coverage.decode(row[11]) if row[11] else Coverage()
    meanings = _meanings.decode(row[12]) if row[12] else ()
    return ProductView(*(*row[:11], versions, coverage, meanings))


def grades(tx: Tx, versions: Iterable[str]) -> dict[str, str]:
    """The letters that the exchange's own appraisal gave these versions, by id."""
    return dict(
        rows_in(
            tx,
            "SELECT version, grade FROM catalogue_findings WHERE version IN ({})",
            sorted(set(versions)),
        )
    )


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
    sql = f"{CARDS} WHERE {' AND '.join(where)} ORDER BY p.id DESC LIMIT ?"
    return [ProductCard(*row) for row in tx.rows(sql, *values, limit)]


def queue(tx: Tx, limit: int = 50) -> list[ProductCard]:
    """The products that wait for the operator, the longest waiting first."""
    sql = f"{CARDS} WHERE p.state = ? ORDER BY p.state_at, p.id LIMIT ?"
    return [ProductCard(*row) for row in tx.rows(sql, ProductState.submitted.value, limit)]


def waiting(tx: Tx) -> int:
    """How many products wait for the operator."""
    row = tx.row(
        "SELECT count(*) FROM catalogue_product WHERE state = ?", ProductState.submitted.value
    )
    assert row is not None
    return int(row[0])


def on_offer(tx: Tx) -> int:
    """How many products are listed."""
    row = tx.row("SELECT count(*) FROM catalogue_product WHERE state = 'listed'")
    assert row is not None
    return int(row[0])
