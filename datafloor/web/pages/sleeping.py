"""Data that exist elsewhere and are not offered: found, wanted, and taken up by their owners."""

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath, QueryParameter

from datafloor.contexts import inventory
from datafloor.contexts.inventory import AddFeed, EndFeed, WantItem
from datafloor.kernel.ids import new_id
from datafloor.web.api.inventory import alike, looks_of
from datafloor.web.api.search import FURTHEST, Words, index_of
from datafloor.web.pages.access import OPEN, OPERATOR, SIGNED_IN
from datafloor.web.pages.forms import Form, whole
from datafloor.web.pages.visit import Page, Visit, arrive

PAGE = 24


@get("/inventory", security=OPEN)
async def items(
    request: Request[Any, Any, Any],
    q: Words = "",
    offset: Annotated[int, QueryParameter(ge=0, le=FURTHEST)] = 0,
) -> Page:
    """What is asleep, the most wanted first."""
    visit = await arrive(request)
    found = await visit.question(inventory.sleeping, q, offset=offset, limit=PAGE)
    more = offset + PAGE
    return visit.page(
        "inventory.html", q=q, found=found, more=more if more < min(found.total, FURTHEST) else 0
    )


@get("/inventory/{item:str}", security=OPEN)
async def item(request: Request[Any, Any, Any], item: FromPath[str]) -> Page:
    """One item with its use."""
    visit = await arrive(request)
    found = await _page(visit, item, Form())
    looks_of(request).add(item)
    return found


async def _page(visit: Visit, item: str, form: Form) -> Page:
    found = await visit.question(inventory.item, item)
    wanted = await visit.question(inventory.wanted_by, visit.by.organisation, [item])
    return visit.page(
        "item.html",
        form.status,
        form=form,
        item=found,
        wanted=bool(wanted),
        alike=await alike(visit.exchange, index_of(visit.request), found.title),
    )


@post("/inventory/{item:str}", security=SIGNED_IN)
async def want(request: Request[Any, Any, Any], item: FromPath[str]) -> Page:
    """Say that one's organisation would order these data."""
    visit = await arrive(request)
    form = await visit.form()
    if await visit.ask(form.read(WantItem, item=item), form):
        return visit.go(f"/inventory/{item}", "wanted")
    return await _page(visit, item, form)


@get("/operator/feeds", security=OPERATOR)
async def feeds(request: Request[Any, Any, Any]) -> Page:
    """The catalogues of others that are harvested, and how their rounds ended."""
    visit = await arrive(request)
    return await _feeds(visit, Form().fill(feed=new_id("feed"), every_hours="24", speaks="ckan"))


async def _feeds(visit: Visit, form: Form) -> Page:
    return visit.page(
        "feeds.html", form.status, form=form, feeds=await visit.question(inventory.feeds)
    )


@post("/operator/feeds", security=OPERATOR)
async def add_feed(request: Request[Any, Any, Any]) -> Page:
    """Add a catalogue to harvest."""
    visit = await arrive(request)
    form = await visit.form()
    hours = whole(form["every_hours"])
    if await visit.ask(form.read(AddFeed, feed=form.id("feed"), every_hours=hours), form):
        return visit.go("/operator/feeds", "feed_added")
    return await _feeds(visit, form)


@post("/operator/feeds/{feed:str}/end", security=OPERATOR)
async def end_feed(request: Request[Any, Any, Any], feed: FromPath[str]) -> Page:
    """Harvest a catalogue no more."""
    visit = await arrive(request)
    form = await visit.form()
    if await visit.ask(form.read(EndFeed, feed=feed), form):
        return visit.go("/operator/feeds", "feed_ended")
    return await _feeds(visit, form)


ROUTES = [items, item, want, feeds, add_feed, end_feed]
