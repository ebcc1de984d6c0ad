"""Decisions about keys and signatures."""

from collections.abc import Sequence

from datafloor.contexts.agreements.commands import (
    HoldKey,
    RegisterKey,
    RevokeKey,
    SignContract,
    SignHeld,
)
from datafloor.contexts.agreements.events import ContractSigned, KeyRegistered, KeyRevoked
from datafloor.contexts.agreements.model import (
    EXCHANGE_SIDE,
    EditionFacts,
    KeyDraftFacts,
    KeyFacts,
    Side,
    SignFacts,
    SignHeldFacts,
)
from datafloor.contexts.agreements.rules.drawing import digests, seal
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.verify import jws


def register_key(facts: KeyDraftFacts, asked: RegisterKey, call: Call) -> Sequence[Event]:
    """A key has one owner for ever, so that a signature tells whose it is."""
    if facts.exists:
        raise Refused(Refusal.id_taken)
    if facts.public_key_taken:
        raise Refused(Refusal.key_taken)
    return [_registered(asked, call.by.organisation, held=False)]


def hold_key(facts: KeyDraftFacts, asked: HoldKey, call: Call) -> Sequence[Event]:
    """Only where the owner has none that it signs with."""
    if facts.current is not None or facts.exists:
        return []
    return [_registered(asked, asked.organisation, held=True)]


def _registered(
    asked: RegisterKey | HoldKey, organisation: str | None, *, held: bool
) -> KeyRegistered:
    return KeyRegistered(
        key=asked.key, organisation=organisation, public_key=asked.public_key, held=held
    )


def revoke_key(facts: KeyFacts | None, asked: RevokeKey, call: Call) -> Sequence[Event]:
    """Only by its owner; also a key that was replaced, for it may have come into wrong hands."""
    if facts is None:
        raise Refused(Refusal.key_unknown)
    if facts.owner != call.by.organisation:
        raise Refused(Refusal.not_yours)
    return [] if facts.revoked else [KeyRevoked(key=asked.key)]


def sign_contract(facts: SignFacts, asked: SignContract, call: Call) -> Sequence[Event]:
    """A party signs what is frozen, with its current key, and nothing else."""
    if facts.edition is None:
        raise Refused(Refusal.contract_unknown)
    content = facts.edition.content
    sides = {content.seller: Side.seller, content.buyer: Side.buyer}
    side = sides.get(call.by.organisation)
    if side is None:
        raise Refused(Refusal.not_yours)
    if facts.key is None or facts.key.owner != call.by.organisation:
        raise Refused(Refusal.key_unknown)
    if facts.key.revoked or facts.key.replaced:
        raise Refused(Refusal.key_not_current)
    return _signed(facts.edition, side, facts.key, asked.jws)


def sign_held(facts: SignHeldFacts, asked: SignHeld, call: Call) -> Sequence[Event]:
    """What somebody signed meanwhile, or whose key was replaced meanwhile, is left out."""
    events: list[Event] = []
    for each in asked.signatures:
        edition = facts.editions[each.contract, each.edition_number]
        key = facts.keys[each.key]
        if key.owner == owner(edition, each.side) and key.held and not key.replaced:
            events += _signed(edition, each.side, key, each.jws)
    return events


def owner(edition: EditionFacts, side: Side) -> str:
    """Whose key signs on a side."""
    match side:
        case Side.seller:
            return edition.content.seller
        case Side.buyer:
            return edition.content.buyer
        case Side.exchange:
            return EXCHANGE_SIDE


def _signed(
    edition: EditionFacts, side: Side, key: KeyFacts, statement: str
) -> Sequence[ContractSigned]:
    """One signature a side. What is signed is checked against what is frozen, and what is frozen
    against what is stored."""
    if side in edition.signed:
        return []
    content = edition.content
    if digests(content) != edition.digests:
        raise Refused(Refusal.contract_text_changed)
    expected = seal(content, edition.digests)
    whole = jws.attached(statement, expected)
    try:
        named, payload = jws.check(whole, key.public_key)
    except jws.JwsError as error:
        raise Refused(Refusal.signature_wrong, problem=str(error)) from error
    if named != key.key:
        raise Refused(Refusal.signature_wrong, problem="it names another key")
    if payload != expected:
        raise Refused(Refusal.signed_other_text)
    return [
        ContractSigned(
            contract=content.contract,
            edition_number=content.edition_number,
            side=side,
            key=key.key,
            public_key=key.public_key,
            held=key.held,
            jws=whole,
        )
    ]
