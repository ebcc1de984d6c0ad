"""What a seller states about a product before it may be listed (Decree 314/2026, article 8.2).

Nothing is demanded here: which of it must be said, and what follows where it is not, is for the
rule pack. `None` means that nothing was said, and what is not known never passes.
"""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.kernel.ids import whole
from datafloor.kernel.message import Digest, PublicText

Citizens = Annotated[int, Meta(ge=0, le=10**10)]
DecisionNumber = Annotated[str, Meta(pattern=whole(r"[\w/.-][\w/. -]{0,59}"))]


class Source(StrEnum):
    """From whose hands the data come (Decree 314/2026, article 5.3)."""

    non_state_party = "non_state_party"
    own_agency_database = "own_agency_database"
    other_state_database = "other_state_database"


class DataClass(StrEnum):
    """The class that the seller gives the data (Data Law, article 13.2)."""

    core_data = "core_data"
    important_data = "important_data"
    other_data = "other_data"


class Originality(StrEnum):
    """Original, or made from other data (Decree 314/2026, article 7.6)."""

    original_data = "original_data"
    value_added_data = "value_added_data"


class Recipients(StrEnum):
    """Who may have the data."""

    domestic_only = "domestic_only"
    abroad_too = "abroad_too"


class LegalBasis(StrEnum):
    """On what, other than consent, the processing of personal data rested (PDPL, article 19.1)."""

    life_or_health_emergency = "life_or_health_emergency"
    security_or_emergency = "security_or_emergency"
    state_body = "state_body"
    contract_of_subject = "contract_of_subject"
    other_law = "other_law"


class PriceMode(StrEnum):
    """How the State sets a price (Decree 314/2026, article 6.1)."""

    specific_price = "specific_price"
    maximum_price = "maximum_price"
    price_frame = "price_frame"


class Consent(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The consent of the people concerned: its evidence by digest, and how it was given."""

    evidence: Digest | None = None
    voluntary: bool | None = None
    informed: bool | None = None
    per_purpose: bool | None = None
    sensitive_flagged: bool | None = None
    bundled: bool | None = None
    by_silence: bool | None = None
    preticked: bool | None = None


class People(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is stated where data concern people, or were derived from data that did.

    `citizens_count` is how many citizens the data cover; `consent` is absent where the processing
    rested on another legal basis.
    """

    derived: bool | None = None
    deidentification_report: Digest | None = None
    consent: Consent | None = None
    legal_basis: LegalBasis | None = None
    sensitive: bool | None = None
    citizens_count: Citizens | None = None
    children: bool | None = None
    children_from_seven: bool | None = None
    representative_consent: Digest | None = None
    child_consent: Digest | None = None


class StatePricing(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is stated where the State sets the price (Decree 314/2026, articles 6.1 and 6.5)."""

    mode: PriceMode | None = None
    decision_number: DecisionNumber | None = None
    finance_opinion: Digest | None = None
    covers_reasonable_cost: bool | None = None
    profit_fits_market: bool | None = None
    fits_supply_and_demand: bool | None = None


class Statement(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that a seller states about a product, as far as it has been said.

    Documents are given by digest: the exchange does not hold them, and they cannot be changed
    afterwards without showing it.
    """

    source: Source | None = None
    basis_of_right: PublicText | None = None
    right_evidence: Digest | None = None
    right_covers_scope: bool | None = None
    about_people: bool | None = None
    people: People | None = None
    data_class: DataClass | None = None
    recipients: Recipients | None = None
    harms_state_security: bool | None = None
    is_state_secret: bool | None = None
    banned_by_other_law: bool | None = None
    infringes_third_party_rights: bool | None = None
    originality: Originality | None = None
    processing_method: PublicText | None = None
    input_sources: PublicText | None = None
    update_frequency: PublicText | None = None
    quality: PublicText | None = None
    accuracy: PublicText | None = None
    completeness: PublicText | None = None
    update_level: PublicText | None = None
    limitations: PublicText | None = None
    state_pricing: StatePricing | None = None
