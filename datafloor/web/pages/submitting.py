"""The fifth step: the points of listing, each with its article, what is missing and which step
mends it; then submitting, and putting on sale what is listed."""

from collections.abc import Iterable
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Struct

from datafloor.contexts.catalogue import ProductState, SubmitProduct
from datafloor.kernel import clock
from datafloor.kernel.ids import new_id
from datafloor.kernel.law import Answer, Answered, Pack, words_of
from datafloor.web.api.market import foreseen
from datafloor.web.pages.access import SELLER
from datafloor.web.pages.forms import Form
from datafloor.web.pages.language import Language
from datafloor.web.pages.preparing import put_on_sale, sale_ids
from datafloor.web.pages.selling import manage_page
from datafloor.web.pages.steps import OPEN, Journey, journey, show
from datafloor.web.pages.visit import Page, Visit, arrive

MENDED: dict[str, str] = {
    **dict.fromkeys(("origin",), "data#origin"),
    **dict.fromkeys(
        (
            *("machine_readable", "technical_features", "format", "list_of_fields", "parameters"),
            *("contains_personal_data", "trades_personal_data", "sensitive_data_checked"),
        ),
        "data#file",
    ),
    **dict.fromkeys(("origin_file", "traceable_to_origin"), "statement#right_evidence"),
    "data_source": "statement#source",
    "consent_or_legal_basis": "statement#legal_basis",
    "derived_from_personal_data": "statement#derived",
    "concerns_children": "statement#children",
    "relies_on_consent": "statement#legal_basis",
    "sensitive_data_flagged": "statement#consent_sensitive_flagged",
    "is_value_added": "statement#originality",
    "volume_above_declared_class": "statement#citizens_count",
    "is_state_priced": "statement#state_priced",
    "state_price_mode": "statement#pricing_mode",
    "price_decision_number": "statement#pricing_decision_number",
    "finance_ministry_opinion": "statement#pricing_finance_opinion",
    **{
        name: f"statement#pricing_{name}"
        for name in ("covers_reasonable_cost", "profit_fits_market", "fits_supply_and_demand")
    },
    **{
        name: f"statement#{name}"
        for name in (
            *("basis_of_right", "right_covers_scope", "harms_state_security", "is_state_secret"),
            *("banned_by_other_law", "infringes_third_party_rights", "about_people"),
            *("deidentification_report", "data_class", "recipients", "originality", "quality"),
            *("accuracy", "completeness", "update_level", "limitations", "processing_method"),
            *("input_sources", "update_frequency", "legal_basis", "representative_consent"),
            *("child_consent", "children_from_seven", "consent_evidence", "consent_voluntary"),
            *("consent_informed", "consent_per_purpose", "consent_bundled", "consent_by_silence"),
            "consent_preticked",
        )
    },
    "licence_term": "terms#days",
    "licence_purposes": "terms#purposes",
    "licence_exclusivity": "terms#exclusive",
    "licence_onward_transfer": "terms#onward",
    "licence_ip_restrictions": "terms#ip",
    **dict.fromkeys(("price", "sells_unchanged_open_data", "price_obeys_decision"), "price#price"),
}
"""Where the seller says what a rule asks for: a step, and the field there. What is not here is
measured by the exchange, kept in its register, or decided by its operator."""

ORDER = (Answer.failed, Answer.needs_person, Answer.passed, Answer.not_applicable)


class Asked(Struct, frozen=True):
    """One rule of a point: what it says, its articles, why it is not passed, and where that is
    mended."""

    answer: str
    text: str
    law: str
    reasons: tuple[tuple[str, str], ...]


class Point(Struct, frozen=True):
    """One of the points of listing; its answer is the gravest of its rules'."""

    number: int
    answer: str
    asked: tuple[Asked, ...]


def points(
    language: Language, law: Pack, answers: Iterable[Answered], now: int, product: str
) -> list[Point]:
    """The points by their number; 0 holds the rules that are none of the nineteen."""
    found: dict[int, list[Asked]] = {}
    for each in answers:
        rule = law.rule(each.rule, now)
        if rule is None or (not rule.point and each.answer is Answer.not_applicable):
            continue
        own = words_of(rule.check)
        reasons = tuple(
            (law.say(reason, language.code), _mended(product, reason.partition(":")[2], own))
            for reason in each.reasons
        )
        found.setdefault(rule.point or 0, []).append(
            Asked(
                answer=each.answer.value,
                text=rule.vi if language.code == "vi" else rule.en,
                law=law.citations(each.cites, language.code),
                reasons=reasons if each.answer in ORDER[:2] else (),
            )
        )
    return [
        Point(
            number,
            min((Answer(each.answer) for each in asked), key=ORDER.index).value,
            tuple(sorted(asked, key=lambda each: ORDER.index(Answer(each.answer)))),
        )
        for number, asked in sorted(found.items(), key=lambda pair: pair[0] or 99)
    ]


def _mended(product: str, fact: str, own: tuple[str, ...]) -> str:
    """The place of a fact, or of the first of its rule's facts that has one."""
    for name in (fact, *own):
        if name in MENDED:
            return f"/sell/{product}/{MENDED[name]}"
    return ""


async def listing_page(visit: Visit, on: Journey, form: Form) -> Page:
    """The fifth step."""
    law = visit.exchange.door.house.law
    name, now = on.product.product, clock.now()
    seen = await visit.question(foreseen, name, visit.by, law, now)
    answers = [*seen.listing.answers, *seen.offer.answers]
    found = points(visit.language, law, answers, now, name)
    return show(
        visit, on, "listing", form,
        points=found,
        failed=len(seen.listing.with_answer(Answer.failed)),
        ids={key: form[key] or value for key, value in sale_ids().items()},
        open=on.product.state in OPEN,
    )  # fmt: skip


@get("/sell/{product:str}/listing", security=SELLER)
async def listing(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """What the law asks before a product is listed: passed, missing, and where it is mended."""
    visit = await arrive(request)
    return await listing_page(visit, await journey(visit, product), Form())


@post("/sell/{product:str}/submission", security=SELLER)
async def submit(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Ask the operator to list the product. What is listed at once goes on sale at once."""
    visit = await arrive(request)
    on = await journey(visit, product)
    form = await visit.form()
    if not await visit.ask(form.read(SubmitProduct, product=product), form):
        return await listing_page(visit, on, form)
    on = await journey(visit, product)
    if on.product.state == ProductState.listed and on.prepared.licence and on.prepared.price:
        sale = Form(form.fields()).fill(request=form["sale_request"] or new_id("request"))
        if await put_on_sale(visit, on, sale):
            return visit.go(f"/sell/{product}", "offered")
        return await manage_page(visit, product, sale)
    return visit.go(f"/sell/{product}", "submitted")


@post("/sell/{product:str}/sale", security=SELLER)
async def sell(request: Request[Any, Any, Any], product: FromPath[str]) -> Page:
    """Put a listed product on sale, at the terms and the price that were prepared."""
    visit = await arrive(request)
    on = await journey(visit, product)
    form = await visit.form()
    if await put_on_sale(visit, on, form):
        return visit.go(f"/sell/{product}", "offered")
    return await manage_page(visit, product, form)


ROUTES = [listing, submit, sell]
