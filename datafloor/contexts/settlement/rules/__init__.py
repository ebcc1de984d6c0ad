"""The decisions about money. Each movement is one `Transferred`; no wallet is overdrawn."""

from datafloor.contexts.settlement.rules.bank import (
    assign_entry,
    count_entry,
    explain_entry,
    record_statement,
    return_entry,
    set_bank_account,
)
from datafloor.contexts.settlement.rules.bills import charge_bill, close_bills
from datafloor.contexts.settlement.rules.deposits import (
    forfeit_deposit,
    hold_deposit,
    return_deposit,
)
from datafloor.contexts.settlement.rules.names import (
    batches_in,
    payouts_in,
    plain_text,
    references_in,
)
from datafloor.contexts.settlement.rules.orders import (
    combine_payments,
    cover_order,
    end_acceptance,
    end_awaiting,
    freeze_hold,
    pay_from_wallet,
    record_payment,
    record_payout,
    refund_order,
    release_escrow,
    set_acceptance,
    set_fee,
    settle_hold,
)
from datafloor.contexts.settlement.rules.payouts import (
    batch_payouts,
    cancel_payout,
    request_payout,
    set_payout_account,
)
from datafloor.contexts.settlement.rules.shares import (
    give_unclaimed,
    pay_person,
    share_income,
)
from datafloor.contexts.settlement.rules.tax import pay_vat, set_tax_method

__all__ = [
    "assign_entry",
    "batch_payouts",
    "batches_in",
    "cancel_payout",
    "charge_bill",
    "close_bills",
    "combine_payments",
    "count_entry",
    "cover_order",
    "end_acceptance",
    "end_awaiting",
    "explain_entry",
    "forfeit_deposit",
    "freeze_hold",
    "give_unclaimed",
    "hold_deposit",
    "pay_from_wallet",
    "pay_person",
    "pay_vat",
    "payouts_in",
    "plain_text",
    "record_payment",
    "record_payout",
    "record_statement",
    "references_in",
    "refund_order",
    "release_escrow",
    "request_payout",
    "return_deposit",
    "return_entry",
    "set_acceptance",
    "set_bank_account",
    "set_fee",
    "set_payout_account",
    "set_tax_method",
    "settle_hold",
    "share_income",
]
