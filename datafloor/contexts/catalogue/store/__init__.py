"""The tables of the catalogue.

Trust: who can write `catalogue_version` can make a contract deliver another table; the digest of
the files is in the journal and shows it. Who can write `catalogue_findings` or
`catalogue_rule` can have something listed that nobody looked at; replay shows both.
"""

from secrets import randbelow

from datafloor.contexts import certificates, participants
from datafloor.contexts.catalogue.commands import (
    AddVersion,
    CheckSample,
    DelistProduct,
    DeprecateProduct,
    DescribeFields,
    DescribeListing,
    DraftProduct,
    FileAppraisal,
    LiftSuspension,
    ListProduct,
    RecordFindings,
    RefuseListing,
    ReviseProduct,
    SetListingRule,
    ShowRows,
    StateCoverage,
    SubmitProduct,
    SuspendProduct,
)
from datafloor.contexts.catalogue.events import (
    AppraisalFiled,
    CoverageStated,
    FieldsDescribed,
    FindingsRecorded,
    ListingDescribed,
    ListingRefused,
    ListingRuleSet,
    ProductDelisted,
    ProductDeprecated,
    ProductDrafted,
    ProductListed,
    ProductRevised,
    ProductSubmitted,
    ProductSuspended,
    RowsShown,
    SampleChecked,
    SuspensionLifted,
    VersionAdded,
)
from datafloor.contexts.catalogue.model import (
    AppraisalFacts,
    DraftFacts,
    FindingsFacts,
    ListingFacts,
    Office,
    ProductFacts,
    ProductState,
    RuleFacts,
    StandingFacts,
    VersionDraftFacts,
)
from datafloor.contexts.catalogue.queries import listing_facts, listing_rule, product_facts
from datafloor.contexts.catalogue.store.schema import SCHEMA as SCHEMA
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call


def load_draft_product(tx: Tx, asked: DraftProduct, call: Call) -> DraftFacts:
    """Whether the id is taken."""
    found = tx.row("SELECT 1 FROM catalogue_product WHERE id = ?", asked.product)
    return DraftFacts(found is not None)


def load_product(
    tx: Tx,
    asked: ReviseProduct
    | StateCoverage
    | DescribeFields
    | ShowRows
    | DescribeListing
    | RefuseListing
    | DelistProduct,
    call: Call,
) -> ProductFacts | None:
    """The product as it stands."""
    return product_facts(tx, asked.product)


def load_listing(tx: Tx, asked: SubmitProduct | ListProduct, call: Call) -> ListingFacts | None:
    """The product with all that the law asks about it, and a number that nobody can foresee."""
    return listing_facts(tx, asked.product, call.now, draw=randbelow(10_000))


def load_standing(
    tx: Tx, asked: SuspendProduct | LiftSuspension | DeprecateProduct | CheckSample, call: Call
) -> StandingFacts | None:
    """The product, and what was decided about it since it was listed."""
    product = product_facts(tx, asked.product)
    row = tx.row(
        "SELECT p.suspended_by, p.ends_at, l.drawn, l.outcome FROM catalogue_product p"
        " LEFT JOIN catalogue_listing l ON l.product = p.id WHERE p.id = ?",
        asked.product,
    )
    if product is None or row is None:
        return None
    return StandingFacts(
        product=product,
        suspended_by=Office(row[0]) if row[0] else None,
        deprecated=row[1] is not None,
        check_awaited=bool(row[2]) and row[3] is None,
    )


def load_record_findings(tx: Tx, asked: RecordFindings, call: Call) -> FindingsFacts:
    """Whether the version is there, and was appraised."""
    version = tx.row("SELECT 1 FROM catalogue_version WHERE id = ?", asked.version)
    found = tx.row("SELECT 1 FROM catalogue_findings WHERE version = ?", asked.version)
    current = tx.row("SELECT id FROM catalogue_product WHERE version = ?", asked.version)
    product = product_facts(tx, current[0]) if current else None
    return FindingsFacts(version is not None, found is not None, product)


def load_file_appraisal(tx: Tx, asked: FileAppraisal, call: Call) -> AppraisalFacts:
    """The product, and what the register says of the appraiser."""
    product = product_facts(tx, asked.product)
    appraiser = call.by.organisation
    taken = tx.row("SELECT 1 FROM catalogue_appraisal WHERE id = ?", asked.appraisal)
    standing = certificates.standing(tx, appraiser, call.now)
    return AppraisalFacts(
        exists=taken is not None,
        product=product,
        certificates=standing.held,
        interested=product is not None
        and certificates.interested(tx, appraiser, product.organisation),
        also_sells="seller" in participants.roles(tx, appraiser),
        says_that_it_sells=standing.says_that_it_sells,
        declaration=standing.declaration,
    )


def load_set_listing_rule(tx: Tx, asked: SetListingRule, call: Call) -> RuleFacts:
    """The rule as it stands."""
    return RuleFacts(listing_rule(tx))


def load_add_version(tx: Tx, asked: AddVersion, call: Call) -> VersionDraftFacts:
    """The product, and whether the version's id is taken."""
    found = tx.row("SELECT 1 FROM catalogue_version WHERE id = ?", asked.version)
    return VersionDraftFacts(product_facts(tx, asked.product), found is not None)


def _product_drafted(tx: Tx, event: ProductDrafted, at: int) -> None:
    tx.run(
        "INSERT INTO catalogue_product (id, organisation, state, state_at, title_en, title_vi,"
        " description_en, description_vi, origin, origin_note, drafted_at, table_name)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.product,
        event.organisation,
        ProductState.draft.value,
        at,
        event.title_en,
        event.title_vi,
        event.description_en,
        event.description_vi,
        event.origin.value,
        event.origin_note,
        at,
        event.table,
    )


def _product_revised(tx: Tx, event: ProductRevised, at: int) -> None:
    tx.run(
        "UPDATE catalogue_product SET title_en = ?, title_vi = ?, description_en = ?,"
        " description_vi = ?, origin = ?, origin_note = ? WHERE id = ?",
        event.title_en,
        event.title_vi,
        event.description_en,
        event.description_vi,
        event.origin.value,
        event.origin_note,
        event.product,
    )
    _state(tx, event.product, ProductState.draft, at)


def _coverage_stated(tx: Tx, event: CoverageStated, at: int) -> None:
    coverage = canonical.encode(event.coverage).decode()
    tx.run("UPDATE catalogue_product SET coverage = ? WHERE id = ?", coverage, event.product)


def _fields_described(tx: Tx, event: FieldsDescribed, at: int) -> None:
    meanings = canonical.encode(event.meanings).decode()
    tx.run("UPDATE catalogue_product SET meanings = ? WHERE id = ?", meanings, event.product)


def _version_added(tx: Tx, event: VersionAdded, at: int) -> None:
    tx.run(
        "INSERT INTO catalogue_version (id, product, added_at, location, delta_version, row_count,"
        " byte_count, file_count, digest, source, fields)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.version,
        event.product,
        at,
        event.location,
        event.delta_version,
        event.rows,
        event.bytes,
        event.files,
        event.digest,
        event.source,
        canonical.encode(event.fields).decode(),
    )
    tx.run("UPDATE catalogue_product SET version = ? WHERE id = ?", event.version, event.product)


def _listing_described(tx: Tx, event: ListingDescribed, at: int) -> None:
    people = event.statement.people
    tx.run(
        "UPDATE catalogue_product SET statement = ?, described_at = ?, described_under = ?,"
        " citizens = ? WHERE id = ?",
        canonical.encode(event.statement).decode(),
        at,
        event.law,
        (people.citizens_count or 0) if people else 0,
        event.product,
    )
    _state(tx, event.product, ProductState.draft, at)


def _findings_recorded(tx: Tx, event: FindingsRecorded, at: int) -> None:
    found = event.findings
    tx.run(
        "INSERT INTO catalogue_findings (version, report, grade, personal_count, blocking_count,"
        " found_at) VALUES (?, ?, ?, ?, ?, ?)",
        event.version,
        found.report,
        found.grade.value,
        found.personal_count,
        found.blocking_count,
        at,
    )


def _appraisal_filed(tx: Tx, event: AppraisalFiled, at: int) -> None:
    tx.run(
        "INSERT INTO catalogue_appraisal (id, product, appraiser, report, scope, content, method,"
        " inputs, conclusion, filed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.appraisal,
        event.product,
        event.appraiser,
        event.report,
        event.scope,
        event.content,
        event.method,
        event.inputs,
        event.conclusion,
        at,
    )


def _listing_rule_set(tx: Tx, event: ListingRuleSet, at: int) -> None:
    tx.run(
        "INSERT INTO catalogue_rule (one, at_once, sample_points, set_at) VALUES (1, ?, ?, ?)"
        " ON CONFLICT (one) DO UPDATE SET at_once = excluded.at_once,"
        " sample_points = excluded.sample_points, set_at = excluded.set_at",
        int(event.at_once),
        event.sample_points,
        at,
    )


def _product_submitted(tx: Tx, event: ProductSubmitted, at: int) -> None:
    tx.run("DELETE FROM catalogue_listing WHERE product = ?", event.product)
    tx.run(
        "INSERT INTO catalogue_listing (product, submitted_at, judgement, risk, risk_reasons,"
        " law_changed, deadline) VALUES (?, ?, ?, ?, ?, ?, ?)",
        event.product,
        at,
        canonical.encode(event.judgement).decode(),
        event.risk.value,
        ",".join(event.risk_reasons),
        int(event.law_changed),
        canonical.encode(event.deadline).decode(),
    )
    _state(tx, event.product, ProductState.submitted, at)


def _product_listed(tx: Tx, event: ProductListed, at: int) -> None:
    tx.run(
        "UPDATE catalogue_listing SET ground = ?, listed_at = ?, list_reason = ?,"
        " sample_points = ?, drawn = ? WHERE product = ?",
        event.ground.value,
        at,
        event.reason,
        event.sample_points,
        int(event.drawn),
        event.product,
    )
    if event.judgement is not None:
        tx.run(
            "UPDATE catalogue_listing SET judgement = ? WHERE product = ?",
            canonical.encode(event.judgement).decode(),
            event.product,
        )
    _state(tx, event.product, ProductState.listed, at)


def _sample_checked(tx: Tx, event: SampleChecked, at: int) -> None:
    tx.run(
        "UPDATE catalogue_listing SET outcome = ?, outcome_reason = ? WHERE product = ?",
        event.outcome.value,
        event.reason,
        event.product,
    )


def _product_suspended(tx: Tx, event: ProductSuspended, at: int) -> None:
    tx.run(
        "UPDATE catalogue_product SET suspended_by = ? WHERE id = ?", event.by.value, event.product
    )
    _state(tx, event.product, ProductState.suspended, at, event.reason)


def _suspension_lifted(tx: Tx, event: SuspensionLifted, at: int) -> None:
    tx.run("UPDATE catalogue_product SET suspended_by = NULL WHERE id = ?", event.product)
    _state(tx, event.product, ProductState.listed, at, event.reason)


def _rows_shown(tx: Tx, event: RowsShown, at: int) -> None:
    update = "UPDATE catalogue_product SET rows_shown = ? WHERE id = ?"
    tx.run(update, event.rows_count, event.product)


def _product_deprecated(tx: Tx, event: ProductDeprecated, at: int) -> None:
    tx.run(
        "UPDATE catalogue_product SET ends_at = ?, end_reason = ? WHERE id = ?",
        event.ends_at,
        event.reason,
        event.product,
    )


def _listing_refused(tx: Tx, event: ListingRefused, at: int) -> None:
    _state(tx, event.product, ProductState.refused, at, event.reason)


def _product_delisted(tx: Tx, event: ProductDelisted, at: int) -> None:
    _state(tx, event.product, ProductState.delisted, at, event.reason)


def _state(tx: Tx, product: str, state: ProductState, at: int, reason: str | None = None) -> None:
    tx.run(
        "UPDATE catalogue_product SET state = ?, state_at = ?, reason = ? WHERE id = ?",
        state.value,
        at,
        reason,
        product,
    )


APPLY: Apply = {
    ProductDrafted: _product_drafted,
    ProductRevised: _product_revised,
    CoverageStated: _coverage_stated,
    FieldsDescribed: _fields_described,
    VersionAdded: _version_added,
    ProductSubmitted: _product_submitted,
    ProductListed: _product_listed,
    ListingRefused: _listing_refused,
    ProductDelisted: _product_delisted,
    ListingDescribed: _listing_described,
    FindingsRecorded: _findings_recorded,
    AppraisalFiled: _appraisal_filed,
    ListingRuleSet: _listing_rule_set,
    SampleChecked: _sample_checked,
    ProductSuspended: _product_suspended,
    SuspensionLifted: _suspension_lifted,
    ProductDeprecated: _product_deprecated,
    RowsShown: _rows_shown,
}
