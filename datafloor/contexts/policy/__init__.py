"""Policy: what a licence allows, asked again at every access.

**Terms** say how long, for which purposes, in which territory, exclusive or not, whether the data
may be passed on, and which limits bind what is made of them. A seller **publishes** them once;
they never change. `evaluate` answers one access with a **decision**: allowed or not, and a
**reason** from each term.

What always holds: a term that is not understood allows nothing, whether it is asked to be
published or found stored. The same terms and the same circumstances give the same decision.
"""

from datafloor.contexts.policy import rules, store
from datafloor.contexts.policy.commands import AgreeTerms, PublishTerms
from datafloor.contexts.policy.events import TermsPublished
from datafloor.contexts.policy.model import (
    AccessFacts,
    Country,
    Days,
    Decision,
    Limit,
    Limits,
    Onward,
    Purpose,
    Purposes,
    Reason,
    Term,
    Terms,
    TermsFacts,
    TermsId,
    Territory,
)
from datafloor.contexts.policy.queries import TermsView, terms, terms_facts, terms_of
from datafloor.contexts.policy.rules import contradiction, evaluate, understood
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="policy",
    schema=store.SCHEMA,
    commands={
        PublishTerms: Way(store.load_publish_terms, rules.publish_terms),
        AgreeTerms: Way(store.load_publish_terms, rules.agree_terms),
    },
    apply=store.APPLY,
)

__all__ = [
    "CONTEXT",
    "AccessFacts",
    "AgreeTerms",
    "Country",
    "Days",
    "Decision",
    "Limit",
    "Limits",
    "Onward",
    "PublishTerms",
    "Purpose",
    "Purposes",
    "Reason",
    "Term",
    "Terms",
    "TermsFacts",
    "TermsId",
    "TermsPublished",
    "TermsView",
    "Territory",
    "contradiction",
    "evaluate",
    "terms",
    "terms_facts",
    "terms_of",
    "understood",
]
