"""The words of contracts' texts, keys, signatures and changes, for `wording`."""

from datafloor.web.pages.language import marked

WORDS = {
    "side.seller": marked("Seller"),
    "side.buyer": marked("Buyer"),
    "side.exchange": marked("The exchange"),
    "change.open": marked("Waits for consent"),
    "change.made": marked("Made"),
    "change.declined": marked("Declined or withdrawn"),
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
    "delivery.grant_changed.v1": marked("The right to read was changed"),
}
TONES = {"change.open": "waits", "change.made": "done"}
