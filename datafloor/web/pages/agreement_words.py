"""The words of contracts' texts, keys, signatures and changes, for `wording`."""

from datafloor.web.pages.language import marked

WORDS = {
    "side.seller": marked("Seller"),
    "side.buyer": marked("Buyer"),
    "side.exchange": marked("The exchange"),
    "change.open": marked("Waits for consent"),
    "change.made": marked("Made"),
    "change.declined": marked("Declined or withdrawn"),
    "breach.not_delivered": marked("The data never came"),
    "breach.unreachable": marked("The data cannot be read any more"),
    "breach.misdescribed": marked("The data are not what was described"),
    "breach.unlawful": marked("It is unlawful to have the data"),
    "breach.misused": marked("The data were used otherwise than was allowed"),
    "breach.passed_on": marked("The data were passed on"),
    "breach.unpaid": marked("What is due is not paid"),
    "breach_state.open": marked("to be answered"),
    "breach_state.accepted": marked("accepted"),
    "breach_state.objected": marked("objected to"),
    "breach_state.decided": marked("settled"),
    "ground.settled": marked("After a breach"),
    "field.breach": marked("What the other side broke"),
    "field.back": marked("Of the price, back to the buyer"),
    "field.notice_days": marked("Notice in days"),
    "field.to": marked("Id of the organisation"),
    "field.ends_at": marked("Last day"),
    "field.public_key": marked("Public key"),
}
HINTS = {
    "to": marked("Its id in the register of who takes part: org_…"),
    "public_key": marked("Ed25519: the field x of the JWK, 43 letters and digits."),
}
DONE = {
    "change_proposed": marked("The change is proposed. It is made when all have agreed."),
    "change_agreed": marked("You have agreed to the change."),
    "change_declined": marked("The proposal is closed. The contract stays as it is."),
    "notice_given": marked("Notice is given. The other side sees it on this page."),
    "breach_claimed": marked("The contract has ended. The other side can answer."),
    "breach_answered": marked("Your answer is recorded."),
    "breach_decided": marked("It is recorded, and what was held is parted."),
    "key_registered": marked("You sign with this key from now on."),
    "key_revoked": marked("The key signs no more."),
}
EVENTS = {
    "market.contract_changed.v1": marked("A contract was changed"),
    "agreements.contract_drawn.v1": marked("The text of a contract was frozen"),
    "agreements.contract_signed.v1": marked("A contract was signed"),
    "agreements.key_registered.v1": marked("A key for signing was registered"),
    "agreements.key_revoked.v1": marked("A key for signing was revoked"),
    "agreements.change_proposed.v1": marked("A change of a contract was proposed"),
    "agreements.change_agreed.v1": marked("Somebody agreed to a change"),
    "agreements.change_declined.v1": marked("A change was declined or withdrawn"),
    "agreements.change_made.v1": marked("A change was agreed by all"),
    "agreements.renewal_begun.v1": marked("A renewal has begun"),
    "agreements.notice_given.v1": marked("Notice was given"),
    "agreements.breach_claimed.v1": marked("A contract was ended for a breach"),
    "agreements.breach_answered.v1": marked("The other side answered to a breach"),
    "agreements.breach_decided.v1": marked("A breach was settled"),
    "settlement.hold_frozen.v1": marked("What is held waits until a breach is settled"),
    "delivery.grant_changed.v1": marked("The right to read was changed"),
}
TONES = {"change.open": "waits", "change.made": "done"}
