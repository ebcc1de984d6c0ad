"""The decisions about sharing: agreements, the split of each sale, and people's shares."""

from datafloor.contexts.people.rules.agreeing import (
    agree_sharing,
    check_sharing,
    decline_sharing,
    propose_sharing,
    record_coverage,
    register_contribution,
)
from datafloor.contexts.people.rules.paying import (
    accrue_people,
    claim_head,
    credit_claim,
    forget_claim,
    lapse_accrual,
    pay_claim,
    reopen_claim,
    set_people_rule,
)
from datafloor.contexts.people.rules.splitting import lines, split_sale

__all__ = [
    "accrue_people",
    "agree_sharing",
    "check_sharing",
    "claim_head",
    "credit_claim",
    "decline_sharing",
    "forget_claim",
    "lapse_accrual",
    "lines",
    "pay_claim",
    "propose_sharing",
    "record_coverage",
    "register_contribution",
    "reopen_claim",
    "set_people_rule",
    "split_sale",
]
