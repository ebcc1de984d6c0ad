"""The part of the tour that is about data that sleep."""

from datafloor.contexts import inventory
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE, Actor
from tests.trading import Trading


def sleeping(t: Trading, operator: Actor, seller: Actor, buyer: Actor, product: str) -> None:
    """A catalogue of others is read, one of its items wanted and taken up; then it is ended."""
    feed = new_id("feed")
    t.ask(
        operator,
        inventory.AddFeed,
        feed=feed,
        title="The city's open data",
        speaks="ckan",
        url="https://data.example.vn",
    )
    items = [
        {"key": "roads", "title": "Đường bộ", "publisher": "Sở Giao thông", "formats": ["CSV"]},
        {"key": "rails", "title": "Đường sắt", "description": "Every line."},
    ]
    t.ask(EXCHANGE, inventory.RecordItems, feed=feed, items=items)
    t.ask(EXCHANGE, inventory.EndRound, feed=feed, outcome="whole", item_count=2)
    roads, rails = (each.item for each in t.question(inventory.sleeping, "duong").items)
    t.ask(buyer, inventory.WantItem, item=roads)
    views = [{"item": roads, "view_count": 2}]
    t.ask(EXCHANGE, inventory.RecordViews, views=views)
    t.ask(seller, inventory.TakeUpItem, item=roads, product=product)
    t.ask(EXCHANGE, inventory.RecordItems, feed=feed, gone=[rails])
    t.ask(operator, inventory.EndFeed, feed=feed, reason="It moved.")
