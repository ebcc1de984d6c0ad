"""The words for sharing, and for what belongs to the people in the data."""

from datafloor.web.pages.language import marked

WORDS = {
    "cause.share": marked("Share in a sale"),
    "cause.people": marked("For the people in the data"),
    "cause.unclaimed": marked("Not claimed by people in time"),
    "field.providers": marked("Who else supplied the data"),
    "field.key": marked("The columns by which a record is known"),
    "field.processing_percent": marked("For the work on the data, in per cent"),
    "field.people_percent": marked("For the people in the data, in per cent"),
    "field.head": marked("The column or the code that says whom it is about"),
    "field.share_percent": marked("Part of the people, in per cent"),
    "field.equal_percent": marked("Of it to each alike, in per cent"),
    "field.threshold": marked("Paid from this sum on, in đồng"),
    "field.claim_days": marked("Days to claim it"),
    "field.fund": marked("Organisation that gets what nobody claims"),
    "sharing.proposed": marked("proposed"),
    "sharing.agreed": marked("agreed, not measured yet"),
    "sharing.in_force": marked("in force"),
    "sharing.replaced": marked("replaced"),
    "sharing.declined": marked("declined"),
}
"""For what the context names, and for the fields of its forms."""

DONE = {
    "sharing_answered": marked("Your answer is recorded."),
    "sharing_proposed": marked("The proposal waits for the others."),
    "contributed": marked("What you contributed is registered."),
    "people_rule_set": marked("The rule holds from now on."),
}
"""What a page says once something was done."""

EVENTS = {
    "settlement.person_payout_requested.v1": marked("A payout to one of the people was asked for"),
    "people.sharing_proposed.v1": marked("Sharing of sales was proposed"),
    "people.sharing_agreed.v1": marked("A party agreed to the sharing"),
    "people.sharing_declined.v1": marked("The sharing was declined"),
    "people.sharing_in_force.v1": marked("The sharing is in force"),
    "people.contribution_registered.v1": marked("A contribution was registered"),
    "people.coverage_recorded.v1": marked("Who supplied what was measured"),
    "people.sale_split.v1": marked("The sale was shared"),
    "people.people_rule_set.v1": marked("What people in the data have was set"),
    "people.people_accrued.v1": marked("What belongs to people was divided among them"),
    "people.head_claimed.v1": marked("One of the people in the data showed herself"),
    "people.claim_forgotten.v1": marked("What was known of her was erased"),
    "people.claim_credited.v1": marked("Her part was credited"),
    "people.claim_paid.v1": marked("Her part is paid"),
    "people.claim_reopened.v1": marked("Her part is due again"),
    "people.accrual_lapsed.v1": marked("What nobody claimed went to the fund"),
}
"""What an entry of the journal says."""
