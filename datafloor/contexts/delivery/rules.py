"""The decisions about access and delivery."""

from collections.abc import Mapping, Sequence

from datafloor.contexts.delivery.commands import (
    AcknowledgeDelivery,
    ChangeGrant,
    ConfirmDelivery,
    IssueCredential,
    OpenGrant,
    PauseGrant,
    RecordFetches,
    RecordRequests,
    ResumeGrant,
    RevokeCredential,
    RevokeGrant,
    StateDelivery,
)
from datafloor.contexts.delivery.events import (
    CredentialIssued,
    CredentialRevoked,
    DeliveryAcknowledged,
    DeliveryProven,
    DeliveryStated,
    FilesFetched,
    GrantChanged,
    GrantOpened,
    GrantPaused,
    GrantResumed,
    GrantRevoked,
    RequestsAnswered,
)
from datafloor.contexts.delivery.model import (
    LONGEST_CREDENTIAL,
    AcknowledgeFacts,
    ChangeGrantFacts,
    CredentialFacts,
    FetchFacts,
    FileFetch,
    GrantFacts,
    IssueFacts,
    Proof,
    StateFacts,
)
from datafloor.contexts.policy import Purpose
from datafloor.kernel import canonical
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.verify import jws


def open_grant(facts: None, asked: OpenGrant, call: Call) -> Sequence[Event]:
    """One contract, one grant, with what the contract says."""
    return [
        GrantOpened(
            grant=derived("grant", asked.contract),
            contract=asked.contract,
            buyer=asked.buyer,
            product=asked.product,
            version=asked.version,
            terms=asked.terms,
            purpose=asked.purpose,
            country=asked.country,
            starts_at=asked.starts_at,
            ends_at=asked.ends_at,
            cut=asked.cut,
        )
    ]


def change_grant(facts: ChangeGrantFacts, asked: ChangeGrant, call: Call) -> Sequence[Event]:
    """Whoever held it before opens nothing with it from now on."""
    assert facts.grant is not None, "a contract has a grant"
    changed = GrantChanged(
        grant=asked.grant,
        buyer=asked.buyer,
        terms=asked.terms,
        purpose=asked.purpose,
        country=asked.country,
        ends_at=asked.ends_at,
    )
    ended = facts.credentials if asked.buyer != facts.grant.buyer else ()
    return [changed, *(CredentialRevoked(credential=each) for each in ended)]


def revoke_grant(facts: GrantFacts | None, asked: RevokeGrant, call: Call) -> Sequence[Event]:
    """Once; the first reason stands."""
    if facts is None:
        raise Refused(Refusal.grant_unknown)
    return [] if facts.revoked else [GrantRevoked(grant=asked.grant, reason=asked.reason)]


def pause_grant(facts: GrantFacts | None, asked: PauseGrant, call: Call) -> Sequence[Event]:
    """What is revoked, or paused already, stays as it is."""
    if facts is None or facts.revoked or facts.paused:
        return []
    return [GrantPaused(grant=asked.grant)]


def resume_grant(facts: GrantFacts | None, asked: ResumeGrant, call: Call) -> Sequence[Event]:
    """Only what is paused."""
    if facts is None or facts.revoked or not facts.paused:
        return []
    return [GrantResumed(grant=asked.grant)]


def issue_credential(facts: IssueFacts, asked: IssueCredential, call: Call) -> Sequence[Event]:
    """For a grant of one's own that still opens something, and with an end."""
    grant = _own(facts.grant, Refusal.grant_unknown, call)
    if not call.now < asked.expires_at <= call.now + LONGEST_CREDENTIAL:
        raise Refused(Refusal.expiry_out_of_range, days=LONGEST_CREDENTIAL // DAY)
    if grant.revoked:
        raise Refused(Refusal.licence_ended)
    if grant.ends_at is not None and grant.ends_at <= call.now:
        raise Refused(Refusal.licence_over)
    if facts.taken:
        raise Refused(Refusal.id_taken)
    return [
        CredentialIssued(
            credential=asked.credential,
            grant=asked.grant,
            secret_digest=asked.secret_digest,
            expires_at=asked.expires_at,
        )
    ]


def revoke_credential(
    facts: CredentialFacts | None, asked: RevokeCredential, call: Call
) -> Sequence[Event]:
    """Only by the buyer whose grant it uses."""
    if facts is None:
        raise Refused(Refusal.credential_unknown)
    if facts.buyer != call.by.organisation:
        raise Refused(Refusal.not_yours)
    return [] if facts.revoked else [CredentialRevoked(credential=asked.credential)]


def record_fetches(facts: FetchFacts, asked: RecordFetches, call: Call) -> Sequence[Event]:
    """What was sent before a grant ended is recorded also after; only what is new. When every
    file of the version that was bought has been sent whole, delivery is proven."""
    grant = facts.grant
    if grant is None:
        raise Refused(Refusal.grant_unknown)
    grown = {f.file: f for f in asked.files if _grown(f, facts.known.get(f.file, (-1, False)))}
    if not grown:
        return []
    fetched = FilesFetched(grant=asked.grant, files=tuple(grown.values()))
    new = sum(
        f.bought and f.whole and not facts.known.get(f.file, (0, False))[1] for f in grown.values()
    )
    if grant.proven or grant.revoked or new == 0 or facts.whole + new < facts.files:
        return [fetched]
    return [fetched, _proven(grant, Proof.fetched)]


def record_requests(facts: GrantFacts | None, asked: RecordRequests, call: Call) -> Sequence[Event]:
    """What was answered before a grant ended is recorded also after."""
    if facts is None:
        raise Refused(Refusal.grant_unknown)
    if not asked.calls_count:
        return []
    return [
        RequestsAnswered(
            grant=asked.grant, queries_count=asked.queries_count, calls_count=asked.calls_count
        )
    ]


def _grown(fetch: FileFetch, known: tuple[int, bool]) -> bool:
    return fetch.bytes > known[0] or (fetch.whole and not known[1])


def confirm_delivery(
    facts: GrantFacts | None, asked: ConfirmDelivery, call: Call
) -> Sequence[Event]:
    """Only its buyer can, and while the right stands: what was refunded was not delivered."""
    grant = _own(facts, Refusal.contract_unknown, call)
    if grant.proven:
        return []
    if grant.revoked:
        raise Refused(Refusal.licence_ended)
    return [_proven(grant, Proof.confirmed)]


def state_delivery(facts: StateFacts | None, asked: StateDelivery, call: Call) -> Sequence[Event]:
    """Once for a delivery that was proven."""
    if facts is None:
        raise Refused(Refusal.grant_unknown)
    if not facts.waits:
        return []
    grant = facts.grant
    return [
        DeliveryStated(
            contract=grant.contract,
            grant=grant.grant,
            product=grant.product,
            version=grant.version,
            version_digest=asked.version_digest,
            rows=asked.rows,
            files_count=asked.files_count,
            files=asked.files,
            terms=facts.terms,
            purpose=Purpose(facts.purpose),
            country=facts.country,
            law=call.law.digest,
            first_at=facts.first_at,
            last_at=facts.last_at,
        )
    ]


def acknowledge_delivery(
    facts: AcknowledgeFacts | None, asked: AcknowledgeDelivery, call: Call
) -> Sequence[Event]:
    """By its buyer, and of exactly what was stated."""
    grant = _own(facts.grant if facts else None, Refusal.contract_unknown, call)
    assert facts is not None, "a grant without facts is unknown"
    if facts.statement != asked.statement:
        raise Refused(Refusal.statement_other)
    if facts.acknowledged:
        return []
    key = None if asked.jws is None else _signer(facts.keys, asked, asked.jws)
    return [
        DeliveryAcknowledged(
            contract=grant.contract,
            grant=grant.grant,
            statement=asked.statement,
            key=key,
            public_key=facts.keys[key] if key else None,
            jws=asked.jws,
        )
    ]


def _signer(keys: Mapping[str, str], asked: AcknowledgeDelivery, statement: str) -> str:
    """The buyer's key that signed the acknowledgement."""
    sealed = canonical.encode({"contract": asked.contract, "statement": asked.statement})
    for name, public_key in keys.items():
        try:
            named, payload = jws.check(statement, public_key)
        except jws.JwsError:
            continue
        if named == name and payload == sealed:
            return name
    raise Refused(Refusal.signature_wrong, problem="no key of yours signed this statement")


def _own(grant: GrantFacts | None, unknown: Refusal, call: Call) -> GrantFacts:
    if grant is None:
        raise Refused(unknown)
    if grant.buyer != call.by.organisation:
        raise Refused(Refusal.not_yours)
    return grant


def _proven(grant: GrantFacts, proof: Proof) -> DeliveryProven:
    return DeliveryProven(contract=grant.contract, grant=grant.grant, proof=proof)
