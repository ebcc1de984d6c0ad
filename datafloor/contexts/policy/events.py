"""What has happened to licence terms."""

from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.policy.model import Terms, TermsId
from datafloor.kernel.message import Digest, Event


class TermsPublished(Event, frozen=True):
    """Terms exist and never change; `digest` is that of the licence's canonical text."""

    kind = "policy.terms_published.v1"
    terms: TermsId
    organisation: OrganisationId
    licence: Terms
    digest: Digest
