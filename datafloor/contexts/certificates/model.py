"""Nouns: certificates, the conditions of theirs, interests, and the facts that decisions need."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.kernel import clock
from datafloor.kernel.ids import pattern
from datafloor.kernel.message import Digest, PublicText
from datafloor.kernel.money import Money

CertificateId = Annotated[str, Meta(pattern=pattern("certificate"))]
InterestId = Annotated[str, Meta(pattern=pattern("interest"))]
Documents = Annotated[tuple[Digest, ...], Meta(min_length=1, max_length=40)]
SecurityLevel = Annotated[int, Meta(ge=1, le=5)]


class CertificateKind(StrEnum):
    """What a certificate lets its holder do, named as the rule packs name it."""

    intermediary = "intermediary_certificate"
    analysis = "analysis_certificate"
    analysis_supply = "analysis_supply_certificate"
    exchange = "exchange_certificate"


class CertificateState(StrEnum):
    """Where a certificate stands. That it has expired follows from its last day and is no state."""

    applied = "applied"
    refused = "refused"
    granted = "granted"
    suspended = "suspended"
    revoked = "revoked"


class OperatorForm(StrEnum):
    """What kind of body runs an exchange (Data Law, article 42.2)."""

    public_service_unit = "public_service_unit"
    state_owned_enterprise = "state_owned_enterprise"
    other = "other"


class ExchangeService(StrEnum):
    """What an exchange offers (Decree 314/2026, articles 5.2 and 5.3)."""

    offers_service = "offers_service"
    pricing_support = "pricing_support"
    auction_service = "auction_service"
    intermediary_service = "intermediary_service"
    analysis_service = "analysis_service"
    exchange_consulting = "exchange_consulting"


class Nature(StrEnum):
    """What an interest in another organisation is."""

    ownership = "ownership"
    control = "control"
    contract = "contract"
    employment = "employment"
    other = "other"


class Conditions(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an applicant states about the conditions of a certificate, as far as it was said.

    `deposit` is declared, with the bank's document by digest; the exchange does not hold it.
    `also_sells`: an intermediary that also sells says so (Decree 314/2026, article 7.3).
    """

    service_scope: PublicText | None = None
    service_method: PublicText | None = None
    service_price: PublicText | None = None
    also_sells: bool = False
    conflict_declaration: Digest | None = None
    deposit: Money | None = None
    deposit_evidence: Digest | None = None
    may_harm_public: bool | None = None
    registered_investment: bool | None = None
    operator_form: OperatorForm | None = None
    service: ExchangeService | None = None
    security_level_number: SecurityLevel | None = None
    security_conformity: Digest | None = None
    shares_over_ndop: bool | None = None
    verifies_users: bool | None = None


class CertificateFacts(Struct, frozen=True):
    """A certificate as it stands. `roles` are those that its organisation holds; `decided_by` is
    the person who decided last."""

    certificate: str
    organisation: str
    kind: CertificateKind
    state: CertificateState
    conditions: Conditions
    roles: frozenset[str]
    expires_at: int | None
    renewal_asked: bool
    decided_by: str | None
    appealed: bool


class ApplyFacts(Struct, frozen=True):
    """Whether the id is taken, whether one of the kind stands or is applied for, and the roles."""

    exists: bool
    standing: bool
    roles: frozenset[str]


class InterestFacts(Struct, frozen=True):
    """An interest as it stands: whose it is, if it is there, and whether it was withdrawn."""

    organisation: str | None
    withdrawn: bool
    subject_known: bool


def in_time(expires_at: int | None, now: int) -> bool:
    """Whether a certificate has not expired: it holds through its last day in Hanoi, and counts as
    none from the day after."""
    return expires_at is not None and clock.day_of(now) <= clock.day_of(expires_at)
