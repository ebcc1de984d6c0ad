"""Facts about contracts, as rules get them."""

from hashlib import sha256
from typing import Any

import msgspec

from datafloor.contexts.agreements.model import (
    Amendment,
    Assignment,
    ChangeFacts,
    ChangeState,
    Content,
    EditionFacts,
    KeyFacts,
    LawOf,
    NoticeFacts,
    ProposalFacts,
    Renewal,
    Side,
)
from datafloor.contexts.agreements.rules import digests, seal
from datafloor.contexts.market import ContractFacts, OneOff
from datafloor.contexts.policy import Limit, Onward, Purpose, Terms, TermsFacts
from datafloor.kernel import canonical
from datafloor.kernel.ids import derived
from datafloor.verify import jws
from tests.rules.deciding import BUYER, DAY, NOW, OTHER_BUYER, SELLER, dong

BODY = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
CONTRACT_ID = f"contract_{BODY}"
PRODUCT = f"product_{BODY}"
VERSION = f"version_{BODY}"
TERMS_ID = f"terms_{BODY}"
CHANGE_ID = f"change_{BODY}"
KEY_ID = f"key_{BODY}"
OTHER_KEY_ID = f"key_{BODY[:-1]}W"
ORDER = derived("order", CHANGE_ID)
LAW = LawOf("none", "0" * 64)

LICENCE = Terms(
    days=365,
    purposes=(Purpose.research,),
    territory=("VN",),
    exclusive=False,
    onward=Onward.none,
    ip=(Limit.attribution, Limit.no_reidentification),
)


def but(value: Any, **changes: Any) -> Any:
    """The same, but for what is said."""
    return msgspec.structs.replace(value, **changes)


def text_of(licence: Terms) -> str:
    return canonical.encode(licence).decode()


TERMS = TermsFacts(SELLER.organisation, text_of(LICENCE))

CONTENT = Content(
    form_version=1,
    contract=CONTRACT_ID,
    edition_number=1,
    previous=None,
    renews=None,
    seller=SELLER.organisation,
    buyer=BUYER.organisation,
    product=PRODUCT,
    version=VERSION,
    data="d" * 64,
    terms=TERMS_ID,
    terms_digest=sha256(TERMS.text.encode()).hexdigest(),
    licence=LICENCE,
    purpose=Purpose.research,
    country="VN",
    price=dong(5_000_000),
    paid=OneOff(),
    cut=None,
    starts_at=NOW - DAY,
    ends_at=NOW + 364 * DAY,
    notice_days=30,
    law=LAW,
)
EDITION = EditionFacts(CONTENT, digests(CONTENT), frozenset())
SEAL = seal(CONTENT, EDITION.digests)

CONTRACT = ContractFacts(
    contract=CONTRACT_ID,
    order=derived("order", CONTRACT_ID),
    product=PRODUCT,
    version=VERSION,
    seller=SELLER.organisation,
    buyer=BUYER.organisation,
    terms=TERMS_ID,
    purpose=Purpose.research,
    country="VN",
    starts_at=CONTENT.starts_at,
    ends_at=CONTENT.ends_at,
    ended_at=None,
)
OVER = but(CONTRACT, ends_at=NOW)
ENDED = but(CONTRACT, ended_at=NOW - 1)

PROPOSAL = ProposalFacts(
    exists=False,
    contract=CONTRACT,
    edition=EDITION,
    open_change=False,
    notice_given=False,
    terms=TERMS,
    roles=frozenset({"buyer"}),
)

SEED = sha256(b"buyer").digest()
KEY = KeyFacts(KEY_ID, BUYER.organisation, jws.public_of(SEED), False, False, False)
HELD_SEED = sha256(b"held").digest()
HELD = KeyFacts(OTHER_KEY_ID, SELLER.organisation, jws.public_of(HELD_SEED), True, False, False)
STATEMENT = jws.sign(SEED, KEY_ID, SEAL)

WIDE = but(LICENCE, days=730, purposes=(Purpose.any,))
AMENDMENT = Amendment(TERMS_ID, "e" * 64, WIDE, Purpose.ai_training, "VN", 60)
ASSIGNMENT = Assignment(OTHER_BUYER.organisation)
RENEWAL = Renewal(ORDER, TERMS_ID, CONTENT.terms_digest, LICENCE, dong(0))
CHANGE = ChangeFacts(
    change=CHANGE_ID,
    contract=CONTRACT,
    edition=EDITION,
    proposer=BUYER.organisation,
    awaits=frozenset({SELLER.organisation}),
    state=ChangeState.open,
    what=AMENDMENT,
)
NOTICE = NoticeFacts(CONTRACT, EDITION, False)

SIGNED = but(EDITION, signed=frozenset(Side))
