"""The decisions about lineage."""

import re
from collections.abc import Iterator, Mapping, Sequence

from datafloor.contexts.catalogue import ProductFacts, ProductState
from datafloor.contexts.lineage.commands import RecordLineage, WithdrawRun
from datafloor.contexts.lineage.events import LineageRecorded, RunWithdrawn
from datafloor.contexts.lineage.model import (
    Column,
    Dataset,
    Linked,
    RecordFacts,
    RunFacts,
    RunState,
    Traced,
    digest_of,
    run_id,
    written,
)
from datafloor.kernel.clock import HOUR
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused

AHEAD = HOUR
"""How far ahead of ours a pipeline's clock may be."""

_SECRET = re.compile(r"//[^/\s]*@|[\w.+-]+@[\w-]+\.\w")
"""A sign-in before the host of an address, or an e-mail address."""

SEEN = (ProductState.listed, ProductState.suspended, ProductState.delisted)
"""The states in which everybody sees a product, and may say that it was read."""


def record_lineage(facts: RecordFacts, asked: RecordLineage, call: Call) -> Sequence[Event]:
    """Once; what is written here is the seller's own, and what is read here can be seen by it.

    Where no version is said, what is read is the one that is current now, and what a run has
    written is the one that is current when it tells that it is complete.
    """
    if facts.known:
        return []
    if facts.withdrawn:
        raise Refused(Refusal.run_withdrawn)
    if asked.said_at > call.now + AHEAD:
        raise Refused(Refusal.lineage_ahead)
    for text in _texts(asked):
        if _SECRET.search(text):
            raise Refused(Refusal.lineage_name_secret, name=text)
    for each in (*asked.inputs, *asked.outputs):
        _check(facts, each, call.by.organisation)
    for each in asked.outputs:
        if each.product and facts.products[each.product].organisation != call.by.organisation:
            raise Refused(Refusal.not_yours)
    products, done = facts.products, asked.state is RunState.COMPLETE
    return [
        LineageRecorded(
            run=run_id(call.by.organisation, asked.run),
            uuid=asked.run,
            organisation=call.by.organisation,
            event=asked.event,
            state=asked.state,
            said_at=asked.said_at,
            job=digest_of(written(asked.job_namespace, asked.job_name)),
            inputs=tuple(
                Linked(
                    dataset=_digest(each), product=each.product, version=_version(products, each)
                )
                for each in asked.inputs
            ),
            outputs=tuple(
                Linked(
                    dataset=_digest(each),
                    product=each.product,
                    version=_version(products, each) if done else each.version,
                )
                for each in asked.outputs
            ),
            columns=tuple(_traced(each) for each in asked.columns),
        )
    ]


def _texts(asked: RecordLineage) -> Iterator[str]:
    yield asked.job_namespace
    yield asked.job_name
    for each in (*asked.inputs, *asked.outputs, *(column.input for column in asked.columns)):
        yield each.namespace
        yield each.name


def _check(facts: RecordFacts, named: Dataset, organisation: str) -> None:
    """A data set of this exchange is there, and the asker may see it."""
    if named.product is None:
        return
    product = facts.products.get(named.product)
    unseen = product and product.organisation != organisation and product.state not in SEEN
    if product is None or unseen:
        raise Refused(Refusal.dataset_unknown, name=named.name)
    if named.version is not None and facts.versions.get(named.version) != named.product:
        raise Refused(Refusal.dataset_unknown, name=named.version)


def _digest(named: Dataset) -> str:
    return digest_of(written(named.namespace, named.name))


def _version(products: Mapping[str, ProductFacts], named: Dataset) -> str | None:
    """The version that was said, else the one that is current now."""
    if named.product is None or named.version is not None:
        return named.version
    current = products[named.product].current
    return current.version if current else None


def _traced(column: Column) -> Traced:
    return Traced(
        _digest(column.output),
        digest_of(column.column),
        _digest(column.input),
        digest_of(column.source),
    )


def withdraw_run(facts: RunFacts | None, asked: WithdrawRun, call: Call) -> Sequence[Event]:
    """By whose pipeline told of it, once."""
    if facts is None:
        raise Refused(Refusal.run_unknown)
    if facts.organisation != call.by.organisation:
        raise Refused(Refusal.not_yours)
    if facts.withdrawn:
        raise Refused(Refusal.run_withdrawn)
    return [RunWithdrawn(run=asked.run)]
