"""What every decision about money is made of."""

from collections.abc import Sequence

from datafloor.contexts.settlement.events import Transferred
from datafloor.contexts.settlement.model import Cause, Due
from datafloor.kernel.money import Money


def transferred(debit: str, credit: str, amount: Money, cause: Cause, about: str) -> Transferred:
    """One movement."""
    return Transferred(debit=debit, credit=credit, amount=amount, cause=cause, about=about)


def coverable(awaited: Sequence[Due], wallet: int) -> tuple[Due, ...]:
    """What a wallet covers of what is awaited: the oldest first, each that it suffices for."""
    covers = []
    for due in awaited:
        if due.price.minor <= wallet:
            covers.append(due)
            wallet -= due.price.minor
    return tuple(covers)
