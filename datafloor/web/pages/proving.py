"""The public log, and the proofs that anybody can keep and check without the exchange."""

import asyncio
import json
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from msgspec import to_builtins

from datafloor.contexts import evidence
from datafloor.verify.command import check_text
from datafloor.verify.note import Key
from datafloor.verify.page import render
from datafloor.verify.trust import Answer, Trust
from datafloor.web.log import log_of
from datafloor.web.pages.access import OPEN, SIGNED_IN
from datafloor.web.pages.forms import Form
from datafloor.web.pages.visit import HEADERS, Page, Visit, arrive

LARGEST = 64 << 20
"""Bytes of a file that is checked here; a larger one is checked by the program."""


@get("/log", security=OPEN)
async def log(request: Request[Any, Any, Any]) -> Page:
    """How far the public log has come, and how to check it."""
    return await _log(await arrive(request), Form())


async def _log(visit: Visit, form: Form, answer: Answer | None = None) -> Page:
    standing = await asyncio.to_thread(
        visit.exchange.question_now, evidence.standing, log_of(visit.request).read
    )
    base = visit.exchange.base_url
    return visit.page(
        "log.html", form.status, form=form, answer=answer, standing=standing, base=base
    )


@post("/log/check", security=OPEN, request_max_body_size=LARGEST)
async def check(request: Request[Any, Any, Any]) -> Page:
    """What a receipt or a trade's evidence proves, by the program that also checks it without us.

    Checked against this exchange's own key: whoever trusts nobody runs the program.
    """
    visit = await arrive(request)
    form = await visit.form()
    answer = None
    if form.file is None:
        form.wrong["file"] = "missing"
    else:
        try:
            text = (await form.file.read()).decode()
        except UnicodeDecodeError:
            answer = Answer(
                form.file.filename, wrong=["It is no text, so no receipt and no evidence."]
            )
        else:
            keys = json.loads(log_of(request).read("keys.json") or b"{}")
            trust = Trust((Key.read(keys["key"]),) if keys else ())
            answer = await asyncio.to_thread(check_text, form.file.filename, text, trust)
    return await _log(visit, form, answer)


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


ROUTES = [log, check, receipt, bundle]
