"""Buy requests and negotiations over HTTP."""

import asyncio
from typing import Annotated, Any

from litestar import Request, get
from litestar.params import PathParameter, QueryParameter
from msgspec import Struct

from datafloor.adapters.search import Asked, SearchIndex, words
from datafloor.contexts import negotiation as talks
from datafloor.contexts.negotiation import (
    AcceptProposal,
    AgreeProposal,
    AnswerBuyRequest,
    AnswerView,
    BuyRequestView,
    Conversation,
    MakeProposal,
    NegotiationView,
    OfferOnBuyRequest,
    OpenNegotiation,
    PublishBuyRequest,
    TerminateNegotiation,
    VerifyAgreement,
    Wanted,
    WithdrawBuyRequest,
)
from datafloor.kernel import clock
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import pattern
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.routes import BEARER, OPEN, exchange_of, table
from datafloor.web.api.search import SearchHit, index_of, search_hits
from datafloor.web.problems import answers
from datafloor.web.signing_in import somebody

TAG = "Negotiation"

WORDS = 12
"""The most words of a buy request by which products are looked for."""

CLOSE = 40
"""Of each word, so many of the best hits count."""

NEAR = 6

BuyRequestPath = Annotated[str, PathParameter(pattern=pattern("wanted"))]
NegotiationPath = Annotated[str, PathParameter(pattern=pattern("negotiation"))]


class Looking(Struct, frozen=True):
    """A buy request with the offers that answer it, and listed products that may be near it."""

    request: BuyRequestView
    answers: list[AnswerView]
    near: list[SearchHit]


def found_request(tx: Tx, buy_request: str) -> BuyRequestView:
    """A buy request. Raises `Refused` where there is none."""
    found = talks.buy_request(tx, buy_request)
    if found is None:
        raise Refused(Refusal.buy_request_unknown)
    return found


def found_conversation(tx: Tx, negotiation: str, by: Actor) -> Conversation:
    """A negotiation. Raises `Refused` where there is none that concerns the asker."""
    found = talks.conversation(tx, negotiation)
    if found is not None:
        sides = (found.negotiation.buyer, found.negotiation.seller)
        if by.organisation in sides or "supervisor" in by.roles:
            return found
    raise Refused(Refusal.negotiation_unknown)


def near(index: SearchIndex, wanted: Wanted, seller: str | None = None) -> list[str]:
    """Listed products that share words with what is looked for, the nearest first.

    Each word gives its hits 1/n, where n products hold it: a rare word says more than a common
    one. `seller` looks among the products of one organisation only.
    """
    typed = [each.folded for each in words(f"{wanted.title} {wanted.subject} {wanted.content}")]
    having: dict[str, tuple[str, ...]] = {"seller": (seller,)} if seller else {}
    weight: dict[str, float] = {}
    for word in dict.fromkeys(typed[:WORDS]):
        found = index.find(Asked(text=word, having=having, limit=CLOSE))
        for hit in found.hits:
            weight[hit.product] = weight.get(hit.product, 0.0) + 1 / found.total
    return sorted(weight, key=lambda product: (-weight[product], product))[:NEAR]


@get(
    "/buy-requests",
    operation_id="buy_requests",
    tags=[TAG],
    security=OPEN,
    responses=answers(400),
)
async def buy_requests(
    request: Request[Any, Any, Any],
    before: Annotated[str, QueryParameter(max_length=40)] = "wanted_Z",
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 50,
) -> list[BuyRequestView]:
    """The buy requests that are open, the newest first."""
    exchange = exchange_of(request)
    return await exchange.question(talks.buy_requests, clock.now(), before=before, limit=limit)


@get(
    "/buy-requests/{wanted:str}",
    operation_id="buy_request",
    tags=[TAG],
    security=OPEN,
    responses=answers(400, 404),
)
async def buy_request(request: Request[Any, Any, Any], wanted: BuyRequestPath) -> Looking:
    """One buy request, the offers that answer it, and listed products that may be near it."""
    exchange = exchange_of(request)
    found = await exchange.question(found_request, wanted)
    products = await asyncio.to_thread(near, index_of(request), found.wanted)
    return Looking(
        found,
        await exchange.question(talks.answers, wanted),
        await exchange.question(search_hits, found.wanted.title, products),
    )


@get(
    "/negotiations",
    operation_id="negotiations",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401),
)
async def negotiations(
    request: Request[Any, Any, Any],
    before: Annotated[str, QueryParameter(max_length=40)] = "negotiation_Z",
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 50,
) -> list[NegotiationView]:
    """The negotiations of your organisation, the newest first."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    mine = by.organisation
    return await exchange.question(talks.negotiations, mine, before=before, limit=limit)


@get(
    "/negotiations/{negotiation:str}",
    operation_id="negotiation",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def negotiation(
    request: Request[Any, Any, Any], negotiation: NegotiationPath
) -> Conversation:
    """One negotiation with every message, and what each proposal says otherwise than the one
    before. `digest` names the proposal on the table."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(found_conversation, negotiation, by)


ROUTES = [
    buy_requests,
    buy_request,
    negotiations,
    negotiation,
    *table(
        [
            ("/buy-requests", PublishBuyRequest),
            ("/buy-requests/withdrawals", WithdrawBuyRequest),
            ("/buy-requests/answers", AnswerBuyRequest),
            ("/negotiations", OpenNegotiation),
            ("/negotiations/offers", OfferOnBuyRequest),
            ("/negotiations/proposals", MakeProposal),
            ("/negotiations/acceptances", AcceptProposal),
            ("/negotiations/agreements", AgreeProposal),
            ("/negotiations/verifications", VerifyAgreement),
            ("/negotiations/terminations", TerminateNegotiation),
        ],
        TAG,
    ),
]
