"""What the index knows of the exchange: made anew from the catalogue, then kept by the journal."""

import re
from collections.abc import Iterable, Iterator, Sequence

from datafloor.adapters.search.asked import Mode
from datafloor.adapters.search.index import Searchable, SearchIndex
from datafloor.contexts import catalogue, market, participants, policy
from datafloor.contexts.catalogue import PROVINCE_NAMES, ProductState, ProductView
from datafloor.contexts.market import Negotiated, OfferView, Subscription, Usage
from datafloor.contexts.policy import Terms
from datafloor.kernel import journal
from datafloor.kernel.db import Database, Tx
from datafloor.kernel.follow import Follower
from datafloor.kernel.ids import BODY
from datafloor.kernel.journal import Entry

PAGE = 2_000
CHANGES = ("catalogue.", "market.offer_", "market.price_")
"""The kinds of events after which a product may be found otherwise."""

_PRODUCT = re.compile(f'"(product_{BODY})"')
_OFFER = re.compile(f'"(offer_{BODY})"')
_VERSION = re.compile(f'"(version_{BODY})"')


def rebuild(database: Database, index: SearchIndex) -> int:
    """Enter all that is listed, and return the journal's entry after which to go on.

    What changes meanwhile is in later entries, and is entered again by the follower.
    """
    with database.reading() as tx:
        begun = journal.head(tx).seq
    for products in _pages(database):
        index.put(products)
    index.whole = True
    return begun


def indexer(database: Database, index: SearchIndex) -> Follower:
    """The follower that keeps the index. The same entry taken twice changes nothing."""

    def take(entries: Sequence[Entry]) -> None:
        with database.reading() as tx:
            changed = _changed(tx, entries)
            found = searchable(tx, changed)
        if changed:
            index.put(found, gone=changed.difference(each.product for each in found))

    return Follower("search", take)


def searchable(tx: Tx, products: Iterable[str]) -> list[Searchable]:
    """What is searched of those of these products that are listed."""
    views = catalogue.views(tx, products)
    listed = [each for each in views.values() if each.state == ProductState.listed]
    newest = {each.product: each.versions[0].version for each in listed if each.versions}
    grades = catalogue.grades(tx, newest.values())
    offers = market.offers_on(tx, (each.product for each in listed))
    names = participants.names(tx, (each.organisation for each in listed))
    licences: dict[str, Terms | None] = {}
    for offer in (offer for on in offers.values() for offer in on):
        if offer.terms not in licences:
            licences[offer.terms] = policy.terms(tx, offer.terms).licence
    return [
        _searchable(
            each,
            names.get(each.organisation, ""),
            offers.get(each.product, []),
            licences,
            grades.get(newest.get(each.product, "")),
        )
        for each in listed
    ]


def parts(view: ProductView, seller: str) -> dict[str, str]:
    """The parts of a product in which words are sought, the most telling first."""
    columns: list[str] = []
    for field in view.versions[0].fields if view.versions else ():
        means = view.meaning.get(field.name)
        columns += (field.name, means.meaning_vi, means.meaning_en) if means else (field.name,)
    return {
        "title": f"{view.title_vi}\n{view.title_en}",
        "columns": " ".join(columns),
        "place": ", ".join(PROVINCE_NAMES[each] for each in view.coverage.provinces),
        "seller": seller,
        "description": f"{view.description_vi}\n{view.description_en}\n{view.origin_note}",
    }


def _searchable(
    view: ProductView,
    seller: str,
    offers: Sequence[OfferView],
    licences: dict[str, Terms | None],
    grade: str | None,
) -> Searchable:
    terms = [found for each in offers if (found := licences[each.terms]) is not None]
    text = [text for where, text in parts(view, seller).items() if where != "title"]
    prices = [price for each in offers if (price := each.price_from) is not None]
    return Searchable(
        product=view.product,
        titles=(view.title_vi, view.title_en),
        text="\n".join(text),
        origin=view.origin,
        modes=_once(_mode(each).value for each in offers),
        purposes=_once(purpose.value for each in terms for purpose in each.purposes),
        onward=_once(each.onward.value for each in terms),
        seller=view.organisation,
        listed_at=view.state_at,
        price_minor=min((p.minor for p in prices if p.currency == "VND"), default=None),
        grade=grade,
        theme=view.coverage.theme,
        provinces=tuple(each.value for each in view.coverage.provinces),
        frequency=view.coverage.frequency,
    )


def _mode(offer: OfferView) -> Mode:
    if isinstance(offer.form, Negotiated):
        return Mode.negotiated
    if isinstance(offer.form, Subscription):
        return Mode.subscription
    if isinstance(offer.form, Usage):
        return Mode.usage
    return Mode.once if offer.price.minor else Mode.free


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _changed(tx: Tx, entries: Sequence[Entry]) -> set[str]:
    """The products that these entries are about: named, or by their offer or their version."""
    changed = set()
    for entry in entries:
        if not entry.kind.startswith(CHANGES):
            continue
        named = _PRODUCT.findall(entry.body)
        if not named:
            facts = [
                *(market.offer_facts(tx, each) for each in _OFFER.findall(entry.body)),
                *(catalogue.version_facts(tx, each) for each in _VERSION.findall(entry.body)),
            ]
            named = [each.product for each in facts if each is not None]
        changed.update(named)
    return changed


def _pages(database: Database) -> Iterator[list[Searchable]]:
    before = "product_Z"
    while before:
        with database.reading() as tx:
            cards = catalogue.products(tx, before=before, limit=PAGE)
            page = searchable(tx, (each.product for each in cards))
        yield page
        before = cards[-1].product if len(cards) == PAGE else ""
