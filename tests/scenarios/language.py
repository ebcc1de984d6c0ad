"""The language of scenarios: one sentence a line, who does what.

A sentence that ends in `, but is refused: CODE` must be refused so, and the journal and every
table must be as before. Every sentence that this file does not know is an error. Names are the
scenario's own: `Alpha joins as seller`, `Alpha drafts flights`.
"""

import re
from collections.abc import Callable
from typing import Any

from datafloor.contexts import catalogue, delivery, market, settlement
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE, Actor
from datafloor.kernel.refusal import Refused
from tests.trading import REASON, Trading, digest

Step = Callable[..., None]
STEPS: list[tuple[re.Pattern[str], Step]] = []

NAME = r"([\w-]+)"
SUM = r"([\d.]+) ₫"


class Differs(Exception):
    """The exchange did not answer as the scenario says."""


def step(sentence: str) -> Callable[[Step], Step]:
    """The sentence that a function carries out; its groups are the function's words."""

    def known(function: Step) -> Step:
        STEPS.append((re.compile(sentence), function))
        return function

    return known


class Scenario:
    """A scenario under way: the exchange, and what its names stand for."""

    def __init__(self, exchange: Trading) -> None:
        self.exchange = exchange
        self.actors: dict[str, Actor] = {"the exchange": EXCHANGE}
        self.ids: dict[str, str] = {}

    def run(self, text: str) -> None:
        """Carry out every line. Raises with the line that differs."""
        for number, line in enumerate(text.splitlines(), 1):
            sentence = line.partition("#")[0].strip()
            if sentence:
                try:
                    self._sentence(sentence)
                except Exception as error:
                    error.add_note(f"line {number}: {sentence}")
                    raise

    def _sentence(self, sentence: str) -> None:
        sentence, _, code = sentence.partition(", but is refused: ")
        if not code:
            self._do(sentence)
            return
        before = self._everything()
        try:
            self._do(sentence)
        except Refused as refused:
            if refused.why.name != code:
                raise Differs(f"refused as {refused.why.name}: {refused.text()}") from None
        else:
            raise Differs("it was not refused")
        if self._everything() != before:
            raise Differs("the refusal left a trace")

    def _do(self, sentence: str) -> None:
        for pattern, function in STEPS:
            if found := pattern.fullmatch(sentence):
                function(self, *found.groups())
                return
        raise Differs("this sentence is not known")

    def _everything(self) -> dict[str, Any]:
        tables = ["journal", "door", *self.exchange.house.tables]
        return {
            table: sorted(map(repr, self.exchange.rows(f"SELECT * FROM {table}")))
            for table in tables
        }

    def contract(self, order: str) -> str:
        return derived("contract", self.ids[order])

    def grant(self, order: str) -> str:
        return derived("grant", self.ids[order])


def minor(text: str) -> int:
    """A sum in đồng as it is written."""
    return int(text.replace(".", ""))


def dong(text: str) -> dict[str, Any]:
    """The same, as a request says it."""
    return {"minor": minor(text), "currency": "VND"}


def same(found: Any, expected: Any) -> None:
    """What a sentence says must be so."""
    if found != expected:
        raise Differs(f"found {found!r}, expected {expected!r}")


# who takes part, and what is listed


@step(f"{NAME} joins as ([a-z ,]+)")
def joins(now: Scenario, name: str, roles: str) -> None:
    now.actors[name] = now.exchange.join(*re.split(", | and ", roles))


@step(rf"{NAME} drafts {NAME} with (\d+) files?")
def drafts(now: Scenario, seller: str, product: str, files: str) -> None:
    now.ids[product] = now.exchange.product(now.actors[seller], files=int(files))


@step(rf"{NAME} adds a version of {NAME} with (\d+) files?")
def adds_version(now: Scenario, seller: str, product: str, files: str) -> None:
    now.exchange.version(now.actors[seller], now.ids[product], files=int(files))


@step(f"{NAME} submits {NAME}")
def submits(now: Scenario, seller: str, product: str) -> None:
    now.exchange.ask(now.actors[seller], catalogue.SubmitProduct, product=now.ids[product])


@step(f"{NAME} lists {NAME}(?:, because (.+))?")
def lists(now: Scenario, operator: str, product: str, reason: str | None) -> None:
    now.exchange.ask(
        now.actors[operator],
        catalogue.ListProduct,
        product=now.ids[product],
        reason=reason or REASON,
    )


@step(f"{NAME} delists {NAME}, because (.+)")
def delists(now: Scenario, by: str, product: str, reason: str) -> None:
    product = now.ids[product]
    now.exchange.ask(now.actors[by], catalogue.DelistProduct, product=product, reason=reason)


# terms and offers


@step(
    f"{NAME} publishes terms {NAME}: (without end|\\d+ days), for ([a-z_ ,]+), in ([A-Z ,]+|any"
    " country)(, exclusive)?(, onward allowed)?"
)
def publishes(
    now: Scenario,
    seller: str,
    terms: str,
    days: str,
    purposes: str,
    territory: str,
    exclusive: str | None,
    onward: str | None,
) -> None:
    now.ids[terms] = now.exchange.terms(
        now.actors[seller],
        days=None if days == "without end" else int(days.split()[0]),
        purposes=re.split(", | and ", purposes),
        territory=[] if territory == "any country" else re.split(", ", territory),
        exclusive=exclusive is not None,
        onward="allowed" if onward else "none",
    )


@step(f"{NAME} offers {NAME} under {NAME} for {SUM} as {NAME}")
def offers(now: Scenario, seller: str, product: str, terms: str, price: str, offer: str) -> None:
    now.ids[offer] = now.exchange.offer(
        now.actors[seller], now.ids[product], now.ids[terms], minor(price)
    )


@step(f"{NAME} withdraws {NAME}")
def withdraws(now: Scenario, seller: str, offer: str) -> None:
    now.exchange.ask(now.actors[seller], market.WithdrawOffer, offer=now.ids[offer])


# orders and contracts


@step(f"{NAME} orders {NAME} for {NAME} in ([A-Z]{{2}}) as {NAME}")
def orders(now: Scenario, buyer: str, offer: str, purpose: str, country: str, order: str) -> None:
    name = now.ids.get(order, new_id("order"))
    wanted = now.ids.get(offer, new_id("offer"))
    now.exchange.order(now.actors[buyer], wanted, order=name, purpose=purpose, country=country)
    now.ids[order] = name


@step(f"{NAME} cancels {NAME}")
def cancels(now: Scenario, by: str, order: str) -> None:
    now.exchange.ask(now.actors[by], market.CancelOrder, order=now.ids[order])


@step(f"{NAME} ends the contract of {NAME}, because (.+)")
def ends(now: Scenario, by: str, order: str, reason: str) -> None:
    contract = now.contract(order)
    now.exchange.ask(now.actors[by], market.EndContract, contract=contract, reason=reason)


@step(f"{NAME} has a contract")
def has_contract(now: Scenario, order: str) -> None:
    found = now.exchange.question(market.order, now.ids[order])
    same(found and (found.state, found.ended_at), ("concluded", None))


@step(f"{NAME} has no contract")
def has_no_contract(now: Scenario, order: str) -> None:
    same(now.exchange.question(market.contract_facts, now.contract(order)), None)


@step(f"the contract of {NAME} was ended by the {NAME}")
def was_ended(now: Scenario, order: str, by: str) -> None:
    found = now.exchange.question(market.order, now.ids[order])
    same(found and found.ended_by, by)


# money


@step(rf"{NAME} sets the fee to (\d+) basis points")
def sets_fee(now: Scenario, operator: str, points: str) -> None:
    now.exchange.ask(now.actors[operator], settlement.SetFee, basis_points=int(points))


@step(rf"{NAME} sets the time to check to (\d+) days")
def sets_acceptance(now: Scenario, operator: str, days: str) -> None:
    now.exchange.ask(now.actors[operator], settlement.SetAcceptance, days=int(days))


@step(f"{NAME} pays {NAME} from the wallet")
def pays_from_wallet(now: Scenario, by: str, order: str) -> None:
    now.exchange.ask(now.actors[by], settlement.PayFromWallet, order=now.ids[order])


@step(f"{NAME} records {SUM} from {NAME}, bank entry {NAME}")
def records_from(now: Scenario, by: str, amount: str, payer: str, entry: str) -> None:
    now.exchange.pay(now.actors[by], now.actors[payer], minor(amount), entry)


@step(f"{NAME} records {SUM} with the reference of {NAME}, bank entry {NAME}")
def records_reference(now: Scenario, by: str, amount: str, order: str, entry: str) -> None:
    now.exchange.ask(
        now.actors[by],
        settlement.RecordPayment,
        entry=digest(entry),
        reference=settlement.reference_of(now.ids.get(order, new_id("order"))),
        amount=dong(amount),
    )


@step(rf"{NAME} combines ([\w-]+(?:, [\w-]+)+) into {NAME}")
def combines(now: Scenario, by: str, orders: str, combined: str) -> None:
    asked: dict[str, Any] = {"orders": [now.ids[each] for each in orders.split(", ")]}
    name = now.ids.setdefault(combined, new_id("combined"))
    now.exchange.ask(now.actors[by], settlement.CombinePayments, combined=name, **asked)


@step(f"the bank says that {SUM} came with the combined reference of {NAME}, entry {NAME}")
def counts_combined(now: Scenario, amount: str, combined: str, entry: str) -> None:
    named: dict[str, Any] = {
        "references": [settlement.combined_reference(now.ids[combined])],
        "amount": dong(amount),
    }
    now.exchange.ask(
        EXCHANGE,
        settlement.CountEntry,
        entry=digest(entry),
        whole=digest(entry),
        parts_count=1,
        incoming=True,
        booked_at=now.exchange.now,
        **named,
    )


@step(f"{NAME} records {SUM} with the combined reference of {NAME}, bank entry {NAME}")
def records_combined(now: Scenario, by: str, amount: str, combined: str, entry: str) -> None:
    reference = settlement.combined_reference(now.ids[combined])
    said: dict[str, Any] = {"reference": reference, "amount": dong(amount)}
    now.exchange.ask(now.actors[by], settlement.RecordPayment, entry=digest(entry), **said)


@step(f"{NAME} pays out {SUM} to {NAME}, bank entry {NAME}")
def pays_out(now: Scenario, by: str, amount: str, payee: str, entry: str) -> None:
    now.exchange.ask(
        now.actors[by],
        settlement.RecordPayout,
        entry=digest(entry),
        organisation=now.actors[payee].organisation,
        amount=dong(amount),
    )


@step(f"{NAME} refunds {NAME}, because (.+)")
def refunds(now: Scenario, by: str, order: str, reason: str) -> None:
    asked = {"order": now.ids[order], "reason": reason}
    now.exchange.ask(now.actors[by], settlement.RefundOrder, **asked)


@step(f"the time to check {NAME} is over")
def acceptance_over(now: Scenario, order: str) -> None:
    now.exchange.ask(EXCHANGE, settlement.EndAcceptance, order=now.ids[order])


@step(f"{NAME} has {SUM}")
def has(now: Scenario, who: str, amount: str) -> None:
    same(now.exchange.wallet(now.actors[who]), minor(amount))


@step(f"the fees are {SUM}")
def fees(now: Scenario, amount: str) -> None:
    same(now.exchange.question(settlement.balance, settlement.FEES), minor(amount))


@step(f"{SUM} (?:is|are) held for {NAME}")
def held(now: Scenario, amount: str, order: str) -> None:
    account = settlement.escrow(now.ids[order])
    same(now.exchange.question(settlement.balance, account), minor(amount))


@step(f"{NAME} awaits payment of {SUM} from {NAME}")
def awaits(now: Scenario, order: str, amount: str, buyer: str) -> None:
    found = now.exchange.question(settlement.awaited, now.actors[buyer].organisation)
    due = [each.amount.minor for each in found if each.order == now.ids[order]]
    same(due, [minor(amount)])


@step(f"nothing is awaited from {NAME}")
def awaits_nothing(now: Scenario, buyer: str) -> None:
    same(now.exchange.question(settlement.awaited, now.actors[buyer].organisation), [])


# access and delivery


@step(rf"{NAME} makes {NAME} for {NAME}, for (\d+) days")
def makes(now: Scenario, buyer: str, key: str, order: str, days: str) -> None:
    now.ids[key] = now.exchange.credential(now.actors[buyer], now.grant(order), key, days=int(days))


@step(f"{NAME} revokes {NAME}")
def revokes(now: Scenario, buyer: str, key: str) -> None:
    now.exchange.ask(now.actors[buyer], delivery.RevokeCredential, credential=now.ids[key])


@step(rf"{NAME} opens version (\d+) of {NAME}")
def opens(now: Scenario, key: str, number: str, product: str) -> None:
    found = now.exchange.access(key)
    if (why := found.decision.refusal) is not None:
        raise Refused(why)
    same((found.product, found.current.delta_version + 1), (now.ids[product], int(number)))
    same(now.exchange.question(delivery.is_open, found.grant, now.exchange.now), True)


@step(rf"(\d+) of the files of {NAME} (?:has|have) been sent whole")
def sent(now: Scenario, count: str, order: str) -> None:
    files = [
        {"file": digest(str(file))[:32], "bytes": 100, "whole": True, "bought": True}
        for file in range(int(count))
    ]
    now.exchange.ask(EXCHANGE, delivery.RecordFetches, grant=now.grant(order), files=files)


@step(f"{NAME} confirms the delivery of {NAME}")
def confirms(now: Scenario, buyer: str, order: str) -> None:
    contract = now.contract(order)
    now.exchange.ask(now.actors[buyer], delivery.ConfirmDelivery, contract=contract)


@step(f"the delivery of {NAME} is proven: {NAME}")
def proven(now: Scenario, order: str, proof: str) -> None:
    found = now.exchange.question(delivery.grant, now.grant(order))
    same(found and found.proof, proof)


@step(f"the delivery of {NAME} is not proven")
def not_proven(now: Scenario, order: str) -> None:
    found = now.exchange.question(delivery.grant, now.grant(order))
    same(found and found.proof, None)


# time and the books


@step(r"(\d+) days? pass(?:es)?")
def days_pass(now: Scenario, days: str) -> None:
    now.exchange.now += int(days) * DAY


@step(f"the stored text of {NAME} holds a term of a newer program")
def newer_term(now: Scenario, terms: str) -> None:
    """No journal says this: a database that a newer program wrote, or that was tampered with."""
    (text,) = now.exchange.rows("SELECT text FROM policy_terms WHERE id = ?", now.ids[terms])[0]
    newer = text.replace("{", '{"audience":"adults",', 1)
    for change in (
        "UPDATE policy_terms SET text = ? WHERE id = ?",
        "UPDATE market_offer SET licence = ? WHERE terms = ?",
    ):
        now.exchange.behind_the_door(change, newer, now.ids[terms])


@step("the books balance")
def books_balance(now: Scenario) -> None:
    same(set(now.exchange.question(settlement.trial_balance).values()) <= {0}, True)


@step("replaying the journal grows the same tables")
def replays(now: Scenario) -> None:
    same(now.exchange.replayed().different, [])
