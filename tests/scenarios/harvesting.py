"""The sentences of scenarios about data that sleep in catalogues of others."""

from datafloor.contexts import inventory
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE
from tests.scenarios.language import NAME, Scenario, same, step


@step(f"{NAME} names the catalogue {NAME} at (\\S+)")
def names_catalogue(now: Scenario, operator: str, feed: str, url: str) -> None:
    now.ids[feed] = new_id("feed")
    named = {"feed": now.ids[feed], "title": feed, "speaks": "ckan", "url": url}
    now.exchange.ask(now.actors[operator], inventory.AddFeed, **named)


@step(f"{NAME} now names ([\\w, -]+)")
def harvested(now: Scenario, feed: str, keys: str) -> None:
    at = now.ids[feed]
    items = [{"key": key, "title": f"{key} {feed}"} for key in keys.split(", ")]
    before = now.exchange.question(inventory.keys, at)
    gone = [item for key, item in before.items() if key not in keys.split(", ")]
    now.exchange.ask(EXCHANGE, inventory.RecordItems, feed=at, items=items, gone=gone)
    now.exchange.ask(EXCHANGE, inventory.EndRound, feed=at, outcome="whole", item_count=len(items))
    now.ids |= now.exchange.question(inventory.keys, at)


@step(f"{NAME} would order {NAME}")
def wants(now: Scenario, buyer: str, item: str) -> None:
    now.exchange.ask(now.actors[buyer], inventory.WantItem, item=now.ids[item])


@step(f"{NAME} takes up {NAME} as {NAME}")
def takes_up(now: Scenario, seller: str, item: str, product: str) -> None:
    taken = {"item": now.ids[item], "product": now.ids[product]}
    now.exchange.ask(now.actors[seller], inventory.TakeUpItem, **taken)


@step(f"{NAME} is asleep, wanted by (\\d+)")
def is_asleep(now: Scenario, item: str, wanted: str) -> None:
    found = now.exchange.question(inventory.item, now.ids[item])
    same((found.want_count, found.product), (int(wanted), None))


@step(f"{NAME} ends the catalogue {NAME}")
def ends_catalogue(now: Scenario, operator: str, feed: str) -> None:
    ended = {"feed": now.ids[feed], "reason": "It moved."}
    now.exchange.ask(now.actors[operator], inventory.EndFeed, **ended)
