"""The words of auctions and their deposits, for `wording`."""

from datafloor.web.pages.language import marked

EVENTS = {
    "settlement.deposit_held.v1": marked("A deposit was placed"),
    "settlement.deposit_returned.v1": marked("A deposit was given back"),
    "settlement.deposit_forfeited.v1": marked("A deposit was forfeited"),
    "auctions.auction_opened.v1": marked("An auction was announced"),
    "auctions.auction_cancelled.v1": marked("An auction was stopped"),
    "auctions.bid_placed.v1": marked("A bid was made"),
    "auctions.bid_sealed.v1": marked("A sealed bid was made"),
    "auctions.auction_closed.v1": marked("The bell rang"),
    "auctions.lot_awarded.v1": marked("A winner has an order"),
    "auctions.bidder_released.v1": marked("A bidder was released"),
    "auctions.winner_defaulted.v1": marked("A winner did not pay"),
}

WORDS = {
    "sign.interest": marked("declared interest"),
    "sign.payout_account": marked("paid to the same account"),
    "sign.payment_account": marked("the same account in their papers"),
    "sign.tax_code": marked("the same tax code but for the branch"),
    "sign.mailbox": marked("the same mail box"),
    "cause.deposit": marked("Deposit of an auction"),
    "cause.deposit_returned": marked("Deposit given back"),
    "cause.deposit_forfeited": marked("Deposit forfeited"),
    "mechanism.ascending": marked("Open bids, the highest wins"),
    "mechanism.first_price": marked("Sealed bids, the highest wins and pays it"),
    "mechanism.second_price": marked("Sealed bids, the highest wins and pays the second"),
    "mechanism.many_winners": marked("Sealed bids, many winners"),
    "mechanism_hint.ascending": marked("Everybody sees each bid and can go higher."),
    "mechanism_hint.first_price": marked("Bidders will offer less than it is worth to them."),
    "mechanism_hint.second_price": marked("Nobody gains by offering less than it is worth."),
    "mechanism_hint.many_winners": marked(
        "For data that many can have: each half of the bidders is asked the price that is best for"
        " the other half. With fewer than a hundred bidders a fixed price earns more."
    ),
    "auction.announced": marked("Announced"),
    "auction.open": marked("Takes bids"),
    "auction.over": marked("The bell rings"),
    "auction.closed": marked("Over"),
    "auction.cancelled": marked("Stopped"),
    "bidder.bidding": marked("You bid in this auction"),
    "bidder.lost": marked("Not won"),
    "bidder.won": marked("Won"),
    "bidder.awarded": marked("Won, to be paid"),
    "bidder.released": marked("The deposit is back"),
    "bidder.defaulted": marked("Not paid, the deposit is forfeited"),
    "field.bid_amount": marked("Your bid in đồng"),
    "field.mechanism": marked("How the price is found"),
    "field.start": marked("Starting price in đồng"),
    "field.deposit": marked("Deposit of a bidder in đồng"),
    "field.increment": marked("Least increment in đồng"),
    "field.hours": marked("How many hours it takes bids"),
    "field.extension": marked("Minutes after a late bid"),
    "field.pay_days": marked("Days to pay"),
    "field.input_cost": marked("Input cost in đồng"),
}

HINTS = {
    "deposit": marked("5 to 20 per cent of the starting price."),
    "increment": marked("For open bids only."),
    "hours": marked("It begins now. 1 to 2160."),
    "extension": marked("For open bids: a bid in these last minutes moves the end. 0 to 60."),
    "pay_days": marked("1 to 30. Who does not pay in time loses the deposit to you."),
    "input_cost": marked("A State body states it; the starting price is not below it."),
}

DONE = {
    "bid_made": marked("Your bid counts."),
    "auction_announced": marked("The auction is announced."),
    "auction_stopped": marked("The auction is stopped. All deposits go back."),
}

TONES = {
    "auction.open": "done",
    "auction.over": "waits",
    "auction.announced": "waits",
    "auction.cancelled": "danger",
}
