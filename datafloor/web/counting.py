"""Requests that were answered, for contracts under which queries or calls are paid for.

A **call** is any request for one table's version, metadata, files or changes that was answered
with them; a **query** is a call that asked for files or changes, its further pages being calls
only. What is refused is neither. Only contracts whose price counts them have figures in the
journal. They are written down every minute and when the exchange stops; what a crash loses is not
billed.
"""

from collections import Counter
from threading import Lock

from datafloor.contexts import billing
from datafloor.contexts.delivery import RecordRequests
from datafloor.contexts.market import Meter, Usage
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE
from datafloor.kernel.refusal import Refused
from datafloor.web.exchange import Exchange

COUNTED = (Meter.query, Meter.call)


class Requests:
    """What was answered since it was last written down, by grant."""

    def __init__(self) -> None:
        self._queries: Counter[str] = Counter()
        self._calls: Counter[str] = Counter()
        self._lock = Lock()

    def answered(self, grant: str, *, query: bool) -> None:
        """One request under a grant was answered."""
        with self._lock:
            self._calls[grant] += 1
            if query:
                self._queries[grant] += 1

    def drain(self) -> dict[str, tuple[int, int]]:
        """Queries and calls of each grant since the last time."""
        with self._lock:
            found = {grant: (self._queries[grant], calls) for grant, calls in self._calls.items()}
            self._queries.clear()
            self._calls.clear()
            return found

    def put_back(self, grant: str, queries: int, calls: int) -> None:
        """What could not be written down waits for the next time."""
        with self._lock:
            self._queries[grant] += queries
            self._calls[grant] += calls


async def record_requests(exchange: Exchange, requests: Requests) -> None:
    """Write down what was answered under contracts that pay for it."""
    drained = requests.drain()
    paid = await exchange.question(_paid, list(drained))
    for grant in paid:
        queries, calls = drained[grant]
        command = RecordRequests(grant=grant, queries_count=queries, calls_count=calls)
        try:
            await exchange.door.ask(command, EXCHANGE, new_id("request"))
        except Refused:  # nothing is paid under it any more
            continue
        except Exception:
            requests.put_back(grant, queries, calls)
            raise


def _paid(tx: Tx, grants: list[str]) -> list[str]:
    """Those of these grants under whose contracts requests are paid for."""
    found = []
    for grant in grants:
        facts = billing.billing_facts(tx, derived("contract", grant))
        if facts is not None and isinstance(facts.form, Usage) and facts.form.meter in COUNTED:
            found.append(grant)
    return found
