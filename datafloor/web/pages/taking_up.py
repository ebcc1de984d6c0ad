"""A draft that begins from an item of the inventory, with what its catalogue said taken over."""

import msgspec

from datafloor.contexts.inventory import ItemView, TakeUpItem
from datafloor.kernel.refusal import Refused
from datafloor.web.pages.forms import Form
from datafloor.web.pages.visit import Visit


def begin(form: Form, item: ItemView) -> Form:
    """Take over what the item says; its owner corrects it before it is listed."""
    described = item.description or item.title
    return form.fill(
        item=item.item,
        title_en=item.title,
        title_vi=item.title,
        description_en=described,
        description_vi=described,
        origin_note=". ".join(filter(None, (item.publisher, item.feed_title, item.page))),
    )


async def take_up(visit: Visit, form: Form, product: str) -> None:
    """Say that the item is offered as this product. Where another was quicker the draft stands
    all the same."""
    try:
        command = msgspec.convert({"item": form["item"], "product": product}, TakeUpItem)
        await visit.exchange.door.ask(command, visit.by, f"{form.request_id}_item")
    except (Refused, msgspec.ValidationError):
        return
