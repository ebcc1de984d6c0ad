"""The public log, and the proofs that anybody can keep and check without the exchange."""

import asyncio
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath
from msgspec import to_builtins

from datafloor.contexts import evidence
from datafloor.verify.page import render
from datafloor.web.log import log_of
from datafloor.web.pages.access import OPEN, SIGNED_IN
from datafloor.web.pages.visit import HEADERS, Page, arrive


@get("/log", security=OPEN)
async def log(request: Request[Any, Any, Any]) -> Page:
    """How far the public log has come, and how to check it."""
    visit = await arrive(request)
    standing = await asyncio.to_thread(
        visit.exchange.question_now, evidence.standing, log_of(request).read
    )
    return visit.page("log.html", standing=standing, base=visit.exchange.base_url)


@get("/receipts/{name:str}", security=SIGNED_IN)
async def receipt(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """The receipt of a request, as a file to keep."""
    visit = await arrive(request)
    found = await asyncio.to_thread(
        visit.exchange.question_now, evidence.receipt, log_of(request).read, visit.by, name
    )
    return _file(msgspec.json.encode(found), "receipt.json")


@get("/orders/{order:str}/evidence", security=SIGNED_IN)
async def bundle(request: Request[Any, Any, Any], order: FromPath[str]) -> Response[bytes]:
    """All that happened in a trade, as a page to keep that proves itself."""
    visit = await arrive(request)
    found = await asyncio.to_thread(
        visit.exchange.question_now, evidence.bundle, log_of(request).read, visit.by, order
    )
    page = await asyncio.to_thread(render, to_builtins(found))
    return _file(page.encode(), f"{order}.html")


def _file(content: bytes, name: str) -> Response[bytes]:
    """A file that is kept and not opened as a page of this site."""
    headers = {**HEADERS, "content-disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type="application/octet-stream")


ROUTES = [log, receipt, bundle]
