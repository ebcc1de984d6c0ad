"""The life of a trade, told from the journal: what happened, who did it, when, and the proof."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from datafloor.kernel.money import Money
from datafloor.web.api.journal import EntryView
from datafloor.web.pages.language import Language, marked

SAID = {
    "delivery.delivery_stated.v1": marked("The exchange stated what it delivered"),
    "delivery.delivery_acknowledged.v1": marked("The buyer acknowledged what was delivered"),
    "market.order_placed.v1": marked("Ordered"),
    "market.order_cancelled.v1": marked("The order was cancelled"),
    "market.contract_concluded.v1": marked("The contract was concluded"),
    "market.contract_ended.v1": marked("The contract was ended"),
    "market.contract_changed.v1": marked("The contract was changed"),
    "agreements.contract_drawn.v1": marked("The text of the contract was frozen"),
    "agreements.contract_signed.v1": marked("The contract was signed"),
    "agreements.change_proposed.v1": marked("A change was proposed"),
    "agreements.change_agreed.v1": marked("The change was agreed to"),
    "agreements.change_declined.v1": marked("The change was declined or withdrawn"),
    "agreements.change_made.v1": marked("The change was made"),
    "agreements.renewal_begun.v1": marked("The renewal has begun"),
    "agreements.notice_given.v1": marked("Notice was given"),
    "agreements.breach_claimed.v1": marked("The contract was ended for a breach"),
    "agreements.breach_answered.v1": marked("The other side answered"),
    "agreements.breach_decided.v1": marked("The breach was settled"),
    "settlement.hold_frozen.v1": marked("What is held waits until that is settled"),
    "delivery.grant_changed.v1": marked("The right to read was changed"),
    "settlement.payment_awaited.v1": marked("A bank transfer of %(amount)s is awaited"),
    "settlement.awaiting_ended.v1": marked("No payment is awaited any more"),
    "settlement.order_covered.v1": marked("The price is covered"),
    "settlement.payment_recorded.v1": marked("A payment of %(amount)s came to the bank"),
    "settlement.escrow_released.v1": marked("The seller was paid %(paid)s; the fee was %(fee)s"),
    "settlement.order_refunded.v1": marked("%(amount)s went back to the buyer"),
    "people.sale_split.v1": marked("Of that, everybody who has a part of the sale was paid"),
    "delivery.grant_opened.v1": marked("The data can be read from now on"),
    "delivery.grant_revoked.v1": marked("The right to read ended"),
    "delivery.credential_issued.v1": marked("A credential was made"),
    "delivery.credential_revoked.v1": marked("A credential was ended"),
    "delivery.files_fetched.v1": marked("Files were fetched"),
    "delivery.grant_paused.v1": marked("Reading paused until the bill is paid"),
    "delivery.grant_resumed.v1": marked("Reading goes on"),
    "billing.billing_started.v1": marked("Periods are billed from now on"),
    "billing.billing_changed.v1": marked("Bills go to another buyer, or end another day"),
    "billing.bill_issued.v1": marked("A bill of %(amount)s was issued"),
    "billing.subscription_cancelled.v1": marked("The subscription was cancelled"),
    "billing.subscription_kept.v1": marked("The subscription goes on"),
    "billing.billing_ended.v1": marked("Nothing more is billed"),
    "settlement.bill_awaited.v1": marked("The bill awaits its payment"),
    "settlement.bill_paid.v1": marked("The bill was paid; the seller got %(paid)s"),
    "settlement.bills_closed.v1": marked("The contract ended with a bill unpaid"),
    "delivery.delivery_proven.v1": marked("Delivery is proven"),
}

"""What an entry of a trade says; sums are filled in from the event."""

MOVED = {
    "hold": marked("%(amount)s was set aside for this order"),
    "fee": marked("%(amount)s went to the exchange as its fee"),
    "release": marked("%(amount)s went to the seller's wallet"),
    "refund": marked("%(amount)s went back to the buyer's wallet"),
    "payment": marked("%(amount)s came into the buyer's wallet"),
    "bill": marked("%(amount)s went to the seller for a bill"),
    "payout": marked("%(amount)s was paid out"),
    "suspended": marked("%(amount)s came without an owner"),
    "assigned": marked("%(amount)s found its owner"),
    "returned": marked("%(amount)s goes back to the sender"),
    "unexplained": marked("%(amount)s left without an explanation"),
    "explained": marked("%(amount)s is explained"),
    "requested": marked("%(amount)s is to be paid out"),
    "cancelled": marked("%(amount)s is not paid out after all"),
    "share": marked("%(amount)s went to a co-provider as its share"),
    "people": marked("%(amount)s is for the people in the data"),
    "unclaimed": marked("%(amount)s was not claimed in time"),
    "vat": marked("%(amount)s was set apart as value added tax"),
    "vat_paid": marked("%(amount)s of value added tax was paid to the State"),
    "deposit": marked("%(amount)s was placed with an auction"),
    "deposit_returned": marked("%(amount)s came back from an auction"),
    "deposit_forfeited": marked("%(amount)s was forfeited in an auction"),
}


class Step(Struct, frozen=True):
    """One entry of the journal in words."""

    seq: int
    digest: str
    text: str
    reason: str


class Moment(Struct, frozen=True):
    """What one request brought about, or what the exchange did by itself."""

    request: str
    at: int
    who: str
    steps: list[Step]


def timeline(
    language: Language, entries: Sequence[EntryView], names: Mapping[str, str]
) -> list[Moment]:
    """The entries as moments, in the journal's order. `names` are those of organisations."""
    moments: list[Moment] = []
    last = ""
    for entry in entries:
        who = names.get(entry.by_organisation, language.say(marked("The exchange")))
        if entry.request_id != last:
            moments.append(Moment(entry.request_id, entry.at, who, []))
            last = entry.request_id
        moments[-1].steps.append(step(language, entry))
    return moments


def step(language: Language, entry: EntryView) -> Step:
    """One entry in words. A kind that has no words yet is shown by its name."""
    event: dict[str, Any] = msgspec.json.decode(entry.event)
    sums = {
        name: language.money(msgspec.convert(event[name], Money))
        for name in ("amount", "fee", "paid")
        if name in event
    }
    if entry.kind == "settlement.transferred.v1":
        said = MOVED[event["cause"]]
    else:
        said = SAID.get(entry.kind, entry.kind)
    return Step(entry.seq, entry.digest, language.say(said) % sums, event.get("reason", ""))
