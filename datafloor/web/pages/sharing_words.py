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
    **{f"field.fixed_{row}": marked("A fixed part goes to") for row in range(1, 5)},
    **{f"field.fixed_percent_{row}": marked("Its part, in per cent") for row in range(1, 5)},
    "field.called": marked("What the data call her"),
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
    "head_claimed": marked("Her part is paid to her from now on."),
    "claim_erased": marked("Who she is and her account are erased."),
    "people_rule_set": marked("The rule holds from now on."),
}
"""What a page says once something was done."""
