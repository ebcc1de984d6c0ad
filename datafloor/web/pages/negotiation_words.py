"""The words of buy requests and negotiations, for `wording`."""

from datafloor.web.pages.language import marked

EVENTS = {
    "negotiation.buy_request_published.v1": marked("A buy request was published"),
    "negotiation.buy_request_withdrawn.v1": marked("A buy request was withdrawn"),
    "negotiation.buy_request_answered.v1": marked("A buy request was answered with an offer"),
    "negotiation.negotiation_opened.v1": marked("A negotiation began"),
    "negotiation.proposal_made.v1": marked("A proposal was made"),
    "negotiation.proposal_accepted.v1": marked("The buyer accepted a proposal"),
    "negotiation.proposal_agreed.v1": marked("The seller agreed to a proposal"),
    "negotiation.agreement_verified.v1": marked("The buyer confirmed the agreement"),
    "negotiation.negotiation_finalized.v1": marked("A negotiation ended in an order"),
    "negotiation.negotiation_terminated.v1": marked("A negotiation ended without a contract"),
}
