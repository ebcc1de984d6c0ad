"""Questions about listing: what was stated, found, judged and decided."""

import msgspec
from msgspec import Struct

from datafloor.contexts import certificates, participants
from datafloor.contexts.catalogue.model import (
    Appraisal,
    Findings,
    ListingFacts,
    ListingRule,
    Origin,
    Outcome,
    ProductFacts,
    ProductState,
    Statement,
)
from datafloor.contexts.catalogue.queries.products import (
    CARDS,
    ProductCard,
    fields_of,
    product_facts,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.law import Deadline, Judgement
from datafloor.kernel.refusal import Refusal, Refused

_statement = msgspec.json.Decoder(Statement)
_judgement = msgspec.json.Decoder(Judgement)
_deadline = msgspec.json.Decoder(Deadline | None)


class ListingView(Struct, frozen=True):
    """How a product came to be listed, or why it is not yet: each point of law with its answer,
    the risk, until when the operator decides, and what was decided since."""

    product: str
    statement: Statement | None
    findings: Findings | None
    submitted_at: int | None
    judgement: Judgement | None
    risk: str | None
    risk_reasons: tuple[str, ...]
    law_changed: bool
    deadline: Deadline | None
    ground: str | None
    reason: str | None
    sample_points: int | None
    drawn: bool
    outcome: str | None
    outcome_reason: str | None
    suspended_by: str | None
    ends_at: int | None
    end_reason: str | None


class AppraisalView(Struct, frozen=True):
    """An appraiser's report on a product."""

    appraisal: str
    appraiser: str
    report: str
    scope: str
    content: str
    method: str
    inputs: str
    conclusion: str
    filed_at: int


def listing(tx: Tx, product: str) -> ListingView:
    """How a product stands under the law. Raises `Refused` where there is none."""
    row = tx.row(
        "SELECT p.statement, p.suspended_by, p.ends_at, p.end_reason, p.version, l.submitted_at,"
        " l.judgement, l.risk, l.risk_reasons, l.law_changed, l.deadline, l.ground,"
        " l.list_reason, l.sample_points, l.drawn, l.outcome, l.outcome_reason"
        " FROM catalogue_product p LEFT JOIN catalogue_listing l ON l.product = p.id"
        " WHERE p.id = ?",
        product,
    )
    if row is None:
        raise Refused(Refusal.product_unknown)
    return ListingView(
        product=product,
        statement=_statement.decode(row[0]) if row[0] else None,
        findings=findings(tx, row[4]) if row[4] else None,
        submitted_at=row[5],
        judgement=_judgement.decode(row[6]) if row[6] else None,
        risk=row[7],
        risk_reasons=tuple(row[8].split(",")) if row[8] else (),
        law_changed=bool(row[9]),
        deadline=_deadline.decode(row[10]) if row[10] else None,
        ground=row[11],
        reason=row[12],
        sample_points=row[13],
        drawn=bool(row[14]),
        outcome=row[15],
        outcome_reason=row[16],
        suspended_by=row[1],
        ends_at=row[2],
        end_reason=row[3],
    )


def findings(tx: Tx, version: str) -> Findings | None:
    """What the exchange found in a version, if it has looked."""
    row = tx.row(
        "SELECT report, grade, personal_count, blocking_count FROM catalogue_findings"
        " WHERE version = ?",
        version,
    )
    return (
        msgspec.convert(dict(zip(Findings.__struct_fields__, row, strict=True)), Findings)
        if (row)
        else None
    )


def rows_shown(tx: Tx, product: str) -> int:
    """How many of a product's first rows everybody may see."""
    row = tx.row("SELECT rows_shown FROM catalogue_product WHERE id = ?", product)
    return int(row[0]) if row else 0


def reports(tx: Tx, limit: int) -> list[tuple[str, str]]:
    """The listed products that were appraised last, each with the digest of its newest report."""
    rows = tx.rows(
        "SELECT product.id, found.report FROM catalogue_findings AS found"
        " JOIN catalogue_product AS product ON product.version = found.version"
        " WHERE product.state = 'listed' ORDER BY found.version DESC LIMIT ?",
        limit,
    )
    return [(row[0], row[1]) for row in rows]


def appraisals(tx: Tx, product: str) -> list[AppraisalView]:
    """The reports that appraisers filed on a product, the newest first."""
    rows = tx.rows(
        "SELECT id, appraiser, report, scope, content, method, inputs, conclusion, filed_at"
        " FROM catalogue_appraisal WHERE product = ? ORDER BY id DESC",
        product,
    )
    return [AppraisalView(*row) for row in rows]


def listing_rule(tx: Tx) -> ListingRule | None:
    """The operator's rule for what is of low risk, if it set one."""
    row = tx.row("SELECT at_once, sample_points FROM catalogue_rule WHERE one = 1")
    return ListingRule(bool(row[0]), row[1]) if row else None


def samples(tx: Tx, limit: int = 50) -> list[ProductCard]:
    """The products that were listed at once, were drawn, and wait for a check."""
    sql = (
        f"{CARDS} JOIN catalogue_listing l ON l.product = p.id"
        " WHERE l.drawn = 1 AND l.outcome IS NULL ORDER BY l.listed_at, p.id LIMIT ?"
    )
    return [ProductCard(*row) for row in tx.rows(sql, limit)]


class ListingDecision(Struct, frozen=True):
    """That a product was listed: on which ground, and why. `outcome` is that of a check after."""

    product: str
    organisation: str
    title_en: str
    title_vi: str
    risk: str
    ground: str
    reason: str | None
    outcome: str | None
    listed_at: int


def decisions(tx: Tx, limit: int) -> list[ListingDecision]:
    """The latest decisions to list, the newest first."""
    rows = tx.rows(
        "SELECT p.id, p.organisation, p.title_en, p.title_vi, l.risk, l.ground, l.list_reason,"
        " l.outcome, l.listed_at FROM catalogue_listing l JOIN catalogue_product p"
        " ON p.id = l.product WHERE l.listed_at IS NOT NULL"
        " ORDER BY l.listed_at DESC, p.id LIMIT ?",
        limit,
    )
    return [ListingDecision(*row) for row in rows]


def listing_facts(tx: Tx, product: str, now: int, *, draw: int = 0) -> ListingFacts | None:
    """A product with all that a decision about its listing needs, or `None`."""
    facts = product_facts(tx, product)
    row = tx.row(
        "SELECT p.origin, p.origin_note, p.statement, p.described_at, p.described_under, v.fields"
        " FROM catalogue_product p LEFT JOIN catalogue_version v ON v.id = p.version"
        " WHERE p.id = ?",
        product,
    )
    if facts is None or row is None:
        return None
    return ListingFacts(
        product=facts,
        origin=Origin(row[0]),
        origin_note=row[1],
        statement=_statement.decode(row[2]) if row[2] else None,
        described_at=row[3] or 0,
        described_under=row[4] or "",
        columns=tuple(each.name for each in fields_of.decode(row[5])) if row[5] else (),
        findings=findings(tx, facts.current.version) if facts.current else None,
        appraisal=_appraisal(tx, facts, now),
        citizens_before=_citizens(tx, facts),
        seller_verified=participants.is_verified(tx, facts.organisation),
        earlier_fault=_earlier_fault(tx, facts.organisation),
        rule=listing_rule(tx),
        draw=draw,
    )


def _appraisal(tx: Tx, product: ProductFacts, now: int) -> Appraisal | None:
    """The newest report; what the register says of its appraiser is asked anew each time."""
    filed = appraisals(tx, product.product)
    if not filed:
        return None
    newest = filed[0]
    standing = certificates.standing(tx, newest.appraiser, now)
    return Appraisal(
        appraiser=newest.appraiser,
        scope=newest.scope,
        content=newest.content,
        method=newest.method,
        inputs=newest.inputs,
        conclusion=newest.conclusion,
        interested=certificates.interested(tx, newest.appraiser, product.organisation),
        also_sells="seller" in participants.roles(tx, newest.appraiser),
        says_that_it_sells=standing.says_that_it_sells,
        declaration=standing.declaration,
    )


def _citizens(tx: Tx, product: ProductFacts) -> int:
    """How many citizens the organisation's other products cover that are or were listed, or wait
    to be: the law counts cumulatively (Decision 20/2025, Decree 165/2025, article 12.10)."""
    row = tx.row(
        "SELECT SUM(citizens) FROM catalogue_product WHERE organisation = ? AND id <> ?"
        " AND state IN (?, ?, ?, ?)",
        product.organisation,
        product.product,
        ProductState.submitted.value,
        ProductState.listed.value,
        ProductState.suspended.value,
        ProductState.delisted.value,
    )
    return int(row[0] or 0) if row else 0


def _earlier_fault(tx: Tx, organisation: str) -> bool:
    """Whether something of the organisation is suspended, or failed a sample check."""
    row = tx.row(
        "SELECT 1 FROM catalogue_product p LEFT JOIN catalogue_listing l ON l.product = p.id"
        " WHERE p.organisation = ? AND (p.suspended_by IS NOT NULL OR l.outcome = ?) LIMIT 1",
        organisation,
        Outcome.failed.value,
    )
    return row is not None
