"""What every decision about money is made of."""

from collections.abc import Sequence

from datafloor.contexts.settlement.events import Transferred
from datafloor.contexts.settlement.model import Cause, Due, EntryFacts
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused


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


def check_entry(counted: EntryFacts | None, now: EntryFacts) -> None:
    """A bank entry is counted once. Raises `Refused` where it was, and says whether it was told
    otherwise then."""
    if counted == now:
        raise Refused(Refusal.payment_counted)
    if counted is not None:
        raise Refused(Refusal.payment_differs)
