"""Loading and applying what belongs to the people in the data."""

from datafloor.contexts import catalogue, participants, settlement
from datafloor.contexts.people.commands import (
    AccruePeople,
    ClaimHead,
    CreditClaim,
    ForgetClaim,
    LapseAccrual,
    PayClaim,
    ReopenClaim,
    SetPeopleRule,
)
from datafloor.contexts.people.events import (
    AccrualLapsed,
    ClaimCredited,
    ClaimForgotten,
    ClaimPaid,
    ClaimReopened,
    HeadClaimed,
    PeopleAccrued,
    PeopleRuleSet,
)
from datafloor.contexts.people.model import (
    MICRO,
    AccrueFacts,
    CreditFacts,
    ForgetFacts,
    HeadFacts,
    LapseFacts,
    PayFacts,
    ReopenFacts,
    RuleFacts,
)
from datafloor.contexts.people.queries import (
    people_rule,
)
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refused


def load_set_people_rule(tx: Tx, asked: SetPeopleRule, call: Call) -> RuleFacts:
    """The rule, and whether the fund takes part here."""
    try:
        participants.organisation(tx, asked.rule.fund)
    except Refused:
        return RuleFacts(people_rule(tx), False)
    return RuleFacts(people_rule(tx), True)


def load_accrue_people(tx: Tx, asked: AccruePeople, call: Call) -> AccrueFacts:
    """What came together."""
    row = tx.row(
        "SELECT minor FROM people_pot WHERE product = ? AND version = ? AND currency = ?",
        asked.product,
        asked.version,
        asked.amount.currency,
    )
    found = tx.row("SELECT 1 FROM people_accrual WHERE id = ?", asked.accrual)
    return AccrueFacts(row[0] if row else 0, found is not None)


def load_claim_head(tx: Tx, asked: ClaimHead, call: Call) -> HeadFacts:
    """Whose the product is, and whether anybody claimed the head."""
    product = catalogue.product_facts(tx, asked.product)
    taken = tx.row("SELECT 1 FROM people_claim WHERE id = ?", asked.claim)
    claimed = tx.row(
        "SELECT 1 FROM people_head WHERE product = ? AND head = ?", asked.product, asked.head
    )
    return HeadFacts(
        product.organisation if product else None, taken is not None, claimed is not None
    )


def keep_claim_head(tx: Tx, asked: ClaimHead, call: Call) -> None:
    """Who she is in the data, and where her money goes."""
    tx.run(
        "INSERT INTO people_head (claim, product, head) VALUES (?, ?, ?)",
        asked.claim,
        asked.product,
        asked.head,
    )
    settlement.keep_payee(tx, asked.claim, asked.payee)


def load_forget_claim(tx: Tx, asked: ForgetClaim, call: Call) -> ForgetFacts:
    """Whose product it is on."""
    row = tx.row("SELECT product FROM people_claim WHERE id = ?", asked.claim)
    product = catalogue.product_facts(tx, row[0]) if row else None
    known = tx.row("SELECT 1 FROM people_head WHERE claim = ?", asked.claim)
    return ForgetFacts(product.organisation if product else None, known is not None)


def keep_forget_claim(tx: Tx, asked: ForgetClaim, call: Call) -> None:
    """Nothing is kept."""
    tx.run("DELETE FROM people_head WHERE claim = ?", asked.claim)
    settlement.forget_payee(tx, asked.claim)


def load_credit_claim(tx: Tx, asked: CreditClaim, call: Call) -> CreditFacts:
    """The accrual, and what of it is credited."""
    accrual = tx.row(
        "SELECT product, currency, minor, lapsed_at FROM people_accrual WHERE id = ?",
        asked.accrual,
    )
    claim = tx.row("SELECT product FROM people_claim WHERE id = ?", asked.claim)
    before = tx.row(
        "SELECT 1 FROM people_credit WHERE claim = ? AND accrual = ?", asked.claim, asked.accrual
    )
    product, currency, minor, lapsed_at = accrual or (None, "VND", 0, None)
    return CreditFacts(
        accrual_product=product,
        currency=currency,
        minor=minor,
        lapsed=lapsed_at is not None,
        claim_product=claim[0] if claim else None,
        credited_before=before is not None,
        credited_micro=_credited(tx, asked.accrual),
    )


def _credited(tx: Tx, accrual: str) -> int:
    row = tx.row(
        "SELECT CAST(coalesce(sum(micro), 0) AS BIGINT) FROM people_credit WHERE accrual = ?",
        accrual,
    )
    assert row is not None
    return int(row[0])


def load_pay_claim(tx: Tx, asked: PayClaim, call: Call) -> PayFacts:
    """What is credited and not paid."""
    claim = tx.row("SELECT product FROM people_claim WHERE id = ?", asked.claim)
    row = tx.row(
        "SELECT (SELECT CAST(coalesce(sum(micro), 0) AS BIGINT) FROM people_credit"
        " WHERE claim = ? AND currency = ?), (SELECT CAST(coalesce(sum(minor), 0) AS BIGINT)"
        " FROM people_payment WHERE claim = ? AND currency = ? AND reopened_at IS NULL)",
        asked.claim,
        asked.currency,
        asked.claim,
        asked.currency,
    )
    assert row is not None
    rule = people_rule(tx)
    threshold = rule.threshold if rule else Money(0)
    return PayFacts(
        product=claim[0] if claim else None,
        open_micro=row[0] - row[1] * MICRO,
        threshold_minor=threshold.minor if threshold.currency == asked.currency else 0,
        has_account=settlement.payee(tx, asked.claim) is not None,
    )


def load_reopen_claim(tx: Tx, asked: ReopenClaim, call: Call) -> ReopenFacts:
    """Whose payment it was."""
    row = tx.row(
        "SELECT claim FROM people_payment WHERE payout = ? AND reopened_at IS NULL", asked.payout
    )
    return ReopenFacts(row[0] if row else None)


def load_lapse_accrual(tx: Tx, asked: LapseAccrual, call: Call) -> LapseFacts:
    """The accrual as it stands."""
    row = tx.row(
        "SELECT product, minor, currency, accrued_at, lapsed_at FROM people_accrual WHERE id = ?",
        asked.accrual,
    )
    product, minor, currency, at, lapsed_at = row or (None, 0, "VND", 0, None)
    return LapseFacts(
        product=product,
        amount=Money(minor, currency),
        accrued_at=at,
        lapsed=lapsed_at is not None,
        credited_micro=_credited(tx, asked.accrual),
        rule=people_rule(tx),
    )


def _people_rule_set(tx: Tx, event: PeopleRuleSet, at: int) -> None:
    tx.run(
        "INSERT INTO people_rule (one, body, set_at) VALUES (1, ?, ?)"
        " ON CONFLICT (one) DO UPDATE SET body = excluded.body, set_at = excluded.set_at",
        canonical.encode(event.rule).decode(),
        at,
    )


def _people_accrued(tx: Tx, event: PeopleAccrued, at: int) -> None:
    tx.run(
        "UPDATE people_pot SET minor = minor - ? WHERE product = ? AND version = ?"
        " AND currency = ?",
        event.amount.minor,
        event.product,
        event.version,
        event.amount.currency,
    )
    tx.run(
        "INSERT INTO people_accrual (id, product, version, minor, currency, heads, split,"
        " accrued_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        event.accrual,
        event.product,
        event.version,
        event.amount.minor,
        event.amount.currency,
        event.heads,
        event.split,
        at,
    )


def _head_claimed(tx: Tx, event: HeadClaimed, at: int) -> None:
    tx.run(
        "INSERT INTO people_claim (id, product, claimed_at) VALUES (?, ?, ?)",
        event.claim,
        event.product,
        at,
    )


def _claim_forgotten(tx: Tx, event: ClaimForgotten, at: int) -> None:
    """What was known lay beside the journal; nothing that follows from it changes."""


def _claim_credited(tx: Tx, event: ClaimCredited, at: int) -> None:
    tx.run(
        "INSERT INTO people_credit (claim, accrual, micro, currency) VALUES (?, ?, ?, ?)",
        event.claim,
        event.accrual,
        event.micro,
        event.amount.currency,
    )


def _claim_paid(tx: Tx, event: ClaimPaid, at: int) -> None:
    tx.run(
        "INSERT INTO people_payment (payout, claim, minor, currency, paid_at)"
        " VALUES (?, ?, ?, ?, ?)",
        event.payout,
        event.claim,
        event.amount.minor,
        event.amount.currency,
        at,
    )


def _claim_reopened(tx: Tx, event: ClaimReopened, at: int) -> None:
    tx.run("UPDATE people_payment SET reopened_at = ? WHERE payout = ?", at, event.payout)


def _accrual_lapsed(tx: Tx, event: AccrualLapsed, at: int) -> None:
    tx.run("UPDATE people_accrual SET lapsed_at = ? WHERE id = ?", at, event.accrual)


APPLY: Apply = {
    PeopleRuleSet: _people_rule_set,
    PeopleAccrued: _people_accrued,
    HeadClaimed: _head_claimed,
    ClaimForgotten: _claim_forgotten,
    ClaimCredited: _claim_credited,
    ClaimPaid: _claim_paid,
    ClaimReopened: _claim_reopened,
    AccrualLapsed: _accrual_lapsed,
}
