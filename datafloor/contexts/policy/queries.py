"""Questions about licence terms."""

from msgspec import Struct

from datafloor.contexts.policy.model import Terms, TermsFacts
from datafloor.contexts.policy.rules import understood
from datafloor.kernel.db import Row, Tx
from datafloor.kernel.refusal import Refusal, Refused


class TermsView(Struct, frozen=True):
    """Terms as everyone may read them; `licence` is `None` where they are not understood."""

    terms: str
    organisation: str
    digest: str
    published_at: int
    licence: Terms | None


def terms_facts(tx: Tx, terms: str) -> TermsFacts | None:
    """Whose the terms are and their text, or `None` where there are none."""
    row = tx.row("SELECT organisation, text FROM policy_terms WHERE id = ?", terms)
    return TermsFacts(*row) if row else None


def terms(tx: Tx, terms: str) -> TermsView:
    """Published terms. Raises `Refused` where there are none."""
    row = tx.row(
        "SELECT id, organisation, digest, published_at, text FROM policy_terms WHERE id = ?", terms
    )
    if row is None:
        raise Refused(Refusal.terms_unknown)
    return _view(row)


def terms_of(tx: Tx, organisation: str) -> list[TermsView]:
    """The terms that an organisation has published, the newest first."""
    rows = tx.rows(
        "SELECT id, organisation, digest, published_at, text FROM policy_terms"
        " WHERE organisation = ? ORDER BY published_at DESC, id DESC",
        organisation,
    )
    return [_view(row) for row in rows]


def _view(row: Row) -> TermsView:
    terms, organisation, digest, published_at, text = row
    return TermsView(terms, organisation, digest, published_at, understood(text))
