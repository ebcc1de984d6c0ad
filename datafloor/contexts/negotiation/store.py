"""The tables of buy requests and negotiations.

`negotiation_message` is the conversation: each message in order, those that propose with their
proposal. What the sides write beside a message is in `negotiation_note`, which replay does not
grow, so that it can be erased; the journal has its digest.

Trust: who can write `negotiation_message` or `negotiation_negotiation` can have a side agree to
what it did not see; replay shows it, and the digest that the side named is in the journal. Who can
write `negotiation_note` can put words into a side's mouth; their digest in the journal shows it.
"""

from datafloor.contexts.catalogue import product_facts
from datafloor.contexts.market import exclusive_taken, offer_facts
from datafloor.contexts.negotiation.commands import (
    AcceptProposal,
    AgreeProposal,
    AnswerBuyRequest,
    ExpireNegotiation,
    FinalizeNegotiation,
    MakeProposal,
    OfferOnBuyRequest,
    OpenNegotiation,
    PublishBuyRequest,
    TerminateNegotiation,
    VerifyAgreement,
    WithdrawBuyRequest,
)
from datafloor.contexts.negotiation.events import (
    AgreementVerified,
    BuyRequestAnswered,
    BuyRequestPublished,
    BuyRequestWithdrawn,
    NegotiationFinalized,
    NegotiationOpened,
    NegotiationTerminated,
    ProposalAccepted,
    ProposalAgreed,
    ProposalMade,
)
from datafloor.contexts.negotiation.model import (
    AnswerFacts,
    BuyRequestFacts,
    Message,
    OpenFacts,
    PublishFacts,
    Side,
    State,
    StepFacts,
)
from datafloor.contexts.negotiation.queries import buy_request_facts, negotiation_facts
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call

SCHEMA = """
CREATE TABLE negotiation_buy_request (
    id TEXT PRIMARY KEY,
    buyer TEXT NOT NULL,
    wanted TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    open_until INTEGER NOT NULL,
    withdrawn_at INTEGER,
    by_operator INTEGER,
    reason TEXT
) STRICT;
CREATE INDEX negotiation_buy_request_open ON negotiation_buy_request (open_until)
    WHERE withdrawn_at IS NULL;
CREATE INDEX negotiation_buy_request_buyer ON negotiation_buy_request (buyer);
CREATE TABLE negotiation_answer (
    buy_request TEXT NOT NULL,
    offer TEXT NOT NULL,
    product TEXT NOT NULL,
    seller TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (buy_request, offer)
) STRICT;
CREATE TABLE negotiation_negotiation (
    id TEXT PRIMARY KEY,
    product TEXT NOT NULL,
    seller TEXT NOT NULL,
    buyer TEXT NOT NULL,
    buy_request TEXT,
    opened_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    proposed INTEGER NOT NULL,
    digest TEXT NOT NULL,
    exclusive INTEGER NOT NULL,
    currency TEXT,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX negotiation_negotiation_buyer ON negotiation_negotiation (buyer, id);
CREATE INDEX negotiation_negotiation_seller ON negotiation_negotiation (seller, id);
CREATE INDEX negotiation_negotiation_promised ON negotiation_negotiation (product)
    WHERE state IN ('AGREED', 'VERIFIED');
CREATE INDEX negotiation_negotiation_due ON negotiation_negotiation (expires_at)
    WHERE state NOT IN ('FINALIZED', 'TERMINATED');
CREATE TABLE negotiation_message (
    negotiation TEXT NOT NULL,
    number INTEGER NOT NULL,
    message TEXT NOT NULL,
    side TEXT NOT NULL,
    at INTEGER NOT NULL,
    proposal TEXT,
    why TEXT,
    PRIMARY KEY (negotiation, number)
) STRICT;
CREATE TABLE negotiation_note (
    negotiation TEXT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (negotiation, number)
) STRICT
"""

ERASABLE = frozenset({"negotiation_note"})


def load_publish_buy_request(tx: Tx, asked: PublishBuyRequest, call: Call) -> PublishFacts:
    """Whether the id is taken."""
    return PublishFacts(buy_request_facts(tx, asked.buy_request) is not None)


def load_withdraw_buy_request(
    tx: Tx, asked: WithdrawBuyRequest, call: Call
) -> BuyRequestFacts | None:
    """The buy request as it stands."""
    return buy_request_facts(tx, asked.buy_request)


def load_answer_buy_request(tx: Tx, asked: AnswerBuyRequest, call: Call) -> AnswerFacts:
    """The buy request, the offer, and whether the one answers the other already."""
    found = tx.row(
        "SELECT 1 FROM negotiation_answer WHERE buy_request = ? AND offer = ?",
        asked.buy_request,
        asked.offer,
    )
    return AnswerFacts(
        buy_request=buy_request_facts(tx, asked.buy_request),
        offer=offer_facts(tx, asked.offer),
        answered=found is not None,
    )


def load_open(tx: Tx, asked: OpenNegotiation | OfferOnBuyRequest, call: Call) -> OpenFacts:
    """The product, the buy request if it is about one, and who else stands in the way."""
    request, buyer = None, call.by.organisation
    if isinstance(asked, OfferOnBuyRequest):
        request = buy_request_facts(tx, asked.buy_request)
        buyer = request.buyer if request else ""
    found = tx.row("SELECT 1 FROM negotiation_negotiation WHERE id = ?", asked.negotiation)
    exclusive = asked.proposal.licence.exclusive
    return OpenFacts(
        exists=found is not None,
        product=product_facts(tx, asked.product),
        buy_request=request,
        exclusive_taken=_taken(tx, asked.product, buyer, exclusive, call.now),
    )


Step = (
    MakeProposal
    | AcceptProposal
    | AgreeProposal
    | VerifyAgreement
    | FinalizeNegotiation
    | TerminateNegotiation
    | ExpireNegotiation
)


def load_step(tx: Tx, asked: Step, call: Call) -> StepFacts | None:
    """The negotiation as it stands; for a promise also the product, and who was promised it."""
    talk = negotiation_facts(tx, asked.negotiation)
    if talk is None:
        return None
    if not isinstance(asked, MakeProposal | AgreeProposal):
        return StepFacts(talk, None, False)
    proposal = asked.proposal if isinstance(asked, MakeProposal) else talk.proposal
    return StepFacts(
        talk,
        product_facts(tx, talk.product),
        _taken(tx, talk.product, talk.buyer, proposal.licence.exclusive, call.now),
    )


def _taken(tx: Tx, product: str, buyer: str, exclusive: bool, now: int) -> bool:
    """Somebody else has ordered, or was promised, what one of the two keeps for one."""
    promised = tx.row(
        "SELECT 1 FROM negotiation_negotiation WHERE product = ? AND buyer <> ? AND exclusive >= ?"
        " AND expires_at > ? AND state IN ('AGREED', 'VERIFIED') LIMIT 1",
        product,
        buyer,
        0 if exclusive else 1,
        now,
    )
    return promised is not None or exclusive_taken(tx, product, buyer, exclusive, now)


def keep_note(
    tx: Tx,
    asked: OpenNegotiation | OfferOnBuyRequest | MakeProposal | TerminateNegotiation,
    call: Call,
) -> None:
    """What is written beside the message that is about to be recorded."""
    if asked.note is not None:
        tx.run(
            "INSERT INTO negotiation_note (negotiation, number, text) VALUES (?, coalesce("
            "(SELECT messages FROM negotiation_negotiation WHERE id = ?), 0) + 1, ?)",
            asked.negotiation,
            asked.negotiation,
            asked.note,
        )


def _buy_request_published(tx: Tx, event: BuyRequestPublished, at: int) -> None:
    tx.run(
        "INSERT INTO negotiation_buy_request (id, buyer, wanted, published_at, open_until)"
        " VALUES (?, ?, ?, ?, ?)",
        event.buy_request,
        event.buyer,
        canonical.encode(event.wanted).decode(),
        at,
        event.open_until,
    )


def _buy_request_withdrawn(tx: Tx, event: BuyRequestWithdrawn, at: int) -> None:
    tx.run(
        "UPDATE negotiation_buy_request SET withdrawn_at = ?, by_operator = ?, reason = ?"
        " WHERE id = ?",
        at,
        int(event.by_operator),
        event.reason,
        event.buy_request,
    )


def _buy_request_answered(tx: Tx, event: BuyRequestAnswered, at: int) -> None:
    tx.run(
        "INSERT INTO negotiation_answer (buy_request, offer, product, seller, at)"
        " VALUES (?, ?, ?, ?, ?)",
        event.buy_request,
        event.offer,
        event.product,
        event.seller,
        at,
    )


def _negotiation_opened(tx: Tx, event: NegotiationOpened, at: int) -> None:
    tx.run(
        "INSERT INTO negotiation_negotiation (id, product, seller, buyer, buy_request, opened_at,"
        " state, state_at, messages, proposed, digest, exclusive, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?, '', ?, 0, 0, '', 0, 0)",
        event.negotiation,
        event.product,
        event.seller,
        event.buyer,
        event.buy_request,
        at,
        at,
    )


def _proposal_made(tx: Tx, event: ProposalMade, at: int) -> None:
    price = event.proposal.price
    tx.run(
        "UPDATE negotiation_negotiation SET proposed = messages + 1, digest = ?, exclusive = ?,"
        " expires_at = ?, currency = coalesce(currency, ?), state = ?, state_at = ?,"
        " messages = messages + 1 WHERE id = ?",
        event.digest,
        int(event.proposal.licence.exclusive),
        event.proposal.expires_at,
        price.currency if price else None,
        event.state.value,
        at,
        event.negotiation,
    )
    message = Message.request if event.by is Side.buyer else Message.offer
    text = canonical.encode(event.proposal).decode()
    _spoken(tx, event.negotiation, message, event.by, at, proposal=text)


def _proposal_accepted(tx: Tx, event: ProposalAccepted, at: int) -> None:
    _said(tx, event.negotiation, Message.accept, Side.buyer, State.accepted, at)


def _proposal_agreed(tx: Tx, event: ProposalAgreed, at: int) -> None:
    _said(tx, event.negotiation, Message.agree, Side.seller, State.agreed, at)


def _agreement_verified(tx: Tx, event: AgreementVerified, at: int) -> None:
    _said(tx, event.negotiation, Message.verify, Side.buyer, State.verified, at)


def _negotiation_finalized(tx: Tx, event: NegotiationFinalized, at: int) -> None:
    _said(tx, event.negotiation, Message.finalize, Side.exchange, State.finalized, at)


def _negotiation_terminated(tx: Tx, event: NegotiationTerminated, at: int) -> None:
    why = event.why.value if event.why else None
    _said(tx, event.negotiation, Message.terminate, event.by, State.terminated, at, why=why)


def _said(
    tx: Tx,
    negotiation: str,
    message: Message,
    side: Side,
    state: State,
    at: int,
    *,
    why: str | None = None,
) -> None:
    """One more message of the conversation, and the state after it."""
    tx.run(
        "UPDATE negotiation_negotiation SET state = ?, state_at = ?, messages = messages + 1"
        " WHERE id = ?",
        state.value,
        at,
        negotiation,
    )
    _spoken(tx, negotiation, message, side, at, why=why)


def _spoken(
    tx: Tx,
    negotiation: str,
    message: Message,
    side: Side,
    at: int,
    *,
    proposal: str | None = None,
    why: str | None = None,
) -> None:
    """The message itself, after the negotiation has counted it."""
    tx.run(
        "INSERT INTO negotiation_message (negotiation, number, message, side, at, proposal, why)"
        " VALUES (?, (SELECT messages FROM negotiation_negotiation WHERE id = ?), ?, ?, ?, ?, ?)",
        negotiation,
        negotiation,
        message.value,
        side.value,
        at,
        proposal,
        why,
    )


APPLY: Apply = {
    BuyRequestPublished: _buy_request_published,
    BuyRequestWithdrawn: _buy_request_withdrawn,
    BuyRequestAnswered: _buy_request_answered,
    NegotiationOpened: _negotiation_opened,
    ProposalMade: _proposal_made,
    ProposalAccepted: _proposal_accepted,
    ProposalAgreed: _proposal_agreed,
    AgreementVerified: _agreement_verified,
    NegotiationFinalized: _negotiation_finalized,
    NegotiationTerminated: _negotiation_terminated,
}
