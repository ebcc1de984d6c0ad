"""Builds a running exchange from its settings, and takes it down again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from datafloor.adapters.secrets import load_key
from datafloor.app.settings import Settings
from datafloor.contexts import (
    agreements,
    auctions,
    billing,
    catalogue,
    certificates,
    delivery,
    dossiers,
    inventory,
    invoices,
    lineage,
    market,
    marks,
    negotiation,
    participants,
    people,
    policy,
    settlement,
)
from datafloor.kernel import clock
from datafloor.kernel.db import Database, open_database
from datafloor.kernel.execute import Door
from datafloor.kernel.house import House
from datafloor.kernel.law import BadPack, pack
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.exchange import Exchange

if TYPE_CHECKING:
    from datafloor.adapters.openid import Provider

CONTEXTS = (
    participants.CONTEXT,
    certificates.CONTEXT,
    catalogue.CONTEXT,
    inventory.CONTEXT,
    policy.CONTEXT,
    market.CONTEXT,
    agreements.CONTEXT,
    negotiation.CONTEXT,
    dossiers.CONTEXT,
    settlement.CONTEXT,
    invoices.CONTEXT,
    auctions.CONTEXT,
    delivery.CONTEXT,
    billing.CONTEXT,
    marks.CONTEXT,
    people.CONTEXT,
    lineage.CONTEXT,
)
"""From bottom to top."""


def house(law: str = "vn") -> House:
    """All that the exchange can be asked, under the rule pack of this name.

    Raises `Refused` where there is no such pack, or it cannot be used whole.
    """
    try:
        return House(CONTEXTS, pack(law))
    except BadPack as bad:
        raise Refused(Refusal.law_pack_unusable, problem=str(bad)) from bad


def database(settings: Settings, *, exclusive: bool = True) -> Database:
    """The exchange's database, made on first use."""
    return open_database(settings.database, house().schema, exclusive=exclusive)


@contextmanager
def exchange(settings: Settings, *, time: Callable[[], int] = clock.now) -> Iterator[Exchange]:
    """A running exchange. When the block ends, what was asked is carried out and all is closed."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    key = load_key(settings.folder / "exchange.key")
    store = database(settings)
    door = Door(house(settings.law), store, time=time)
    try:
        yield Exchange(door, store, key, settings.address, provider=_provider(settings))
    finally:
        door.close()
        store.close()


def _provider(settings: Settings) -> "Provider | None":
    """The provider of electronic identities; its library is loaded where there is one only."""
    if settings.provider is None:
        return None
    from datafloor.adapters.openid import Provider

    return Provider(settings.provider)
