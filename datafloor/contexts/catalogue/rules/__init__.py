"""The decisions about data products."""

from datafloor.contexts.catalogue.rules.describing import (
    add_version,
    describe_fields,
    describe_listing,
    draft_product,
    revise_product,
    show_rows,
    state_coverage,
    table_name,
)
from datafloor.contexts.catalogue.rules.judging import (
    judged,
    judged_offer,
    listing_sheet,
    risk_of,
    tier,
    unchanged_open_data,
)
from datafloor.contexts.catalogue.rules.listing import (
    check_sample,
    file_appraisal,
    list_product,
    record_findings,
    refuse_listing,
    set_listing_rule,
    submit_product,
)
from datafloor.contexts.catalogue.rules.standing import (
    delist_product,
    deprecate_product,
    lift_suspension,
    suspend_product,
)

__all__ = [
    "add_version",
    "check_sample",
    "delist_product",
    "deprecate_product",
    "describe_fields",
    "describe_listing",
    "draft_product",
    "file_appraisal",
    "judged",
    "judged_offer",
    "lift_suspension",
    "list_product",
    "listing_sheet",
    "record_findings",
    "refuse_listing",
    "revise_product",
    "risk_of",
    "set_listing_rule",
    "show_rows",
    "state_coverage",
    "submit_product",
    "suspend_product",
    "table_name",
    "tier",
    "unchanged_open_data",
]
