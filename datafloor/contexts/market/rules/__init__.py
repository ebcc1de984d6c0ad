"""The decisions about offers, their prices, orders and contracts."""

from datafloor.contexts.market.rules.foreseeing import foreseen
from datafloor.contexts.market.rules.lists import outwitted
from datafloor.contexts.market.rules.orders import (
    award_order,
    cancel_order,
    change_contract,
    conclude_order,
    end_contract,
    make_offer,
    place_order,
    prepare_offer,
    withdraw_offer,
)
from datafloor.contexts.market.rules.prices import change_price

__all__ = [
    "award_order",
    "cancel_order",
    "change_contract",
    "change_price",
    "conclude_order",
    "end_contract",
    "foreseen",
    "make_offer",
    "outwitted",
    "place_order",
    "prepare_offer",
    "withdraw_offer",
]
