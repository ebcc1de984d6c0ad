"""Marks, copies and traces over HTTP."""

from typing import Annotated, Any

from litestar import Request, get, post, put
from litestar.params import JSONBody, PathParameter

from datafloor.contexts import catalogue, delivery, marks
from datafloor.contexts.marks import (
    CopyView,
    DeclareMarks,
    Judged,
    Marks,
    TraceView,
    UnlockTrace,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import pattern
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.catalogue import PUBLIC, ProductPath
from datafloor.web.api.routes import (
    BEARER,
    OPEN,
    RequestId,
    exchange_of,
    request_id_or_new,
    table,
)
from datafloor.web.marking import Marking
from datafloor.web.problems import answers
from datafloor.web.signing_in import somebody

TAG = "Marks"

TracePath = Annotated[str, PathParameter(pattern=pattern("trace"))]


def marking_of(request: Request[Any, Any, Any]) -> Marking:
    """What this exchange does about marks."""
    found: Marking = request.app.state["marking"]
    return found


@get(
    "/products/{product:str}/marks",
    operation_id="marks",
    tags=[TAG],
    security=OPEN,
    responses=answers(400, 404, 409),
)
async def product_marks(request: Request[Any, Any, Any], product: ProductPath) -> Marks:
    """In which columns each buyer's copy of a product carries marks, and how far they may go."""
    exchange = exchange_of(request)
    found = await exchange.question(marks.marks, product)
    facts = await exchange.question(catalogue.product_facts, product)
    if found is None or facts is None or facts.state not in PUBLIC:
        raise Refused(Refusal.marks_not_declared)
    return found


@get(
    "/products/{product:str}/marks/columns",
    operation_id="columns_for_marks",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403, 404, 409, 503),
)
async def columns(request: Request[Any, Any, Any], product: ProductPath) -> Judged:
    """Which columns of your product may carry marks, as the exchange finds."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await judged_for(request, by, product)


async def judged_for(request: Request[Any, Any, Any], by: Actor, product: str) -> Judged:
    """What the exchange finds of a product's columns, for its seller."""
    exchange = exchange_of(request)
    facts = await exchange.question(catalogue.product_facts, product)
    if facts is None:
        raise Refused(Refusal.product_unknown)
    if facts.organisation != by.organisation:
        raise Refused(Refusal.not_yours)
    await marking_of(request).judge(exchange, product)
    assert facts.current is not None, "only what has data is judged"
    found = await exchange.question(marks.judged, facts.current.version)
    assert found is not None, "it was just judged"
    return found


@post(
    "/marks",
    operation_id="declare_marks",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403, 404, 409, 413, 422, 503, 507),
)
async def declare_marks(
    request: Request[Any, Any, Any], data: JSONBody[DeclareMarks], request_id: RequestId = None
) -> Receipt:
    """Have each buyer's copy of your product carry marks, within the error that values have."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    marking = marking_of(request)
    return await marking.declare(exchange, by, data, request_id_or_new(request_id))


@get("/copies", operation_id="copies", tags=[TAG], security=BEARER, responses=answers(401))
async def copies(request: Request[Any, Any, Any]) -> list[CopyView]:
    """Your own marked copies: how far each has come, its digest, and what marking changed in it."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(copies_of, by.organisation)


def copies_of(tx: Tx, organisation: str) -> list[CopyView]:
    """The copies of an organisation's grants, the newest first."""
    found = (marks.copy(tx, each.grant) for each in delivery.grants(tx, organisation))
    return [copy for copy in found if copy is not None]


@put(
    "/products/{product:str}/traces/{trace:str}",
    operation_id="ask_trace",
    tags=[TAG],
    security=BEARER,
    request_max_body_size=None,
    status_code=201,
    responses=answers(400, 401, 403, 404, 409, 422, 503, 507),
)
async def ask_trace(
    request: Request[Any, Any, Any], product: ProductPath, trace: TracePath
) -> Receipt:
    """Ask whose copy of a product a file is: CSV, Parquet or JSON lines. The body is the file.

    It is traced when one person of the operator and one of the supervisor have unlocked it.
    """
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    marking = marking_of(request)
    return await marking.ask(exchange, by, product, trace, request.stream(), f"ask_{trace}")


@get("/traces", operation_id="traces", tags=[TAG], security=BEARER, responses=answers(401))
async def traces(request: Request[Any, Any, Any]) -> list[TraceView]:
    """The traces that your organisation asked for, or all of them for the two offices."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(traces_for, by)


def traces_for(tx: Tx, by: Actor) -> list[TraceView]:
    """The traces that somebody may see."""
    office = not by.roles.isdisjoint(marks.Office)
    return marks.traces(tx, None if office else by.organisation)


@get(
    "/traces/{trace:str}",
    operation_id="trace",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def trace(request: Request[Any, Any, Any], trace: TracePath) -> TraceView:
    """One trace: who has unlocked it, and what it found."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(trace_for, by, trace)


def trace_for(tx: Tx, by: Actor, trace: str) -> TraceView:
    """A trace for whoever asked for it, or holds an office."""
    found = marks.trace(tx, trace)
    if found.organisation != by.organisation and by.roles.isdisjoint(marks.Office):
        raise Refused(Refusal.trace_unknown)
    return found


ROUTES = [
    product_marks,
    columns,
    declare_marks,
    copies,
    ask_trace,
    traces,
    trace,
    *table([("/traces/unlocks", UnlockTrace)], TAG),
]
