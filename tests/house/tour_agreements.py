"""The part of the tour that is about contracts: signed, changed, handed on, renewed and ended."""

from typing import Any

from datafloor.contexts import agreements
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE, Actor, Command
from datafloor.verify import jws
from tests.trading import Trading, digest


class Keys:
    """Held keys as the exchange has them: each follows from its id."""

    def new(self) -> tuple[str, str]:
        key = new_id("key")
        return key, jws.public_of(self.seed(key))

    def sign(self, key: str, payload: bytes) -> str:
        return jws.sign(self.seed(key), key, payload)

    def seed(self, key: str) -> bytes:
        return bytes.fromhex(digest(key))


KEYS = Keys()


def sign_held(t: Trading) -> int:
    """What the exchange signs after a commit; how many signatures that were."""

    def ask(command: Command) -> object:
        return t.door.execute(command, EXCHANGE, new_id("request"))

    return agreements.sign_waiting(t.database, KEYS, ask)


def register_key(t: Trading, who: Actor) -> str:
    """An organisation signs with a key of its own from now on."""
    key, public_key = KEYS.new()
    t.ask(who, agreements.RegisterKey, key=key, public_key=public_key)
    return key


def sign(t: Trading, who: Actor, contract: str, key: str, edition: int = 1, **but: Any) -> None:
    """A party signs an edition with its own key."""
    view = t.question(agreements.agreement_of, contract)
    (seal,) = (each.seal for each in view.editions if each.content.edition_number == edition)
    said: dict[str, Any] = {"contract": contract, "edition_number": edition, "key": key}
    said |= {"jws": KEYS.sign(key, seal.encode())} | but
    t.ask(
        who,
        agreements.SignContract,
        **said,
    )


def amend(t: Trading, who: Actor, contract: str, terms: str, **but: Any) -> str:
    """Somebody proposes other terms; the proposal's id."""
    said: dict[str, Any] = {
        "change": new_id("change"),
        "purpose": "research",
        "country": "VN",
    } | but
    said = {"notice_days": 30, **said}
    t.ask(who, agreements.ProposeAmendment, contract=contract, terms=terms, **said)
    return str(said["change"])


def assign(t: Trading, who: Actor, contract: str, to: Actor) -> str:
    """The buyer proposes that another takes its place; the proposal's id."""
    change = new_id("change")
    said = {"contract": contract, "to": to.organisation}
    t.ask(who, agreements.ProposeAssignment, change=change, **said)
    return change


def renew(t: Trading, who: Actor, contract: str, terms: str, price: int) -> str:
    """Somebody proposes that a contract goes on; the proposal's id."""
    change = new_id("change")
    t.ask(
        who,
        agreements.ProposeRenewal,
        change=change,
        contract=contract,
        order=derived("order", change),
        terms=terms,
        price={"minor": price, "currency": "VND"},
    )
    return change


def agree(t: Trading, who: Actor, change: str) -> None:
    t.ask(who, agreements.AgreeToChange, change=change)


def give_notice(t: Trading, who: Actor, contract: str, days: int) -> None:
    """Somebody ends a contract after so many days."""
    said: dict[str, Any] = {"ends_at": t.now + days * DAY, "reason": "We need the data no more."}
    t.ask(who, agreements.GiveNotice, contract=contract, **said)


def break_contracts(t: Trading, operator: Actor, seller: Actor, buyer: Actor, product: str) -> None:
    """One that is accepted to be broken, one that is objected to and settled."""
    offer = t.offer(seller, product, t.terms(seller), 1_000)
    t.pay(operator, buyer, 2_000, "for broken contracts")
    for accepts in (True, False):
        contract = derived("contract", t.order(buyer, offer))
        back = {"minor": 600, "currency": "VND"}
        of: dict[str, Any] = {"contract": contract, "reason": "Half of the days are missing."}
        t.ask(buyer, agreements.ClaimBreach, breach="misdescribed", back=back, **of)
        t.ask(seller, agreements.AnswerBreach, accepts=accepts, **of)
    t.ask(operator, agreements.DecideBreach, back=back, **of)


def agreeing(t: Trading, operator: Actor, seller: Actor, buyer: Actor, product: str) -> None:
    """A contract is signed by all, amended, assigned, renewed and ended by notice."""
    free = t.terms(seller, purposes=["research"])
    offer = t.offer(seller, product, free, 0)
    other = t.join("buyer")
    key = register_key(t, buyer)
    order = t.order(buyer, offer)
    contract = derived("contract", order)
    sign(t, buyer, contract, key)
    sign_held(t)
    wide = t.terms(seller, days=730, purposes=["any"], territory=[])
    agree(t, seller, amend(t, buyer, contract, wide, purpose="ai_training"))
    declined = amend(t, seller, contract, free)
    t.ask(buyer, agreements.DeclineChange, change=declined)
    change = assign(t, buyer, contract, other)
    agree(t, other, change)
    agree(t, seller, change)
    agree(t, seller, renew(t, other, contract, wide, 0))
    t.pay(operator, other, 1, "the renewal")
    agree(t, seller, renew(t, other, contract, wide, 1))
    give_notice(t, other, contract, 31)
    break_contracts(t, operator, seller, buyer, product)
    t.ask(buyer, agreements.RevokeKey, key=key)
    sign_held(t)
