"""The public log over HTTP, as plain files that any cache may keep.

Only a checkpoint and the list of keys change; every other file is fixed for ever.
"""

import asyncio
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from datafloor.contexts.evidence import PublicLog
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.routes import OPEN

FOR_EVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=1"
CHANGING = {"checkpoint", "checkpoint.witnessed", "keys.json"}


def log_of(request: Request[Any, Any, Any]) -> PublicLog:
    """The public log of the exchange that this application serves."""
    found: PublicLog = request.app.state["log"]
    return found


@get("/log/{path:path}", operation_id="log_file", security=OPEN, include_in_schema=False)
async def log_file(request: Request[Any, Any, Any], path: FromPath[str]) -> Response[bytes]:
    """One file of the public log (C2SP tlog-tiles)."""
    name = path.lstrip("/")
    tile = name.startswith("tile/") and ".." not in name.split("/")
    data = None
    if tile or name in CHANGING:
        data = await asyncio.to_thread(log_of(request).read, name)
    if data is None:
        raise Refused(Refusal.page_unknown)
    return Response(
        data,
        media_type="application/octet-stream" if tile else "text/plain",
        headers={
            "cache-control": FOR_EVER if tile else BRIEFLY,
            "access-control-allow-origin": "*",
        },
    )
