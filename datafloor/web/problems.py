"""One error shape on every endpoint: problem details, RFC 9457, in the asker's language."""

import logging
import re
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct

from datafloor.kernel.db import StoreFailed
from datafloor.kernel.execute import Fault
from datafloor.kernel.ids import new_id
from datafloor.kernel.refusal import Refusal, Refused

_log = logging.getLogger(__name__)

_FORM = re.compile(r"Expected `str` matching regex '.*?'(?=$| - at |;)")
"""A regular expression says nothing to most readers."""

MEDIA_TYPE = "application/problem+json"


class Problem(Struct, frozen=True, omit_defaults=True):
    """Why a request was refused, in words, with a code that never changes its meaning."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    law: str = ""


def language(request: Request[Any, Any, Any]) -> str:
    """`vi` where the asker prefers Vietnamese, else `en`."""
    first = request.headers.get("accept-language", "").strip().lower()
    return "vi" if first.startswith("vi") else "en"


def problem(refused: Refused, language: str = "en") -> Problem:
    """The problem details of a refusal."""
    said, code = refused.why.value, refused.why.name
    text = refused.text(language)
    return Problem(f"/problems/{code}", text, said.status, code, law=said.law)


def response(refused: Refused, language: str = "en") -> Response[bytes]:
    """A refusal as an HTTP answer."""
    headers = {"www-authenticate": "Bearer"} if refused.why.value.status == 401 else {}
    headers |= retry(refused)
    return Response(
        msgspec.json.encode(problem(refused, language)),
        status_code=refused.why.value.status,
        media_type=MEDIA_TYPE,
        headers={"content-language": language, **headers},
    )


def retry(refused: Refused) -> dict[str, str]:
    """When to come again, where that is known."""
    return {"retry-after": "5"} if refused.why is Refusal.copy_not_ready else {}


def as_refused(error: Exception) -> Refused:
    """The refusal that any failure of a request comes to. Our own bugs say only an incident id."""
    match error:
        case Refused():
            return error
        case StoreFailed(unknown=True):
            return Refused(Refusal.outcome_unknown)
        case StoreFailed(full=True):
            return Refused(Refusal.store_full)
        case StoreFailed():
            return Refused(Refusal.store_failed)
        case Fault():
            return Refused(Refusal.our_fault, incident=error.incident)
        case ValidationException():
            return Refused(Refusal.malformed, problem=_said(error))
        case HTTPException(status_code=404):
            return Refused(Refusal.page_unknown)
        case HTTPException(status_code=405):
            return Refused(Refusal.method_wrong)
        case HTTPException(status_code=413):
            return Refused(Refusal.too_large)
        case HTTPException(status_code=status) if status < 500:
            return Refused(Refusal.malformed, problem=_said(error))
        case _:
            incident = new_id("incident")
            _log.error("a request failed, incident %s", incident, exc_info=error)
            return Refused(Refusal.our_fault, incident=incident)


def handle(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Every failure of every route comes here."""
    return response(as_refused(error), language(request))


def _said(error: HTTPException) -> str:
    """What was wrong with the request, in one line."""
    parts = [
        f"{part.get('key', '')}: {part.get('message', '')}" if isinstance(part, dict) else str(part)
        for part in (error.extra if isinstance(error.extra, list) else [])
    ]
    said = "; ".join(parts) or str(error.detail)
    return _FORM.sub("Expected a text of the form that the API document gives", said)


def answers(*statuses: int) -> dict[int, ResponseSpec]:
    """What a route may answer besides success, for the API document."""
    return {
        status: ResponseSpec(
            Problem,
            generate_examples=False,
            media_type=MEDIA_TYPE,
            description="Refused",
        )
        for status in statuses
    }
