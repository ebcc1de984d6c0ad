"""The table of licence terms: their canonical text, decoded anew at every access.

Trust: who can write `policy_terms` can widen what a contract allows; the digest of the text is in
the journal and shows it.
"""

from datafloor.contexts.policy.commands import AgreeTerms, PublishTerms
from datafloor.contexts.policy.events import TermsPublished
from datafloor.contexts.policy.model import PublishFacts
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call

SCHEMA = """
CREATE TABLE policy_terms (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    text TEXT NOT NULL,
    digest TEXT NOT NULL,
    published_at INTEGER NOT NULL
) STRICT;
CREATE INDEX policy_terms_organisation ON policy_terms (organisation)
"""


def load_publish_terms(tx: Tx, asked: PublishTerms | AgreeTerms, call: Call) -> PublishFacts:
    """Whether the id is taken."""
    found = tx.row("SELECT 1 FROM policy_terms WHERE id = ?", asked.terms)
    return PublishFacts(found is not None)


def _terms_published(tx: Tx, event: TermsPublished, at: int) -> None:
    tx.run(
        "INSERT INTO policy_terms (id, organisation, text, digest, published_at)"
        " VALUES (?, ?, ?, ?, ?)",
        event.terms,
        event.organisation,
        canonical.encode(event.licence).decode(),
        event.digest,
        at,
    )


APPLY: Apply = {TermsPublished: _terms_published}
