"""A certificate, its conditions and who decides, as tables of cases vary them."""

from typing import Any

import msgspec

from datafloor.contexts.certificates import (
    CertificateFacts,
    CertificateKind,
    CertificateState,
    Conditions,
)
from tests.rules.cases import ORG, OTHER_ORG, OTHER_PERSON, by
from tests.rules.deciding import DAY, NOW, dong

CERTIFICATE = "certificate_01ARZ3NDEKTSV4RRFFQ69G5FAV"
HOLDER = by("buyer")
SUPERVISOR = by("supervisor", organisation=OTHER_ORG, person=OTHER_PERSON)
REASON = "The papers were looked at."
EVERYBODY = {"seller", "buyer", "operator", "supervisor", "exchange"}

CONDITIONS = Conditions(
    service_scope="Finding data and appraising them",
    service_method="By hand, with published measures",
    service_price="2 % of the price",
    conflict_declaration="8" * 64,
    deposit=dong(5_000_000_000),
    deposit_evidence="9" * 64,
)

FACTS = CertificateFacts(
    certificate=CERTIFICATE,
    organisation=ORG,
    kind=CertificateKind.intermediary,
    state=CertificateState.granted,
    conditions=CONDITIONS,
    roles=frozenset({"buyer"}),
    expires_at=NOW + 365 * DAY,
    renewal_asked=False,
    decided_by=OTHER_PERSON,
    appealed=False,
)


def certificate(state: str = "granted", **but: Any) -> CertificateFacts:
    """An intermediary's certificate in this state."""
    return msgspec.structs.replace(FACTS, state=CertificateState[state], **but)


def conditions(**but: Any) -> Conditions:
    """Good conditions, but for what is said."""
    return msgspec.structs.replace(CONDITIONS, **but)
