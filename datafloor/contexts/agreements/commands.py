"""What can be asked about contracts' texts, keys, signatures and changes."""

from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.agreements.model import (
    Breach,
    ChangeId,
    EditionNumber,
    Jws,
    KeyId,
    PublicKey,
    Side,
)
from datafloor.contexts.catalogue import ProductId, VersionId
from datafloor.contexts.market import ContractId, Cut, OrderId
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.policy import Country, Purpose, TermsId
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Command, PublicText, role, the_exchange
from datafloor.kernel.money import Money


class DrawContract(Command, frozen=True):
    """A contract was concluded, so its text is drawn. The fields are what the contract said."""

    kind = "agreements.draw_contract"
    may = the_exchange
    contract: ContractId
    seller: OrganisationId
    buyer: OrganisationId
    product: ProductId
    version: VersionId
    terms: TermsId
    purpose: Purpose
    country: Country
    price: Money
    cut: Cut | None
    starts_at: Instant
    ends_at: Instant | None


class RegisterKey(Command, frozen=True):
    """An organisation signs its contracts with this key from now on. An earlier one is replaced:
    what it signed stays signed."""

    kind = "agreements.register_key"
    may = role("seller", "buyer")
    key: KeyId
    public_key: PublicKey


class HoldKey(Command, frozen=True):
    """The exchange holds a key for an organisation that has registered none, or (`None`) its own
    key."""

    kind = "agreements.hold_key"
    may = the_exchange
    key: KeyId
    organisation: OrganisationId | None
    public_key: PublicKey


class RevokeKey(Command, frozen=True):
    """An organisation's key signs nothing from now on. What it signed before stays signed."""

    kind = "agreements.revoke_key"
    may = role("seller", "buyer")
    key: KeyId


class SignContract(Command, frozen=True):
    """A party signs an edition with its own key."""

    kind = "agreements.sign_contract"
    may = role("seller", "buyer")
    contract: ContractId
    edition_number: EditionNumber
    key: KeyId
    jws: Jws


class HeldSignature(Struct, frozen=True, forbid_unknown_fields=True):
    """One signature by a key that the exchange holds."""

    contract: ContractId
    edition_number: EditionNumber
    side: Side
    key: KeyId
    jws: Jws


class SignHeld(Command, frozen=True):
    """Editions are signed by keys that the exchange holds: its own, and those of parties that
    have registered none."""

    kind = "agreements.sign_held"
    may = the_exchange
    signatures: Annotated[tuple[HeldSignature, ...], Meta(min_length=1, max_length=96)]


class ProposeAmendment(Command, frozen=True):
    """One side proposes other terms, another purpose, country or notice for a contract that
    runs."""

    kind = "agreements.propose_amendment"
    may = role("seller", "buyer")
    change: ChangeId
    contract: ContractId
    terms: TermsId
    purpose: Purpose
    country: Country
    notice_days: Annotated[int, Meta(ge=0, le=3660)]


class ProposeAssignment(Command, frozen=True):
    """The buyer proposes that another organisation takes its place."""

    kind = "agreements.propose_assignment"
    may = role("buyer")
    change: ChangeId
    contract: ContractId
    to: OrganisationId


class ProposeRenewal(Command, frozen=True):
    """One side proposes that a contract goes on after its end; 0 is free."""

    kind = "agreements.propose_renewal"
    may = role("seller", "buyer")
    change: ChangeId
    contract: ContractId
    order: OrderId
    terms: TermsId
    price: Money


class AgreeToChange(Command, frozen=True):
    """An organisation whose consent a proposal needs gives it; with the last one it is made."""

    kind = "agreements.agree_to_change"
    may = role("seller", "buyer")
    change: ChangeId


class DeclineChange(Command, frozen=True):
    """The proposal is declined by somebody whose consent it needs, or withdrawn by who made it."""

    kind = "agreements.decline_change"
    may = role("seller", "buyer")
    change: ChangeId


class GiveNotice(Command, frozen=True):
    """Seller or buyer ends a contract without cause, after the notice that it says."""

    kind = "agreements.give_notice"
    may = role("seller", "buyer")
    contract: ContractId
    ends_at: Instant
    reason: PublicText


class ClaimBreach(Command, frozen=True):
    """Seller or buyer ends a contract at once, since the other side broke it, and says how. `back`
    is what a buyer claims of the price: the part of it that was not used."""

    kind = "agreements.claim_breach"
    may = role("seller", "buyer")
    contract: ContractId
    breach: Breach
    back: Money
    reason: PublicText


class AnswerBreach(Command, frozen=True):
    """The other side accepts what is claimed of it, or objects and says why."""

    kind = "agreements.answer_breach"
    may = role("seller", "buyer")
    contract: ContractId
    accepts: bool
    reason: PublicText


class DecideBreach(Command, frozen=True):
    """The operator records what the parties, or who judged between them, found after an objection;
    or the exchange, that nobody answered in time. `back` is what the buyer gets of what is held."""

    kind = "agreements.decide_breach"
    may = role("operator", "exchange")
    contract: ContractId
    back: Money
    reason: PublicText
