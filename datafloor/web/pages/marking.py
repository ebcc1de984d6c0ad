"""Marks on pages: the seller declares them, and whoever may asks whose copy leaked."""

from collections.abc import AsyncIterator
from decimal import Decimal, InvalidOperation
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from msgspec import Struct

from datafloor.analysis.appraisal.marks import REASONS
from datafloor.contexts import catalogue, delivery, marks, participants
from datafloor.contexts.marks import (
    CopyView,
    DeclareMarks,
    JudgedColumn,
    Marks,
    TraceView,
    UnlockTrace,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refused
from datafloor.web.api.marks import judged_for, marking_of, trace_for, traces_for
from datafloor.web.pages.access import OFFICES, SELLER, SIGNED_IN
from datafloor.web.pages.forms import Form, whole
from datafloor.web.pages.language import Code
from datafloor.web.pages.steps import own
from datafloor.web.pages.visit import Page, Visit, arrive

PIECE = 1 << 20


class Line(Struct, frozen=True):
    """A column that could carry marks, or why it could not."""

    name: str
    field: str
    step: int
    against: str


class Held(Struct, frozen=True):
    """A copy, and who has it."""

    copy: CopyView
    who: str


class Asked(Struct, frozen=True):
    """A trace with the names that its page shows."""

    trace: TraceView
    title: str
    who: dict[str, str]
    """Of each copy's grant, who has it."""
    offices: dict[str, str]

    @property
    def state(self) -> str:
        """Where it stands, in one word."""
        if self.trace.outcome:
            return self.trace.outcome
        if self.trace.lapsed_at:
            return "lapsed"
        return "runs" if len(self.trace.unlocked) >= marks.UNLOCKS else "waits"


def _held(tx: Tx, product: str) -> list[Held]:
    found = marks.copies(tx, product)
    grants = {each.grant: delivery.grant(tx, each.grant) for each in found}
    buyers = {name: view.buyer for name, view in grants.items() if view}
    names = participants.names(tx, buyers.values())
    return [Held(each, names[buyers[each.grant]]) for each in found]


def _asked(tx: Tx, code: Code, found: TraceView) -> Asked:
    grants = (delivery.grant(tx, each.grant) for each in found.scores)
    buyers = {view.grant: view.buyer for view in grants if view}
    names = participants.names(
        tx, [*buyers.values(), *(each.organisation for each in found.unlocked)]
    )
    return Asked(
        found,
        catalogue.titles(tx, [found.product])[found.product][code == "vi"],
        {grant: names[buyer] for grant, buyer in buyers.items()},
        {each.office: names[each.organisation] for each in found.unlocked},
    )


def _all_asked(tx: Tx, code: Code, by: Actor, product: str = "") -> list[Asked]:
    found = [each for each in traces_for(tx, by) if not product or each.product == product]
    return [_asked(tx, code, each) for each in found]


async def _page(visit: Visit, product: str, form: Form) -> Page:
    found = await own(visit, product)
    how = await visit.question(marks.marks, product)
    lines: list[Line] = []
    if how is None and found.versions:
        try:
            judged = await judged_for(visit.request, visit.by, product)
        except Refused as refused:
            form.refused = refused
        else:
            lines = [_line(visit, *each) for each in enumerate(judged.columns)]
    code = visit.language.code
    return visit.page(
        "marks.html",
        form.status,
        form=form,
        product=found,
        title=found.title_vi if code == "vi" else found.title_en,
        marks=how,
        lines=lines,
        held=await visit.question(_held, product),
        traces=await visit.question(_all_asked, code, visit.by, product) if how else [],
    )


def _line(visit: Visit, place: int, column: JudgedColumn) -> Line:
    vi = visit.language.code == "vi"
    against = REASONS[column.against][vi] if column.against else ""
    return Line(column.column, f"tolerance_{place}", column.step_millionths, against)


@get("/sell/{product:str}/marks", security=SELLER)
async def declared(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """In which columns copies carry marks, or could."""
    visit = await arrive(request)
    return await _page(visit, product, Form().fill(one_in_count="100", official_statistics="no"))


@post("/sell/{product:str}/marks", security=SELLER)
async def declare(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Declare marks in the columns to which a tolerance was given."""
    visit = await arrive(request)
    await own(visit, product)
    form = await visit.form()
    try:
        judged = await judged_for(request, visit.by, product)
        columns = _columns(form, judged.columns)
        official = form["official_statistics"] != "no"
        command = form.read(
            DeclareMarks,
            product=product,
            columns=columns,
            official_statistics=official,
            one_in_count=whole(form["one_in_count"]),
        )
        if command is not None:
            marking = marking_of(request)
            await marking.declare(visit.exchange, visit.by, command, form.request_id)
            return visit.go(f"/sell/{product}/marks", "marks_declared")
    except Refused as refused:
        form.refused = refused
    return await _page(visit, product, form)


def _columns(form: Form, judged: tuple[JudgedColumn, ...]) -> list[dict[str, Any]]:
    """The columns to which a tolerance was given; what is no number is told in the form."""
    columns = []
    for place, column in enumerate(judged):
        text = form[f"tolerance_{place}"].strip().replace(",", ".")
        if not text:
            continue
        try:
            millionths = int(Decimal(text).scaleb(6))
        except (InvalidOperation, ValueError, OverflowError):
            form.wrong[f"tolerance_{place}"] = "unfit"
            continue
        columns.append({"column": column.column, "tolerance_millionths": millionths})
    return columns


@post("/sell/{product:str}/traces", security=SELLER, request_max_body_size=None)
async def ask(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Ask whose copy a file is."""
    visit = await arrive(request)
    await own(visit, product)
    form = await visit.form()
    if form.file is None or not form.file.filename:
        form.wrong["leak"] = "missing"
        return await _page(visit, product, form)
    trace = form.id("trace")
    body = _pieces(form.file)
    try:
        marking = marking_of(request)
        await marking.ask(visit.exchange, visit.by, product, trace, body, form.request_id)
    except Refused as refused:
        form.refused = refused
        return await _page(visit, product, form)
    finally:
        await form.file.close()
    return visit.go(f"/traces/{trace}", "trace_asked")


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE):
        yield piece


@get("/traces", security=OFFICES)
async def traces(request: Request[Any, Any, Any]) -> Page:
    """All traces, for the two offices."""
    visit = await arrive(request)
    found = await visit.question(_all_asked, visit.language.code, visit.by)
    return visit.page("traces.html", traces=found)


async def _one(visit: Visit, trace: str, form: Form) -> Page:
    found = await visit.question(trace_for, visit.by, trace)
    asked = await visit.question(_asked, visit.language.code, found)
    turned = {each.office for each in found.unlocked}
    mine = [office for office in marks.Office if visit.holds(office.value)]
    may = bool(mine) and not found.outcome and turned.isdisjoint(each.value for each in mine)
    return visit.page("trace.html", form.status, form=form, asked=asked, may_unlock=may)


@get("/traces/{trace:str}", security=SIGNED_IN)
async def trace(request: Request[Any, Any, Any], trace: FromPath[str]) -> Page:
    """One trace: who has unlocked it, and what it found."""
    visit = await arrive(request)
    return await _one(visit, trace, Form())


@post("/traces/{trace:str}/unlocking", security=OFFICES)
async def unlock(request: Request[Any, Any, Any], trace: FromPath[str]) -> Page:
    """Turn one of the two keys."""
    visit = await arrive(request)
    form = await visit.form()
    if await visit.ask(form.read(UnlockTrace, trace=trace), form):
        return visit.go(f"/traces/{trace}", "trace_unlocked")
    return await _one(visit, trace, form)


class OwnCopy(Struct, frozen=True):
    """A buyer's copy as the page of its trade shows it."""

    marks: Marks
    copy: CopyView


def own_copy(tx: Tx, order: str) -> OwnCopy | None:
    """The copy of an order's grant, or `None` where it carries no marks."""
    found = marks.copy(tx, derived("grant", order))
    how = marks.marks(tx, found.product) if found else None
    return OwnCopy(how, found) if found and how else None


ROUTES = [declared, declare, ask, traces, trace, unlock]
