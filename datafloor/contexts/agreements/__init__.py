"""Agreements: contracts that a court can read and a machine can enforce.

When a contract is concluded, what was agreed is frozen as an **edition**: from the one **content**
come a text in Vietnamese, a text in English and an ODRL **agreement**, and the journal has the
digests of all. Both parties and the exchange **sign** them (JWS, Ed25519): a party with a **key**
that it registered, or with one that the exchange holds for it. One side **proposes** a change
(amendment, assignment of the buyer's place, renewal) and the others **agree**; that draws the next
edition, which names the one before by its digest. Either side may end a contract by **notice**.

What always holds: the same content gives the same texts, letter by letter; a signature stays what
it was when its key is replaced or revoked; one change is open at a time; access begins when a
contract is concluded, for order and acceptance are recorded acts, and signatures record them.
"""

from datafloor.contexts.agreements import rules, store
from datafloor.contexts.agreements.commands import (
    AgreeToChange,
    DeclineChange,
    DrawContract,
    GiveNotice,
    HeldSignature,
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
    NoticeGiven,
    RenewalBegun,
)
from datafloor.contexts.agreements.followers import HeldKeys, sign_waiting, signer
from datafloor.contexts.agreements.model import (
    EXCHANGE_SIDE,
    NOTICE_DAYS,
    Amendment,
    Assignment,
    ChangeId,
    Content,
    Digests,
    Jws,
    KeyFacts,
    KeyId,
    Language,
    PublicKey,
    Renewal,
    Side,
)
from datafloor.contexts.agreements.queries import (
    AgreementView,
    ChangeView,
    EditionView,
    KeyView,
    NoticeView,
    SignatureView,
    ToSign,
    agreement_of,
    assignments,
    current_key,
    documents,
    keys,
    machine_text,
    open_changes,
    signatures,
    to_sign,
    was_party,
    written,
)
from datafloor.contexts.agreements.reactions import REACTIONS
from datafloor.contexts.agreements.rules import Article, Text, offered
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="agreements",
    schema=store.SCHEMA,
    commands={
        DrawContract: Way(store.load_draw_contract, rules.draw_contract),
        RegisterKey: Way(store.load_register_key, rules.register_key),
        HoldKey: Way(store.load_hold_key, rules.hold_key),
        RevokeKey: Way(store.load_revoke_key, rules.revoke_key),
        SignContract: Way(store.load_sign_contract, rules.sign_contract),
        SignHeld: Way(store.load_sign_held, rules.sign_held),
        ProposeAmendment: Way(store.load_propose_amendment, rules.propose_amendment),
        ProposeAssignment: Way(store.load_propose_assignment, rules.propose_assignment),
        ProposeRenewal: Way(store.load_propose_renewal, rules.propose_renewal),
        AgreeToChange: Way(store.load_agree_to_change, rules.agree_to_change),
        DeclineChange: Way(store.load_decline_change, rules.decline_change),
        GiveNotice: Way(store.load_give_notice, rules.give_notice),
    },
    apply=store.APPLY,
    ahead=store.AHEAD,
    reactions=REACTIONS,
)

__all__ = [
    "CONTEXT",
    "EXCHANGE_SIDE",
    "NOTICE_DAYS",
    "AgreeToChange",
    "AgreementView",
    "Amendment",
    "Article",
    "Assignment",
    "ChangeAgreed",
    "ChangeDeclined",
    "ChangeId",
    "ChangeMade",
    "ChangeProposed",
    "ChangeView",
    "Content",
    "ContractDrawn",
    "ContractSigned",
    "DeclineChange",
    "Digests",
    "DrawContract",
    "EditionView",
    "GiveNotice",
    "HeldKeys",
    "HeldSignature",
    "HoldKey",
    "Jws",
    "KeyFacts",
    "KeyId",
    "KeyRegistered",
    "KeyRevoked",
    "KeyView",
    "Language",
    "NoticeGiven",
    "NoticeView",
    "ProposeAmendment",
    "ProposeAssignment",
    "ProposeRenewal",
    "PublicKey",
    "RegisterKey",
    "Renewal",
    "RenewalBegun",
    "RevokeKey",
    "Side",
    "SignContract",
    "SignHeld",
    "SignatureView",
    "Text",
    "ToSign",
    "agreement_of",
    "assignments",
    "current_key",
    "documents",
    "keys",
    "machine_text",
    "offered",
    "open_changes",
    "sign_waiting",
    "signatures",
    "signer",
    "to_sign",
    "was_party",
    "written",
]
