"""Uploads that survive a break: the protocol tus 1.0.0 (tus.io), with creation, expiration and
termination. Any client of it works, and the pages' own script is one.

A request without `Tus-Resumable` is refused. No other site's page can send that header, so a
browser's session may be used here as well as a token.
"""

from base64 import b64decode
from binascii import Error as BadBase64
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Annotated, Any

from litestar import Request, Response, delete, head, patch, post, route
from litestar.enums import HttpMethod
from litestar.params import PathParameter

from datafloor.adapters.uploads import KEPT, Upload, Uploads
from datafloor.kernel.clock import SECOND
from datafloor.kernel.ids import pattern
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.routes import BEARER, OPEN, exchange_of
from datafloor.web.publishing import plain
from datafloor.web.signing_in import bearer, somebody, visitor

LONGEST = 1 << 40
"""Bytes of one file."""

EITHER = [*BEARER, {"session": ["seller"]}]
"""A token, or the session of a browser."""

VERSION = "1.0.0"
HEADERS = {"tus-resumable": VERSION, "cache-control": "no-store"}
UploadPath = Annotated[str, PathParameter(pattern=pattern("upload"))]


async def _seller(request: Request[Any, Any, Any]) -> Actor:
    if request.headers.get("tus-resumable") != VERSION:
        raise Refused(Refusal.tus_version_unknown)
    exchange = exchange_of(request)
    by = await (somebody if bearer(request) else visitor)(request, exchange)
    if not by.organisation:
        raise Refused(Refusal.sign_in_required)
    if "seller" not in by.roles:
        raise Refused(Refusal.role_missing)
    return by


async def _found(request: Request[Any, Any, Any], upload: str) -> tuple[Uploads, Upload]:
    by = await _seller(request)
    uploads: Uploads = request.app.state["uploads"]
    return uploads, uploads.find(upload, by.organisation)


def _number(request: Request[Any, Any, Any], header: str, most: int) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16 and int(text) <= most):
        raise Refused(Refusal.malformed, problem=f"{header}: a whole number from 0 to {most}")
    return int(text)


def _name(request: Request[Any, Any, Any]) -> str:
    for pair in request.headers.get("upload-metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return plain(b64decode(value, validate=True).decode())
            except (BadBase64, UnicodeDecodeError) as wrong:
                raise Refused(
                    Refusal.malformed, problem="upload-metadata: filename is not Base64 of UTF-8"
                ) from wrong
    return "table"


def _answer(status: int, **headers: str | int) -> Response[None]:
    said = {name.replace("_", "-"): str(value) for name, value in headers.items()}
    return Response(None, status_code=status, headers={**HEADERS, **said})


@route("/uploads", http_method=[HttpMethod.OPTIONS], security=OPEN, include_in_schema=False)
async def abilities() -> Response[None]:
    """What this server can do of the protocol."""
    return _answer(
        204,
        tus_version=VERSION,
        tus_extension="creation,expiration,termination",
        tus_max_size=LONGEST,
    )


@post("/uploads", security=EITHER, include_in_schema=False)
async def begin(request: Request[Any, Any, Any]) -> Response[None]:
    """Begin an upload of `Upload-Length` bytes; the answer's `Location` is where it goes."""
    by = await _seller(request)
    uploads: Uploads = request.app.state["uploads"]
    length = _number(request, "upload-length", LONGEST)
    made = uploads.begin(by.organisation, _name(request), length)
    return _answer(
        201, location=f"/api/uploads/{made.upload}", upload_offset=0, upload_expires=_ends(made)
    )


@head("/uploads/{upload:str}", security=EITHER, include_in_schema=False)
async def where(request: Request[Any, Any, Any], upload: UploadPath) -> Response[None]:
    """How much of an upload has come."""
    uploads, found = await _found(request, upload)
    return _answer(
        200,
        upload_offset=uploads.offset(found),
        upload_length=found.length,
        upload_expires=_ends(found),
    )


@patch(
    "/uploads/{upload:str}",
    security=EITHER,
    include_in_schema=False,
    request_max_body_size=None,
    status_code=204,
)
async def go_on(request: Request[Any, Any, Any], upload: UploadPath) -> Response[None]:
    """More of an upload, from the byte `Upload-Offset` on."""
    uploads, found = await _found(request, upload)
    if request.headers.get("content-type") != "application/offset+octet-stream":
        raise Refused(Refusal.media_type_wrong)
    offset = await uploads.go_on(
        found, _number(request, "upload-offset", LONGEST), request.stream()
    )
    return _answer(204, upload_offset=offset, upload_expires=_ends(found))


@delete("/uploads/{upload:str}", security=EITHER, include_in_schema=False, status_code=204)
async def forget(request: Request[Any, Any, Any], upload: UploadPath) -> Response[None]:
    """Give an upload up."""
    uploads, found = await _found(request, upload)
    uploads.forget(found)
    return _answer(204)


def _ends(upload: Upload) -> str:
    ends = datetime.fromtimestamp((upload.begun_at + KEPT) // SECOND, UTC)
    return format_datetime(ends, usegmt=True)


ROUTES = [abilities, begin, where, go_on, forget]
