"""The index itself: what is kept of each product, and how a question is put to it."""

import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from msgspec import Struct
from tantivy import Document, FieldType, Index, Occur, Order, Query, Schema, SchemaBuilder, Searcher

from datafloor.adapters.search.asked import Asked, Bucket, Found, Hit, Sort
from datafloor.adapters.search.words import (
    Word,
    composed,
    exact_analyzer,
    folded_analyzer,
    words,
)

FACETS = (
    *("origin", "mode", "purpose", "onward", "seller", "grade"),
    *("theme", "province", "frequency"),
)
BUCKETS = 20
"""The most values shown of one facet, the most frequent first."""

COUNTING = 4
"""Questions whose facets are counted at the same time."""

WRITER_BYTES = 64_000_000
Clause = tuple[Occur, Query]

NO_PRICE = 2**62
"""Where no offer in đồng stands: after every price."""

AS_TYPED = 1_000.0
"""What each word that is there as it was typed adds. No sum of the other scores comes near it, so
that marks decide first, and only then how often and where a word is found."""

TITLE = 3.0


class Searchable(Struct, frozen=True, kw_only=True):
    """What is searched of a listed product. `text` is all but the titles."""

    product: str
    titles: tuple[str, ...]
    text: str
    origin: str
    modes: tuple[str, ...]
    purposes: tuple[str, ...]
    onward: tuple[str, ...]
    seller: str
    listed_at: int
    price_minor: int | None
    grade: str | None
    theme: str | None = None
    provinces: tuple[str, ...] = ()
    frequency: str | None = None


def _schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_text_field("product", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="folded")
    builder.add_text_field("words", tokenizer_name="folded", index_option="freq")
    builder.add_text_field("typed", tokenizer_name="exact", index_option="basic")
    for facet in FACETS:
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("listed_at", fast=True)
    builder.add_integer_field("price", fast=True, indexed=True)
    return builder.build()


class SearchIndex:
    """An index of listed products, in a folder of its own or in memory. Any thread may ask; writes
    take turns, and are found once committed. What an earlier index left in the folder is removed.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._schema = _schema()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        self._index = Index(self._schema, str(folder) if folder else None, reuse=False)
        self._index.register_tokenizer("exact", exact_analyzer())
        self._index.register_tokenizer("folded", folded_analyzer())
        self._writer = self._index.writer(WRITER_BYTES, 1)
        self._turn = Lock()
        self._beside = ThreadPoolExecutor(COUNTING, "facets")
        self.whole = False
        """Whether all that was listed at the start is in it."""

    def put(self, products: Iterable[Searchable], *, gone: Iterable[str] = ()) -> None:
        """Enter these as they are now, take out those that are gone, and let all be found."""
        with self._turn:
            for product in gone:
                self._writer.delete_documents_by_term("product", product)
            for each in products:
                self._writer.delete_documents_by_term("product", each.product)
                self._writer.add_document(_document(each))
            self._writer.commit()
            self._index.reload()

    def close(self) -> None:
        """Let go of the folder. What was not committed is lost."""
        self._beside.shutdown()
        with self._turn, suppress(ValueError):
            self._writer.wait_merging_threads()

    def find(self, asked: Asked) -> Found:
        """The products that hold every word of the text, as typed or folded."""
        searcher = self._index.searcher()
        typed = words(asked.text)
        holding = [*self._holding(typed), *self._having(asked)]
        if typed and asked.sort is Sort.best:
            field, query = None, [*holding, *self._better(searcher, typed)]
        else:
            field, query = ("price" if asked.sort is Sort.cheapest else "listed_at"), holding
        counting = self._beside.submit(_counts, searcher, _all_of(holding))
        result = searcher.search(
            _all_of(query),
            asked.limit,
            offset=asked.offset,
            order_by_field=field,
            order=Order.Asc if field == "price" else Order.Desc,
        )
        counts = counting.result()
        return Found(
            total=result.count,  # type: ignore[attr-defined]  # its stub leaves it out
            hits=[
                Hit(searcher.doc(address)["product"][0], 0.0 if field else float(score))
                for score, address in result.hits
            ],
            facets={
                facet: [Bucket(each["key"], each["doc_count"]) for each in counts[facet]["buckets"]]
                for facet in FACETS
            },
        )

    def suggest(self, text: str, limit: int) -> list[str]:
        """Products whose titles hold the words typed so far, the last of them perhaps half."""
        typed = words(text)
        if not typed:
            return []
        query = Query.phrase_prefix_query(self._schema, "title", [each.folded for each in typed])
        searcher = self._index.searcher()
        hits = searcher.search(query, limit, count=False).hits
        return [searcher.doc(address)["product"][0] for _, address in hits]

    def similar(self, text: str, limit: int) -> list[str]:
        """Products that share words with a title, those that share the rarest and most first."""
        said = words(text)
        if not said:
            return []
        shared = [(Occur.Should, self._term("title", each.folded, "position")) for each in said]
        searcher = self._index.searcher()
        hits = searcher.search(Query.boolean_query(shared), limit, count=False).hits
        return [searcher.doc(address)["product"][0] for _, address in hits]

    def _holding(self, typed: list[Word]) -> list[Clause]:
        """Every word, folded, somewhere."""
        return [(Occur.Must, self._term("words", each.folded, "freq")) for each in typed]

    def _having(self, asked: Asked) -> list[Clause]:
        """The facets and the price that were asked for; they change no order."""
        parts = [
            Query.term_set_query(self._schema, facet, list(values))
            for facet, values in asked.having.items()
        ]
        if asked.most_minor is not None:
            most = asked.most_minor
            parts.append(Query.range_query(self._schema, "price", FieldType.Integer, 0, most))
        return [(Occur.Must, Query.const_score_query(each, 0)) for each in parts]

    def _better(self, searcher: Searcher, typed: list[Word]) -> list[Clause]:
        """What comes first among them: words that are there as typed, then words of titles."""
        better = []
        for word in typed:
            title = self._term("title", word.folded, "position")
            better.append((Occur.Should, Query.boost_query(title, TITLE)))
            as_typed = searcher.doc_freq("typed", word.exact)
            if 0 < as_typed < searcher.doc_freq("words", word.folded):
                first = Query.const_score_query(self._term("typed", word.exact, "basic"), AS_TYPED)
                better.append((Occur.Should, first))
        return better

    def _term(self, field: str, value: str, kept: str) -> Query:
        return Query.term_query(self._schema, field, value, kept)


def _counts(searcher: Searcher, holding: Query) -> dict[str, Any]:
    """How all that holds the words divides. It takes as long as finding the best of them, so it
    is done beside that."""
    return searcher.aggregate(
        holding, {each: {"terms": {"field": each, "size": BUCKETS}} for each in FACETS}
    )


def _all_of(parts: list[Clause]) -> Query:
    return Query.boolean_query(parts) if parts else Query.all_query()


def _document(of: Searchable) -> Document:
    titles = [composed(each) for each in of.titles]
    everything = [*titles, composed(of.text)]
    return Document(
        product=of.product,
        title=titles,
        words=everything,
        typed=everything,
        origin=of.origin,
        mode=list(of.modes),
        purpose=list(of.purposes),
        onward=list(of.onward),
        seller=of.seller,
        grade=[of.grade] if of.grade else [],
        theme=[of.theme] if of.theme else [],
        province=list(of.provinces),
        frequency=[of.frequency] if of.frequency else [],
        listed_at=of.listed_at,
        price=NO_PRICE if of.price_minor is None else of.price_minor,
    )
