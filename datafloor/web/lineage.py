"""Where a product came from and where it went, put together from what several contexts know.

Everyone sees sources, versions, and how many organisations may read. Who they are is seen by the
seller and the offices; a buyer sees its own right among them.
"""

from collections.abc import Iterable

from msgspec import Struct

from datafloor.contexts import catalogue, delivery, lineage, marks, participants
from datafloor.contexts.catalogue import AppraisalView, Originality, ProductState, ProductView
from datafloor.contexts.delivery import GrantView
from datafloor.contexts.lineage import Run
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Actor

SEEN = (ProductState.listed, ProductState.suspended, ProductState.delisted)
"""The states in which everybody sees a product."""

VERSIONS = 50
"""The versions that are told of, the newest."""


class Use(Struct, frozen=True):
    """Another product that was made from this one, and by which run."""

    product: str
    version: str | None
    run: Run


class Lineage(Struct, frozen=True):
    """All that somebody may see of where a product came from and where it went.

    `titles` are those of the products in it, English and Vietnamese, as far as they can be seen;
    `names` those of the organisations.
    """

    product: ProductView
    table: str
    declared: str
    runs: tuple[Run, ...]
    uses: tuple[Use, ...]
    appraisals: tuple[AppraisalView, ...]
    buyers: int
    copies: int
    grants: tuple[GrantView, ...]
    titles: dict[str, tuple[str, str]]
    names: dict[str, str]


def lineage_of(tx: Tx, product: str, by: Actor) -> Lineage:
    """What this asker may see. Raises `Refused` where there is no such product; whether the asker
    may see the product itself is asked before."""
    found = catalogue.product(tx, product)
    facts = catalogue.product_facts(tx, product)
    runs = lineage.upstream(tx, product)
    uses = _uses(tx, product)
    ends = [end.product for run in runs for end in run.inputs if end.product]
    shown = catalogue.views(tx, {*ends, *(each.product for each in uses)})
    seen = {
        name: (view.title_en, view.title_vi)
        for name, view in shown.items()
        if view.state in SEEN or view.organisation == by.organisation
    }
    grants = _grants(tx, found, by)
    appraisals = catalogue.appraisals(tx, product)
    who = {
        found.organisation,
        *(run.organisation for run in runs),
        *(use.run.organisation for use in uses),
        *(grant.buyer for grant in grants),
        *(each.appraiser for each in appraisals),
    }
    return Lineage(
        product=found,
        table=facts.table if facts else "",
        declared=_declared(tx, product),
        runs=tuple(runs),
        uses=tuple(each for each in uses if each.product in seen),
        appraisals=tuple(appraisals),
        buyers=delivery.buyers_count(tx, product),
        copies=marks.copies_count(tx, product),
        grants=tuple(grants),
        titles=seen,
        names=participants.names(tx, who),
    )


def _uses(tx: Tx, product: str) -> list[Use]:
    found: dict[str, Use] = {}
    for run in lineage.runs_from(tx, product):
        for end in run.outputs:
            if end.product and end.product != product:
                found.setdefault(end.product, Use(end.product, end.version, run))
    return list(found.values())


def _grants(tx: Tx, product: ProductView, by: Actor) -> Iterable[GrantView]:
    if by.organisation == product.organisation or by.roles & {"operator", "supervisor"}:
        return delivery.product_grants(tx, product.product)
    if by.organisation:
        return delivery.product_grants(tx, product.product, by.organisation)
    return []


def _declared(tx: Tx, product: str) -> str:
    """What its seller stated that a product with added value was made from."""
    statement = catalogue.listing(tx, product).statement
    if statement is None or statement.originality is not Originality.value_added_data:
        return ""
    return statement.input_sources or ""
