"""The API's own description, in OpenAPI 3.1."""

from typing import Any

from litestar import Request, Response, get

from datafloor.web.api.routes import OPEN


@get("/openapi.json", security=OPEN, include_in_schema=False)
async def document(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """Every route, what it takes and what it answers."""
    return Response(
        request.app.openapi_schema.to_schema(), media_type="application/vnd.oai.openapi+json"
    )


ROUTES = [document]
