"""The first step: the data. A file with the form, one uploaded before, or one that lies elsewhere.

An uploaded file is worked on while the page may be closed; the steps say how far it is. A file that
comes with the form (no script is needed for that) is worked on before the answer.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from datafloor.adapters.tables import Reading
from datafloor.adapters.uploads import Upload, Uploads
from datafloor.contexts.catalogue import ProductView, ReviseProduct
from datafloor.kernel.refusal import Refused
from datafloor.web.pages.access import SELLER
from datafloor.web.pages.forms import Form
from datafloor.web.pages.looking import look
from datafloor.web.pages.steps import OPEN, journey, show
from datafloor.web.pages.visit import Page, Visit, arrive
from datafloor.web.publishing import STEPS, Publisher, named, plain
from datafloor.web.working import Tell, Works

PIECE = 1 << 20
AT_ONCE_SECONDS = 1.5
"""Work that ends within this time is answered as if there had been none."""


async def data_page(visit: Visit, product: str, form: Form) -> Page:
    """The first step of a product that is there."""
    on = await journey(visit, product)
    work = on.work
    if not form["version"] and work is not None and work.refused is not None and work.asked:
        form = Form(parse_qsl(work.asked, keep_blank_values=True))
        form.refused = work.refused
    if not form["origin"]:
        form.fill(origin=on.product.origin, origin_note=on.product.origin_note)
    looked = await look(visit, visit.request, on.product)
    return show(visit, on, "data", form, look=looked, parts=STEPS)


@get("/sell/{product:str}/data", security=SELLER)
async def data(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """The data of a product: what there is, and the form that publishes more."""
    return await data_page(await arrive(request), product, Form())


@post("/sell/{product:str}/versions", security=SELLER, request_max_body_size=None)
async def publish(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Publish a file as the product's next version, and say where the data come from."""
    visit = await arrive(request)
    on = await journey(visit, product)
    form = await visit.form()
    command = _revised(form, on.product)
    if command is None and not brings_file(form) and not form.wrong:
        form.wrong["file"] = "missing"
    if form.wrong or (command is not None and not await visit.ask(command, form)):
        return await data_page(visit, product, form)
    return await publish_now(visit, on.product, form)


def _revised(form: Form, product: ProductView) -> ReviseProduct | None:
    """What changes of where the data come from; nothing where nothing does."""
    asked = (form["origin"] or product.origin, form["origin_note"] or product.origin_note)
    if asked == (product.origin, product.origin_note):
        return None
    said = {name: getattr(product, name) for name in ReviseProduct.__struct_fields__
            if name not in ("origin", "origin_note")}  # fmt: skip
    return form.read(ReviseProduct, **said, origin=asked[0], origin_note=asked[1])


def brings_file(form: Form) -> bool:
    """Whether a form brings data, or names some that were sent before."""
    return form.file is not None or bool(form["upload"] or form["address"])


def file_name(visit: Visit, form: Form) -> str:
    """What the file is called that a form brings. Raises `Refused` where it has not come."""
    if form["upload"]:
        uploads: Uploads = visit.request.app.state["uploads"]
        upload = uploads.find(form["upload"], visit.by.organisation)
        uploads.whole(upload)
        return upload.name
    if form.file is not None:
        return form.file.filename or ""
    return named(form["address"]) if form["address"] else ""


async def publish_now(visit: Visit, product: ProductView, form: Form) -> Page:
    """Publish what the form brings, and go on to what comes next; without a file that is at once.

    Where it takes longer the next page says how far it is.
    """
    onward = "about" if product.state in OPEN else "data"
    if not brings_file(form):
        return visit.go(f"/sell/{product.product}/{onward}", "revised")
    version, upload, wait = form.id("version"), None, AT_ONCE_SECONDS
    uploads: Uploads = visit.request.app.state["uploads"]
    try:
        if form["upload"]:
            upload = uploads.find(form["upload"], visit.by.organisation)
            uploads.whole(upload)
        elif form.file is not None:
            wait = float("inf")
    except Refused as refused:
        form.refused = refused
        return await data_page(visit, product.product, form)
    works: Works = visit.request.app.state["works"]
    job = _job(visit, product.product, version, form, upload)
    work = works.begin(version, visit.by.organisation, form.kept(), product.product, job)
    ended = await works.wait(work, wait)
    if form.file is not None:
        await form.file.close()
    if not ended:
        return visit.go(f"/sell/{product.product}/{onward}")
    if work.refused is not None:
        form.refused = work.refused
        return await data_page(visit, product.product, form)
    return visit.go(f"/sell/{product.product}/{onward}", "published")


def _job(visit: Visit, product: str, version: str, form: Form, upload: Upload | None) -> Any:
    """The work, with everything that it needs of the request."""
    state = visit.request.app.state
    publisher: Publisher = state["publisher"]
    uploads: Uploads = state["uploads"]

    async def publish(body: AsyncIterator[bytes] | Path, name: str, tell: Tell) -> None:
        await publisher.publish(
            visit.exchange,
            visit.by,
            product,
            version,
            body,
            name=name,
            append=form["mode"] == "append",
            reading=Reading(form["encoding"] or None, form["separator"] or None, "UTC"),
            request_id=f"publish_{version}",
            tell=tell,
        )

    async def job(tell: Tell) -> None:
        if upload is not None:
            await publish(uploads.whole(upload), upload.name, tell)
            uploads.forget(upload)
        elif form.file is not None:
            await publish(_pieces(form.file), plain(form.file.filename or ""), tell)
        else:
            where = (visit.exchange, visit.by, product, form["address"])
            async with publisher.fetched(*where, tell) as path:
                await publish(path, path.name, tell)

    return job


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE):
        yield piece


ROUTES = [data, publish]
