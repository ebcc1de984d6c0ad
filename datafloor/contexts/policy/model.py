"""Nouns: licence terms, the circumstances of an access, and the answer with its reasons."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.kernel.ids import pattern, whole
from datafloor.kernel.refusal import Refusal

TermsId = Annotated[str, Meta(pattern=pattern("terms"))]
Days = Annotated[int, Meta(ge=1, le=36_500)]
Country = Annotated[str, Meta(pattern=whole("[A-Z]{2}"))]
"""ISO 3166-1 alpha-2."""


class Purpose(StrEnum):
    """What data may be used for, or are wanted for."""

    any = "any"
    research = "research"
    product_development = "product_development"
    internal_analysis = "internal_analysis"
    public_service = "public_service"
    ai_training = "ai_training"
    credit_scoring = "credit_scoring"


class Onward(StrEnum):
    """Whether the buyer may pass the data on."""

    none = "none"
    with_consent = "with_consent"
    allowed = "allowed"


class Limit(StrEnum):
    """What the buyer must or must not do with what is made of the data."""

    attribution = "attribution"
    share_alike = "share_alike"
    no_derivatives = "no_derivatives"
    no_reidentification = "no_reidentification"
    no_benchmarking = "no_benchmarking"


Purposes = Annotated[tuple[Purpose, ...], Meta(min_length=1, max_length=len(Purpose))]
Territory = Annotated[tuple[Country, ...], Meta(max_length=249)]
Limits = Annotated[tuple[Limit, ...], Meta(max_length=len(Limit))]


class Terms(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A licence, in the parts that Decree 314/2026, article 8.2 has a sell offer publish.

    `days` runs from the contract's start, `None` is without end; an empty `territory` is anywhere.
    No field has a default: a text that leaves one out is not understood.
    """

    days: Days | None
    purposes: Purposes
    territory: Territory
    exclusive: bool
    onward: Onward
    ip: Limits


class AccessFacts(Struct, frozen=True):
    """The circumstances of one access. `active`: the contract and its grant stand. `ends_at`: the
    end that the contract has; `None`: as many days after its start as the terms say."""

    at: int
    started_at: int
    purpose: Purpose
    country: str
    active: bool = True
    ends_at: int | None = None


class Term(StrEnum):
    """What a reason is about."""

    licence = "licence"
    contract = "contract"
    days = "days"
    purposes = "purposes"
    territory = "territory"


class Reason(Struct, frozen=True):
    """What one term says to an access: nothing against it, or this refusal."""

    term: Term
    refusal: Refusal | None = None

    @property
    def says(self) -> str:
        """`ok`, or the refusal's name."""
        return "ok" if self.refusal is None else self.refusal.name

    @property
    def key(self) -> str:
        """The key under which pages find its text: `policy.days.licence_over`."""
        return f"policy.{self.term}.{self.says}"


class Decision(Struct, frozen=True):
    """Whether an access is allowed, and why: one reason for each term that was asked."""

    allowed: bool
    reasons: tuple[Reason, ...]

    @property
    def refusal(self) -> Refusal | None:
        """The first term's refusal, if one refuses."""
        return next((r.refusal for r in self.reasons if r.refusal is not None), None)


class TermsFacts(Struct, frozen=True):
    """Published terms: whose they are, and their text as stored."""

    organisation: str
    text: str


class PublishFacts(Struct, frozen=True):
    """Whether the id is taken."""

    exists: bool
