"""Nouns: what was agreed, its editions and digests, the keys that sign them, and changes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.contexts.catalogue import ProductId, VersionId
from datafloor.contexts.market import ContractFacts, ContractId, Cut, OrderId, PriceForm
from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.policy import Country, Purpose, Terms, TermsFacts, TermsId
from datafloor.kernel.clock import Instant
from datafloor.kernel.ids import pattern, whole
from datafloor.kernel.message import Digest
from datafloor.kernel.money import Money

KeyId = Annotated[str, Meta(pattern=pattern("key"))]
ChangeId = Annotated[str, Meta(pattern=pattern("change"))]
PublicKey = Annotated[str, Meta(pattern=whole("[A-Za-z0-9_-]{43}"))]
"""An Ed25519 public key as its JWK says it: `x`, 32 bytes in base64url."""

Jws = Annotated[
    str,
    Meta(pattern=whole(r"[A-Za-z0-9_-]{20,300}\.[A-Za-z0-9_-]{0,1200}\.[A-Za-z0-9_-]{86}")),
]
"""A compact JWS with an Ed25519 signature; without the middle part its payload is detached."""

EditionNumber = Annotated[int, Meta(ge=1, le=10_000)]

FORM = 1
"""The wording in which contracts are drawn now. A wording never changes: a better one is another
number, so that what was signed can be written again, letter by letter."""

NOTICE_DAYS = 30
"""The notice of an ending without cause where the parties agreed on no other. No law that was read
sets one, so it is the exchange's own; it stands in each contract."""

EXCHANGE_SIDE = "exchange"
"""Whose key it is that signs for the exchange itself."""


class Side(StrEnum):
    """Who signs a contract."""

    seller = "seller"
    buyer = "buyer"
    exchange = "exchange"


class Breach(StrEnum):
    """In what the other side broke the contract. The seller: the data never came, or cannot be
    read any more, are not what was described, or are unlawful to have. The buyer: it used them
    otherwise than was allowed, passed them on, or does not pay."""

    not_delivered = "not_delivered"
    unreachable = "unreachable"
    misdescribed = "misdescribed"
    unlawful = "unlawful"
    misused = "misused"
    passed_on = "passed_on"
    unpaid = "unpaid"


BY_SELLER = frozenset(
    {Breach.not_delivered, Breach.unreachable, Breach.misdescribed, Breach.unlawful}
)
"""What a seller breaks, and a buyer claims; the others are the other way round."""

ANSWER_DAYS = 7
"""How long the other side has to answer. No law that was read says; it is the exchange's own."""


class BreachState(StrEnum):
    """Where a claim of breach stands: to be answered; accepted, by a word or by silence; objected
    to; or decided afterwards, as parties or a court found."""

    open = "open"
    accepted = "accepted"
    objected = "objected"
    decided = "decided"


class Language(StrEnum):
    """In which a text is written."""

    vi = "vi"
    en = "en"


class LawOf(Struct, frozen=True, forbid_unknown_fields=True):
    """Under which rule pack a contract was drawn."""

    pack: Annotated[str, Meta(pattern=whole("[a-z0-9_-]{1,40}"))]
    digest: Digest


class Content(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was agreed: all from which both texts and the ODRL agreement are made, and no more.

    `data` is the digest of the version that was bought, `terms_digest` that of the licence's own
    text, `previous` that of the content of the edition before. `renews` is the contract that this
    one goes on from. `paid` is how the price is paid, `cut` what of the product is left out.
    """

    form_version: Annotated[int, Meta(ge=1)]
    contract: ContractId
    edition_number: EditionNumber
    previous: Digest | None
    renews: ContractId | None
    seller: OrganisationId
    buyer: OrganisationId
    product: ProductId
    version: VersionId
    data: Digest
    terms: TermsId
    terms_digest: Digest
    licence: Terms
    purpose: Purpose
    country: Country
    price: Money
    paid: PriceForm
    cut: Cut | None
    starts_at: Instant
    ends_at: Instant | None
    notice_days: Annotated[int, Meta(ge=0, le=3660)]
    law: LawOf


class Digests(Struct, frozen=True, forbid_unknown_fields=True):
    """SHA-256 of an edition's content, of its two texts, and of its ODRL agreement."""

    content: Digest
    text_vi: Digest
    text_en: Digest
    odrl: Digest


class Seal(Struct, frozen=True):
    """What a signature signs: which edition of which contract, by all its digests. Its canonical
    bytes are the payload of the JWS."""

    contract: str
    edition: int
    content: str
    text_vi: str
    text_en: str
    odrl: str


class Amendment(Struct, frozen=True, forbid_unknown_fields=True, tag="amendment", tag_field="is"):
    """Other terms of the same seller, another purpose or country."""

    terms: TermsId
    terms_digest: Digest
    licence: Terms
    purpose: Purpose
    country: Country
    notice_days: Annotated[int, Meta(ge=0, le=3660)]


class Assignment(Struct, frozen=True, forbid_unknown_fields=True, tag="assignment", tag_field="is"):
    """Another organisation takes the buyer's place."""

    to: OrganisationId


class Renewal(Struct, frozen=True, forbid_unknown_fields=True, tag="renewal", tag_field="is"):
    """The contract goes on after its end, under these terms, at this price. One with a price is
    an order of its own, and begins when it is paid."""

    order: OrderId
    terms: TermsId
    terms_digest: Digest
    licence: Terms
    price: Money


What = Amendment | Assignment | Renewal


class ChangeState(StrEnum):
    """Where a proposal stands."""

    open = "open"
    made = "made"
    declined = "declined"


class KeyFacts(Struct, frozen=True):
    """A key as it stands. Only the current one of its owner signs."""

    key: str
    owner: str
    public_key: str
    held: bool
    replaced: bool
    revoked: bool


class EditionFacts(Struct, frozen=True):
    """An edition, with what was recorded of it and who signed it."""

    content: Content
    digests: Digests
    signed: frozenset[Side]


class DrawFacts(Struct, frozen=True):
    """The terms, the digest of the data and the form of the price of a contract that was concluded;
    of a renewal, which contract it renews and when that ends. `taken`: it is drawn already."""

    terms: TermsFacts | None
    data: str
    paid: PriceForm
    renews: str | None
    renewed_ends_at: int | None
    taken: bool


class KeyDraftFacts(Struct, frozen=True):
    """What of a key is taken already, and the current key of its owner."""

    exists: bool
    public_key_taken: bool
    current: KeyFacts | None


class SignFacts(Struct, frozen=True):
    """An edition that is to be signed, and the key that signs."""

    edition: EditionFacts | None
    key: KeyFacts | None


class SignHeldFacts(Struct, frozen=True):
    """Editions that are to be signed, by contract and number, and keys by id."""

    editions: Mapping[tuple[str, int], EditionFacts]
    keys: Mapping[str, KeyFacts]


class ProposalFacts(Struct, frozen=True):
    """A contract that is to be changed, with its last edition and what stands in the way.

    `terms` are those that are proposed; `roles` those of the organisation that is to take the
    buyer's place, `None` where there is none.
    """

    exists: bool
    contract: ContractFacts | None
    edition: EditionFacts | None
    open_change: bool
    notice_given: bool
    terms: TermsFacts | None = None
    roles: frozenset[str] | None = None


class ChangeFacts(Struct, frozen=True):
    """A proposal as it stands, with the contract that it is about."""

    change: str
    contract: ContractFacts
    edition: EditionFacts
    proposer: str
    awaits: frozenset[str]
    state: ChangeState
    what: What


class NoticeFacts(Struct, frozen=True):
    """A contract of which notice is to be given, with its last edition."""

    contract: ContractFacts | None
    edition: EditionFacts | None
    notice_given: bool


class BreachFacts(Struct, frozen=True):
    """A claim of breach as it stands, with who is on each side of the contract."""

    contract: str
    seller: str
    buyer: str
    side: Side
    back: Money
    reason: str
    answer_until: int
    state: BreachState


class ClaimBreachFacts(Struct, frozen=True):
    """The contract that is said to be broken, with its last edition, and whether somebody said so
    before."""

    contract: ContractFacts | None
    edition: EditionFacts | None
    claimed: bool
