"""The API, readable: a page written from the same document that programs read."""

from collections.abc import Iterator, Mapping
from typing import Any

from litestar import Request, Response, get
from msgspec import Struct

from datafloor.web.pages.access import OPEN
from datafloor.web.pages.visit import HEADERS, Page, arrive
from datafloor.web.problems import language as preferred

METHODS = ("get", "post", "put", "delete")


class Field(Struct, frozen=True):
    """A parameter, or a field of a body."""

    name: str
    where: str
    type: str
    needed: bool
    about: str


class Operation(Struct, frozen=True):
    """One route of the API."""

    name: str
    method: str
    path: str
    summary: str
    about: str
    open: bool
    fields: list[Field]
    answers: list[tuple[str, str]]


def operations(document: Mapping[str, Any]) -> dict[str, list[Operation]]:
    """The operations of an OpenAPI document by their first tag, in its order."""
    found: dict[str, list[Operation]] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                said = item[method]
                tag = (said.get("tags") or ["Other"])[0]
                found.setdefault(tag, []).append(_operation(document, method, path, said))
    return found


def _operation(
    document: Mapping[str, Any], method: str, path: str, said: Mapping[str, Any]
) -> Operation:
    return Operation(
        name=said["operationId"],
        method=method.upper(),
        path=path,
        summary=said.get("summary", ""),
        about=said.get("description", ""),
        open={} in said.get("security", [{}]),
        fields=[*_parameters(document, said), *_body(document, said)],
        answers=[
            (status, _type(document, schema))
            for status, answer in said.get("responses", {}).items()
            for schema in [_content(answer)]
            if int(status) < 400
        ],
    )


def _parameters(document: Mapping[str, Any], said: Mapping[str, Any]) -> Iterator[Field]:
    for each in said.get("parameters", []):
        yield Field(
            each["name"],
            each["in"],
            _type(document, each.get("schema", {})),
            each.get("required", False),
            each.get("description", ""),
        )


def _body(document: Mapping[str, Any], said: Mapping[str, Any]) -> Iterator[Field]:
    schema = _resolved(document, _content(said.get("requestBody", {})))
    for name, each in schema.get("properties", {}).items():
        needed = name in schema.get("required", [])
        about = _resolved(document, each).get("description", "")
        yield Field(name, "body", _type(document, each), needed, about)


def _content(part: Mapping[str, Any]) -> Mapping[str, Any]:
    for media in part.get("content", {}).values():
        schema: Mapping[str, Any] = media.get("schema", {})
        return schema
    return {}


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in schema:
        found: Mapping[str, Any] = document["components"]["schemas"][
            schema["$ref"].rpartition("/")[2]
        ]
        return found
    return schema


def _type(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """A schema in a word or two."""
    if "$ref" in schema:
        target = _resolved(document, schema)
        if "enum" in target:
            return " | ".join(str(each) for each in target["enum"])
        return str(schema["$ref"]).rpartition("/")[2].rpartition("_")[2]
    for many in ("oneOf", "anyOf"):
        if many in schema:
            return " | ".join(_type(document, each) for each in schema[many])
    if schema.get("type") == "array":
        return f"[{_type(document, schema.get('items', {}))}]"
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    kind = schema.get("type", "")
    return " | ".join(kind) if isinstance(kind, list) else str(kind)


@get("/api/docs", security=OPEN, include_in_schema=False)
async def docs(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The manual, framed in the reader's language."""
    headers = {**HEADERS, "location": f"/{preferred(request)}/docs", "vary": "accept-language"}
    return Response(b"", status_code=302, headers=headers, media_type="text/html")


@get("/docs", security=OPEN)
async def manual(request: Request[Any, Any, Any]) -> Page:
    """Every operation of the API. Its texts are those of the OpenAPI document, in English."""
    visit = await arrive(request)
    state = request.app.state
    if "manual" not in state:  # the API does not change while the program runs
        state["manual"] = operations(request.app.openapi_schema.to_schema())
    return visit.page("docs.html", groups=state["manual"], base=visit.exchange.base_url)


ROUTES = [manual]
