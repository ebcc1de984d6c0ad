"""What can be asked about licence terms."""

from datafloor.contexts.participants import OrganisationId
from datafloor.contexts.policy.model import (
    Days,
    Limits,
    Onward,
    Purposes,
    Terms,
    TermsId,
    Territory,
)
from datafloor.kernel.message import Command, role, the_exchange


class PublishTerms(Command, frozen=True):
    """A seller publishes licence terms, for ever: other terms are other terms."""

    kind = "policy.publish_terms"
    may = role("seller")
    terms: TermsId
    days: Days | None
    purposes: Purposes
    territory: Territory
    exclusive: bool
    onward: Onward
    ip: Limits


class AgreeTerms(Command, frozen=True):
    """What a seller and a buyer agreed on becomes published terms of the seller."""

    kind = "policy.agree_terms"
    may = the_exchange
    terms: TermsId
    organisation: OrganisationId
    licence: Terms
