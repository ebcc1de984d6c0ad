"""Electronic identities: which provider confirms them, and what it says of somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ProviderSetting:
    """Where a provider is, as whom it knows us, what it is called on the page, and what level each
    of its `acr` is worth; any other is worth 1."""

    issuer: str
    client: str
    secret: str
    name: str
    levels: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Flow:
    """What only the browser that began a sign-in and we know of it. Each is used once."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Identified:
    """Who somebody is to the provider, at which level, and the digest of the token that says so."""

    issuer: str
    subject: str
    level: int
    evidence: str
