"""What can be asked about licence terms."""

from datafloor.contexts.policy.model import (
    Days,
    Limits,
    Onward,
    Purposes,
    TermsId,
    Territory,
)
from datafloor.kernel.message import Command, role


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
