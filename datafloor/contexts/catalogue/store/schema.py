"""The tables of the catalogue."""

SCHEMA = """
CREATE TABLE catalogue_product (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL,
    reason TEXT,
    title_en TEXT NOT NULL,
    title_vi TEXT NOT NULL,
    description_en TEXT NOT NULL,
    description_vi TEXT NOT NULL,
    origin TEXT NOT NULL,
    origin_note TEXT NOT NULL,
    drafted_at INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    version TEXT,
    statement TEXT,
    described_at INTEGER,
    described_under TEXT,
    citizens INTEGER NOT NULL DEFAULT 0,
    suspended_by TEXT,
    ends_at INTEGER,
    end_reason TEXT,
    rows_shown INTEGER NOT NULL DEFAULT 0,
    coverage TEXT,
    meanings TEXT
) STRICT;
CREATE INDEX catalogue_product_state ON catalogue_product (state, id);
CREATE INDEX catalogue_product_organisation ON catalogue_product (organisation, id);
CREATE INDEX catalogue_product_version ON catalogue_product (version);
CREATE TABLE catalogue_version (
    id TEXT PRIMARY KEY,
    product TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    location TEXT NOT NULL,
    delta_version INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    byte_count INTEGER NOT NULL,
    file_count INTEGER NOT NULL,
    digest TEXT NOT NULL,
    source TEXT NOT NULL,
    fields TEXT NOT NULL
) STRICT;
CREATE INDEX catalogue_version_product ON catalogue_version (product, added_at);
CREATE TABLE catalogue_findings (
    version TEXT PRIMARY KEY,
    report TEXT NOT NULL,
    grade TEXT NOT NULL,
    personal_count INTEGER NOT NULL,
    blocking_count INTEGER NOT NULL,
    found_at INTEGER NOT NULL
) STRICT;
CREATE TABLE catalogue_appraisal (
    id TEXT PRIMARY KEY,
    product TEXT NOT NULL,
    appraiser TEXT NOT NULL,
    report TEXT NOT NULL,
    scope TEXT NOT NULL,
    content TEXT NOT NULL,
    method TEXT NOT NULL,
    inputs TEXT NOT NULL,
    conclusion TEXT NOT NULL,
    filed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX catalogue_appraisal_product ON catalogue_appraisal (product, id);
CREATE TABLE catalogue_rule (
    one INTEGER PRIMARY KEY,
    at_once INTEGER NOT NULL,
    sample_points INTEGER NOT NULL,
    set_at INTEGER NOT NULL
) STRICT;
CREATE TABLE catalogue_listing (
    product TEXT PRIMARY KEY,
    submitted_at INTEGER NOT NULL,
    judgement TEXT NOT NULL,
    risk TEXT NOT NULL,
    risk_reasons TEXT NOT NULL,
    law_changed INTEGER NOT NULL,
    deadline TEXT NOT NULL,
    ground TEXT,
    listed_at INTEGER,
    list_reason TEXT,
    sample_points INTEGER,
    drawn INTEGER,
    outcome TEXT,
    outcome_reason TEXT
) STRICT;
CREATE INDEX catalogue_listing_drawn ON catalogue_listing (listed_at)
    WHERE drawn = 1 AND outcome IS NULL;
CREATE INDEX catalogue_listing_listed ON catalogue_listing (listed_at)
    WHERE listed_at IS NOT NULL
"""
