"""The tables of agreements. An edition is stored as what was agreed; its texts are written from it
each time they are read, and compared with the digests in the journal.

Trust: who can write `agreements_edition` can show other texts than were agreed, and who can write
`agreements_key` can make a key pass for a party's; the journal and the signatures show both. The
private halves of held keys are in no table: they follow from the exchange's key.
"""

import msgspec

from datafloor.contexts.agreements.commands import (
    AgreeToChange,
    DeclineChange,
    DrawContract,
    HoldKey,
    ProposeAmendment,
    ProposeAssignment,
    ProposeRenewal,
    RegisterKey,
    RevokeKey,
    SignContract,
    SignHeld,
)
from datafloor.contexts.agreements.events import (
    ChangeAgreed,
    ChangeDeclined,
    ChangeMade,
    ChangeProposed,
    ContractDrawn,
    ContractSigned,
    KeyRegistered,
    KeyRevoked,
    RenewalBegun,
)
from datafloor.contexts.agreements.model import (
    EXCHANGE_SIDE,
    ChangeFacts,
    ChangeState,
    DrawFacts,
    KeyDraftFacts,
    KeyFacts,
    ProposalFacts,
    Side,
    SignFacts,
    SignHeldFacts,
)
from datafloor.contexts.agreements.queries import (
    KEY,
    current_key,
    edition_facts,
    key_of,
    what_of,
)
from datafloor.contexts.agreements.store import ending
from datafloor.contexts.agreements.store.ending import notice_given
from datafloor.contexts.catalogue import version_facts
from datafloor.contexts.market import PlaceOrder, contract_facts, order_form
from datafloor.contexts.participants import is_registered, roles
from datafloor.contexts.policy import terms_facts
from datafloor.kernel import canonical
from datafloor.kernel.db import Asked, Tx
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Actor, Ahead, Apply, Call

SCHEMA = """
CREATE TABLE agreements_edition (
    contract TEXT NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    digests TEXT NOT NULL,
    seller TEXT NOT NULL,
    buyer TEXT NOT NULL,
    drawn_at INTEGER NOT NULL,
    PRIMARY KEY (contract, number)
) STRICT;
CREATE TABLE agreements_waiting (
    contract TEXT NOT NULL,
    number INTEGER NOT NULL,
    side TEXT NOT NULL,
    owner TEXT NOT NULL,
    drawn_at INTEGER NOT NULL,
    PRIMARY KEY (contract, number, side)
) STRICT;
CREATE INDEX agreements_waiting_owner ON agreements_waiting (owner);
CREATE TABLE agreements_key (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    public_key TEXT NOT NULL UNIQUE,
    held INTEGER NOT NULL,
    registered_at INTEGER NOT NULL,
    replaced_at INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE INDEX agreements_key_owner ON agreements_key (owner);
CREATE TABLE agreements_signature (
    contract TEXT NOT NULL,
    number INTEGER NOT NULL,
    side TEXT NOT NULL,
    key_id TEXT NOT NULL,
    public_key TEXT NOT NULL,
    held INTEGER NOT NULL,
    jws TEXT NOT NULL,
    signed_at INTEGER NOT NULL,
    PRIMARY KEY (contract, number, side)
) STRICT;
CREATE TABLE agreements_change (
    id TEXT PRIMARY KEY,
    contract TEXT NOT NULL,
    number INTEGER NOT NULL,
    proposer TEXT NOT NULL,
    kind TEXT NOT NULL,
    renewal_order TEXT,
    what TEXT NOT NULL,
    state TEXT NOT NULL,
    proposed_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE INDEX agreements_change_contract ON agreements_change (contract, state);
CREATE INDEX agreements_change_renewal ON agreements_change (renewal_order);
CREATE INDEX agreements_change_kind ON agreements_change (kind, state, closed_at);
CREATE TABLE agreements_consent (
    change_id TEXT NOT NULL,
    organisation TEXT NOT NULL,
    agreed_at INTEGER,
    PRIMARY KEY (change_id, organisation)
) STRICT;
CREATE INDEX agreements_consent_organisation ON agreements_consent (organisation);
CREATE TABLE agreements_notice (
    contract TEXT PRIMARY KEY,
    side TEXT NOT NULL,
    ends_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    given_at INTEGER NOT NULL
) STRICT;
CREATE TABLE agreements_breach (
    contract TEXT PRIMARY KEY,
    side TEXT NOT NULL,
    breach TEXT NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    reason TEXT NOT NULL,
    claimed_at INTEGER NOT NULL,
    answer_until INTEGER NOT NULL,
    state TEXT NOT NULL,
    answer TEXT,
    decision TEXT,
    decided_minor INTEGER,
    closed_at INTEGER
) STRICT;
CREATE INDEX agreements_breach_open ON agreements_breach (answer_until)
    WHERE state IN ('open', 'objected')
"""


_RENEWS = "SELECT contract FROM agreements_change WHERE renewal_order = ? AND state = 'made'"
_DRAWN = "SELECT number FROM agreements_edition WHERE contract = ?"


def expect_place_order(asked: PlaceOrder, by: Actor) -> list[Asked]:
    """What drawing the contract will ask."""
    return [(_RENEWS, (asked.order,)), (_DRAWN, (derived("contract", asked.order),))]


def load_draw_contract(tx: Tx, asked: DrawContract, call: Call) -> DrawFacts:
    """The licence's text, the data's digest, how the price is paid, and what it renews."""
    version = version_facts(tx, asked.version)
    assert version is not None, "a contract is about a version"
    order = derived("order", asked.contract)
    renews = tx.row(_RENEWS, order)
    renewed = contract_facts(tx, renews[0]) if renews else None
    paid = order_form(tx, order)
    assert paid is not None, "a contract is of an order"
    return DrawFacts(
        terms_facts(tx, asked.terms),
        version.digest,
        paid,
        renewed.contract if renewed else None,
        renewed.ends_at if renewed else None,
        tx.row(_DRAWN, asked.contract) is not None,
    )


def load_register_key(tx: Tx, asked: RegisterKey, call: Call) -> KeyDraftFacts:
    """What of the key is taken."""
    return _key_draft(tx, asked, call.by.organisation)


def load_hold_key(tx: Tx, asked: HoldKey, call: Call) -> KeyDraftFacts:
    """Whether its owner has one."""
    return _key_draft(tx, asked, asked.organisation or EXCHANGE_SIDE)


def _key_draft(tx: Tx, asked: RegisterKey | HoldKey, owner: str) -> KeyDraftFacts:
    found = tx.rows(
        "SELECT id FROM agreements_key WHERE id = ? OR public_key = ?", asked.key, asked.public_key
    )
    ids = {row[0] for row in found}
    return KeyDraftFacts(asked.key in ids, bool(ids - {asked.key}), current_key(tx, owner))


def load_revoke_key(tx: Tx, asked: RevokeKey, call: Call) -> KeyFacts | None:
    """The key as it stands."""
    return _key(tx, asked.key)


def load_sign_contract(tx: Tx, asked: SignContract, call: Call) -> SignFacts:
    """The edition and the key."""
    return SignFacts(edition_facts(tx, asked.contract, asked.edition_number), _key(tx, asked.key))


def load_sign_held(tx: Tx, asked: SignHeld, call: Call) -> SignHeldFacts:
    """The editions and the keys."""
    editions, keys = {}, {}
    for each in asked.signatures:
        name = each.contract, each.edition_number
        edition, key = edition_facts(tx, *name), _key(tx, each.key)
        assert edition is not None and key is not None, "the exchange signs what there is"
        editions[name], keys[each.key] = edition, key
    return SignHeldFacts(editions, keys)


def load_propose_amendment(tx: Tx, asked: ProposeAmendment, call: Call) -> ProposalFacts:
    """The contract as it stands, and the terms."""
    return _proposal(tx, asked)


def load_propose_assignment(tx: Tx, asked: ProposeAssignment, call: Call) -> ProposalFacts:
    """The contract as it stands, and the roles of whom it goes to."""
    return _proposal(tx, asked)


def load_propose_renewal(tx: Tx, asked: ProposeRenewal, call: Call) -> ProposalFacts:
    """The contract as it stands, and the terms."""
    return _proposal(tx, asked)


def _proposal(
    tx: Tx, asked: ProposeAmendment | ProposeAssignment | ProposeRenewal
) -> ProposalFacts:
    open_change = tx.row(
        "SELECT 1 FROM agreements_change WHERE contract = ? AND state = 'open'", asked.contract
    )
    known = isinstance(asked, ProposeAssignment) and is_registered(tx, asked.to)
    return ProposalFacts(
        exists=tx.row("SELECT 1 FROM agreements_change WHERE id = ?", asked.change) is not None,
        contract=contract_facts(tx, asked.contract),
        edition=edition_facts(tx, asked.contract),
        open_change=open_change is not None,
        notice_given=notice_given(tx, asked.contract),
        terms=None if isinstance(asked, ProposeAssignment) else terms_facts(tx, asked.terms),
        roles=roles(tx, asked.to) if isinstance(asked, ProposeAssignment) and known else None,
    )


def load_agree_to_change(tx: Tx, asked: AgreeToChange, call: Call) -> ChangeFacts | None:
    """The proposal as it stands."""
    return _change(tx, asked.change)


def load_decline_change(tx: Tx, asked: DeclineChange, call: Call) -> ChangeFacts | None:
    """The proposal as it stands."""
    return _change(tx, asked.change)


def _change(tx: Tx, change: str) -> ChangeFacts | None:
    row = tx.row(
        "SELECT contract, proposer, state, what FROM agreements_change WHERE id = ?", change
    )
    if row is None:
        return None
    contract, proposer, state, what = row
    awaits = tx.rows(
        "SELECT organisation FROM agreements_consent WHERE change_id = ? AND agreed_at IS NULL",
        change,
    )
    facts, edition = contract_facts(tx, contract), edition_facts(tx, contract)
    assert facts is not None and edition is not None, "a change is of a contract"
    return ChangeFacts(
        change,
        facts,
        edition,
        proposer,
        frozenset(each[0] for each in awaits),
        ChangeState(state),
        what_of(what),
    )


def _key(tx: Tx, key: str) -> KeyFacts | None:
    row = tx.row(f"SELECT {KEY} FROM agreements_key WHERE id = ?", key)
    return key_of(row) if row else None


def _contract_drawn(tx: Tx, event: ContractDrawn, at: int) -> None:
    content = event.content
    tx.run(
        "INSERT INTO agreements_edition (contract, number, content, digests, seller, buyer,"
        " drawn_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        event.contract,
        content.edition_number,
        canonical.encode(content).decode(),
        canonical.encode(event.digests).decode(),
        content.seller,
        content.buyer,
        at,
    )
    tx.many(
        "INSERT INTO agreements_waiting (contract, number, side, owner, drawn_at)"
        " VALUES (?, ?, ?, ?, ?)",
        [
            (event.contract, content.edition_number, side.value, owner, at)
            for side, owner in (
                (Side.seller, content.seller),
                (Side.buyer, content.buyer),
                (Side.exchange, EXCHANGE_SIDE),
            )
        ],
    )


def _key_registered(tx: Tx, event: KeyRegistered, at: int) -> None:
    owner = event.organisation or EXCHANGE_SIDE
    tx.run(
        "UPDATE agreements_key SET replaced_at = ? WHERE owner = ? AND replaced_at IS NULL",
        at,
        owner,
    )
    tx.run(
        "INSERT INTO agreements_key (id, owner, public_key, held, registered_at)"
        " VALUES (?, ?, ?, ?, ?)",
        event.key,
        owner,
        event.public_key,
        int(event.held),
        at,
    )


def _key_revoked(tx: Tx, event: KeyRevoked, at: int) -> None:
    tx.run("UPDATE agreements_key SET revoked_at = ? WHERE id = ?", at, event.key)


def _contract_signed(tx: Tx, event: ContractSigned, at: int) -> None:
    tx.run(
        "INSERT INTO agreements_signature (contract, number, side, key_id, public_key, held, jws,"
        " signed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        event.contract,
        event.edition_number,
        event.side.value,
        event.key,
        event.public_key,
        int(event.held),
        event.jws,
        at,
    )
    tx.run(
        "DELETE FROM agreements_waiting WHERE contract = ? AND number = ? AND side = ?",
        event.contract,
        event.edition_number,
        event.side.value,
    )


def _change_proposed(tx: Tx, event: ChangeProposed, at: int) -> None:
    what = event.what
    tx.run(
        "INSERT INTO agreements_change (id, contract, number, proposer, kind, renewal_order, what,"
        " state, proposed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.change,
        event.contract,
        event.edition_number,
        event.organisation,
        what.__struct_config__.tag,
        getattr(what, "order", None),
        msgspec.json.encode(what).decode(),
        ChangeState.open.value,
        at,
    )
    tx.many(
        "INSERT INTO agreements_consent (change_id, organisation) VALUES (?, ?)",
        [(event.change, organisation) for organisation in event.awaits],
    )


def _change_agreed(tx: Tx, event: ChangeAgreed, at: int) -> None:
    tx.run(
        "UPDATE agreements_consent SET agreed_at = ? WHERE change_id = ? AND organisation = ?",
        at,
        event.change,
        event.organisation,
    )


def _change_declined(tx: Tx, event: ChangeDeclined, at: int) -> None:
    _close(tx, event.change, ChangeState.declined, at)


def _change_made(tx: Tx, event: ChangeMade, at: int) -> None:
    _close(tx, event.change, ChangeState.made, at)


def _close(tx: Tx, change: str, state: ChangeState, at: int) -> None:
    tx.run(
        "UPDATE agreements_change SET state = ?, closed_at = ? WHERE id = ?",
        state.value,
        at,
        change,
    )


def _renewal_begun(tx: Tx, event: RenewalBegun, at: int) -> None:
    """Nothing: the edition that was drawn says it, and the market is told."""


APPLY: Apply = {
    **ending.APPLY,
    ContractDrawn: _contract_drawn,
    KeyRegistered: _key_registered,
    KeyRevoked: _key_revoked,
    ContractSigned: _contract_signed,
    ChangeProposed: _change_proposed,
    ChangeAgreed: _change_agreed,
    ChangeDeclined: _change_declined,
    ChangeMade: _change_made,
    RenewalBegun: _renewal_begun,
}

AHEAD: Ahead = {PlaceOrder: expect_place_order}
