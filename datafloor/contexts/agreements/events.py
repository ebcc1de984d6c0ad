"""What has happened to contracts' texts, keys, signatures and changes."""

from datafloor.contexts.agreements.model import (
    Breach,
    ChangeId,
    Content,
    Digests,
    EditionNumber,
    Jws,
    KeyId,
    PublicKey,
    Side,
    What,
)
from datafloor.contexts.market import ContractId, OrderId
from datafloor.contexts.participants import OrganisationId
from datafloor.kernel.clock import Instant
from datafloor.kernel.message import Event, PublicText
from datafloor.kernel.money import Money


class ContractDrawn(Event, frozen=True):
    """An edition of a contract is frozen: what was agreed, and the digests of the texts that are
    made of it."""

    kind = "agreements.contract_drawn.v1"
    contract: ContractId
    content: Content
    digests: Digests


class KeyRegistered(Event, frozen=True):
    """An organisation signs with this key from now on (`None`: the exchange); `held` is whether
    the exchange keeps the private half for it."""

    kind = "agreements.key_registered.v1"
    key: KeyId
    organisation: OrganisationId | None
    public_key: PublicKey
    held: bool


class KeyRevoked(Event, frozen=True):
    """A key signs nothing from now on."""

    kind = "agreements.key_revoked.v1"
    key: KeyId


class ContractSigned(Event, frozen=True):
    """One side signed an edition. `jws` holds all its digests."""

    kind = "agreements.contract_signed.v1"
    contract: ContractId
    edition_number: EditionNumber
    side: Side
    key: KeyId
    public_key: PublicKey
    held: bool
    jws: Jws


class ChangeProposed(Event, frozen=True):
    """Somebody proposed a change; it is made when all in `awaits` agreed."""

    kind = "agreements.change_proposed.v1"
    change: ChangeId
    contract: ContractId
    edition_number: EditionNumber
    organisation: OrganisationId
    awaits: tuple[OrganisationId, ...]
    what: What


class ChangeAgreed(Event, frozen=True):
    """An organisation agreed to a change."""

    kind = "agreements.change_agreed.v1"
    change: ChangeId
    contract: ContractId
    organisation: OrganisationId


class ChangeDeclined(Event, frozen=True):
    """A proposal was declined or withdrawn."""

    kind = "agreements.change_declined.v1"
    change: ChangeId
    contract: ContractId
    organisation: OrganisationId


class ChangeMade(Event, frozen=True):
    """All agreed: from now on the contract is as `content` says. A renewal that has a price
    changes nothing in the contract: it becomes an order of its own."""

    kind = "agreements.change_made.v1"
    change: ChangeId
    contract: ContractId
    what: What
    content: Content


class RenewalBegun(Event, frozen=True):
    """A renewal was paid: its contract runs until the days of its terms, added to the end of the
    one that it renews, are over."""

    kind = "agreements.renewal_begun.v1"
    contract: ContractId
    renews: ContractId
    ends_at: Instant


class NoticeGiven(Event, frozen=True):
    """Seller or buyer gave notice: the contract ends then."""

    kind = "agreements.notice_given.v1"
    contract: ContractId
    side: Side
    ends_at: Instant
    reason: PublicText


class BreachClaimed(Event, frozen=True):
    """One side ended the contract because the other broke it. What is held for it stays held until
    the other side has answered, or its time to do so is over."""

    kind = "agreements.breach_claimed.v1"
    contract: ContractId
    order: OrderId
    side: Side
    breach: Breach
    back: Money
    reason: PublicText
    at: Instant
    answer_until: Instant


class BreachAnswered(Event, frozen=True):
    """The other side accepted, or objected; `back` is what was claimed."""

    kind = "agreements.breach_answered.v1"
    contract: ContractId
    order: OrderId
    side: Side
    accepted: bool
    back: Money
    reason: PublicText


class BreachDecided(Event, frozen=True):
    """It is settled what the buyer gets of what is held."""

    kind = "agreements.breach_decided.v1"
    contract: ContractId
    order: OrderId
    back: Money
    reason: PublicText
