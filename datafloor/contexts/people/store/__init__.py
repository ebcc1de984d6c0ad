"""The tables of sharing.

A `sale` is an order, or a bill under its contract. `people_head` says which of the people in the
data a claim is of, and is erasable; what the people are called elsewhere is known by keyed digests
only, in files beside the database.

Trust: who can write `people_sharing` or `people_coverage` can have later sales shared otherwise;
replay shows it. Who can write `people_head` can have somebody else's part credited to a claim of
her own; replay does not grow that table, but the part that was credited is in the journal and in
the accrual's file, whose digest is in the journal too.
"""

from datafloor.contexts.people.store import paying, sharing
from datafloor.contexts.people.store.paying import (
    keep_claim_head,
    keep_forget_claim,
    load_accrue_people,
    load_claim_head,
    load_credit_claim,
    load_forget_claim,
    load_lapse_accrual,
    load_pay_claim,
    load_reopen_claim,
    load_set_people_rule,
)
from datafloor.contexts.people.store.sharing import (
    load_check_sharing,
    load_propose_sharing,
    load_record_coverage,
    load_register_contribution,
    load_sharing,
    load_split_sale,
)
from datafloor.kernel.message import Apply

SCHEMA = """
CREATE TABLE people_sharing (
    id TEXT PRIMARY KEY,
    product TEXT NOT NULL,
    seller TEXT NOT NULL,
    terms TEXT NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL,
    proposed_at INTEGER NOT NULL,
    reason TEXT
) STRICT;
CREATE INDEX people_sharing_product ON people_sharing (product, proposed_at);
CREATE TABLE people_party (
    sharing TEXT NOT NULL,
    organisation TEXT NOT NULL,
    agreed_at INTEGER,
    PRIMARY KEY (sharing, organisation)
) STRICT;
CREATE INDEX people_party_organisation ON people_party (organisation, sharing);
CREATE TABLE people_contribution (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL,
    sharing TEXT NOT NULL,
    product TEXT NOT NULL,
    provider TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    digest TEXT NOT NULL,
    registered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX people_contribution_product ON people_contribution (product, number);
CREATE TABLE people_coverage (
    version TEXT NOT NULL,
    sharing TEXT NOT NULL,
    coverage TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (version, sharing)
) STRICT;
CREATE INDEX people_coverage_sharing ON people_coverage (sharing, number);
CREATE TABLE people_split (
    sale TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    order_id TEXT NOT NULL,
    product TEXT NOT NULL,
    body TEXT NOT NULL,
    split_at INTEGER NOT NULL
) STRICT;
CREATE INDEX people_split_order ON people_split (order_id);
CREATE TABLE people_share (
    number INTEGER NOT NULL,
    organisation TEXT NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    PRIMARY KEY (organisation, number)
) STRICT;
CREATE TABLE people_pot (
    product TEXT NOT NULL,
    version TEXT NOT NULL,
    currency TEXT NOT NULL,
    minor INTEGER NOT NULL CHECK (minor >= 0),
    PRIMARY KEY (product, version, currency)
) STRICT;
CREATE TABLE people_rule (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    body TEXT NOT NULL,
    set_at INTEGER NOT NULL
) STRICT;
CREATE TABLE people_accrual (
    id TEXT PRIMARY KEY,
    product TEXT NOT NULL,
    version TEXT NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    heads INTEGER NOT NULL,
    split TEXT NOT NULL,
    accrued_at INTEGER NOT NULL,
    lapsed_at INTEGER
) STRICT;
CREATE INDEX people_accrual_product ON people_accrual (product, accrued_at);
CREATE TABLE people_claim (
    id TEXT PRIMARY KEY,
    product TEXT NOT NULL,
    claimed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX people_claim_product ON people_claim (product, id);
CREATE TABLE people_credit (
    claim TEXT NOT NULL,
    accrual TEXT NOT NULL,
    micro INTEGER NOT NULL,
    currency TEXT NOT NULL,
    PRIMARY KEY (claim, accrual)
) STRICT;
CREATE INDEX people_credit_accrual ON people_credit (accrual);
CREATE TABLE people_payment (
    payout TEXT PRIMARY KEY,
    claim TEXT NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    paid_at INTEGER NOT NULL,
    reopened_at INTEGER
) STRICT;
CREATE INDEX people_payment_claim ON people_payment (claim);
CREATE TABLE people_head (
    claim TEXT PRIMARY KEY,
    product TEXT NOT NULL,
    head TEXT NOT NULL,
    UNIQUE (product, head)
) STRICT
"""

ERASABLE = frozenset({"people_head"})

APPLY: Apply = {**sharing.APPLY, **paying.APPLY}

__all__ = [
    "APPLY",
    "ERASABLE",
    "SCHEMA",
    "keep_claim_head",
    "keep_forget_claim",
    "load_accrue_people",
    "load_check_sharing",
    "load_claim_head",
    "load_credit_claim",
    "load_forget_claim",
    "load_lapse_accrual",
    "load_pay_claim",
    "load_propose_sharing",
    "load_record_coverage",
    "load_register_contribution",
    "load_reopen_claim",
    "load_set_people_rule",
    "load_sharing",
    "load_split_sale",
]
