"""Publishing a version from the seller's page: a file with the form, or one uploaded before.

An uploaded file is worked on while the page may be closed; its own page says how far it is. A file
that comes with the form (no script is needed for that) is worked on before the answer.
"""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from datafloor.adapters.tables import Reading
from datafloor.adapters.uploads import Upload, Uploads
from datafloor.kernel.refusal import Refused
from datafloor.web.api.uploads import plain_name
from datafloor.web.pages.access import SELLER
from datafloor.web.pages.forms import Form
from datafloor.web.pages.selling import manage_page, own
from datafloor.web.pages.visit import Page, Visit, arrive
from datafloor.web.publishing import STEPS, Publisher
from datafloor.web.working import Tell, Works

PIECE = 1 << 20
AT_ONCE_SECONDS = 1.5
"""Work that ends within this time is answered as if there had been none."""


@post("/sell/{product:str}/versions", security=SELLER, request_max_body_size=None)
async def publish(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Publish a file as the product's next version."""
    visit = await arrive(request)
    await own(visit, product)
    form = await visit.form()
    version, upload, wait = form.id("version"), None, AT_ONCE_SECONDS
    uploads: Uploads = request.app.state["uploads"]
    try:
        if form["upload"]:
            upload = uploads.find(form["upload"], visit.by.organisation)
            uploads.whole(upload)
        elif form.file is not None and form.file.filename:
            wait = float("inf")
    except Refused as refused:
        form.refused = refused
    if upload is None and wait == AT_ONCE_SECONDS and form.refused is None:
        form.wrong["file"] = "missing"
    if form.wrong or form.refused:
        return await manage_page(visit, product, form)

    works: Works = request.app.state["works"]
    job = _job(visit, product, version, form, upload)
    work = works.begin(version, visit.by.organisation, form.kept(), job)
    ended = await works.wait(work, wait)
    if form.file is not None:
        await form.file.close()
    if not ended:
        return visit.go(f"/sell/{product}/versions/{version}")
    if work.refused is not None:
        form.refused = work.refused
        return await manage_page(visit, product, form)
    return visit.go(f"/sell/{product}", "published")


def _job(visit: Visit, product: str, version: str, form: Form, upload: Upload | None) -> Any:
    """The work, with everything that it needs of the request."""
    state = visit.request.app.state
    publisher: Publisher = state["publisher"]
    uploads: Uploads = state["uploads"]

    async def job(tell: Tell) -> None:
        assert upload is not None or form.file is not None
        name = upload.name if upload else plain_name(form.file.filename) if form.file else ""
        await publisher.publish(
            visit.exchange,
            visit.by,
            product,
            version,
            uploads.whole(upload) if upload else _pieces(form.file),  # type: ignore[arg-type]
            name=name,
            append=form["mode"] == "append",
            reading=Reading(form["encoding"] or None, form["separator"] or None, "UTC"),
            request_id=f"publish_{version}",
            tell=tell,
        )
        if upload is not None:
            uploads.forget(upload)

    return job


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE):
        yield piece


@get("/sell/{product:str}/versions/{version:str}", security=SELLER)
async def working(
    request: Request[Any, Any, Any], product: FromPath[str], version: FromPath[str]
) -> Page:
    """How far the publication of a version is, and where it was refused, why."""
    visit = await arrive(request)
    found = await own(visit, product)
    works: Works = request.app.state["works"]
    work = works.find(version, visit.by.organisation)
    if work is None or (work.ended_at is not None and work.refused is None):
        done = "published" if any(each.version == version for each in found.versions) else ""
        return visit.go(f"/sell/{product}", done)
    if work.refused is not None:
        form = Form(parse_qsl(work.asked, keep_blank_values=True))
        form.refused = work.refused
        return await manage_page(visit, product, form)
    return visit.page("working.html", product=found, version=version, work=work, steps=STEPS)


ROUTES = [publish, working]
