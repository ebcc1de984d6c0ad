"""Contracts' texts, keys, signatures and changes over HTTP."""

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import PathParameter, QueryParameter

from datafloor.contexts import agreements, market
from datafloor.contexts.agreements import (
    AgreementView,
    AgreeToChange,
    AnswerBreach,
    ChangeView,
    ClaimBreach,
    DecideBreach,
    DeclineChange,
    EditionView,
    GiveNotice,
    KeyView,
    Language,
    ProposeAmendment,
    ProposeAssignment,
    ProposeRenewal,
    RegisterKey,
    RevokeKey,
    SignContract,
    ToSign,
)
from datafloor.kernel.db import Tx
from datafloor.kernel.ids import derived, pattern, whole
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.market import concerns
from datafloor.web.api.routes import BEARER, exchange_of, table
from datafloor.web.problems import answers
from datafloor.web.signing_in import somebody

TAG = "Contracts"

ContractPath = Annotated[str, PathParameter(pattern=pattern("contract"))]
EditionPath = Annotated[str, PathParameter(pattern=whole("[1-9][0-9]{0,3}"))]
ODRL = "application/ld+json"


def seen(tx: Tx, contract: str, by: Actor) -> AgreementView:
    """A contract, for its parties of now and before, whoever is asked to become one, and those
    who oversee all. Raises `Refused` for others."""
    order = market.order(tx, derived("order", contract))
    if order is None or not (
        concerns(order, by) or agreements.was_party(tx, contract, by.organisation)
    ):
        raise Refused(Refusal.contract_unknown)
    return agreements.agreement_of(tx, contract)


def edition(view: AgreementView, number: int) -> EditionView:
    """One edition. Raises `Refused` where there is none."""
    for each in view.editions:
        if each.content.edition_number == number:
            return each
    raise Refused(Refusal.contract_unknown)


@get(
    "/contracts/{contract:str}",
    operation_id="contract",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def contract(request: Request[Any, Any, Any], contract: ContractPath) -> AgreementView:
    """A contract with all its editions, the last first: what was agreed, its digests, the `seal`
    that signatures sign, who signed with which key; its changes and its notice.

    To sign with a key of your own, make a JWS (Ed25519) whose payload is the bytes of `seal`, and
    whose header names the key (`kid`) and nothing else.
    """
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(seen, contract, by)


@get(
    "/contracts/{contract:str}/editions/{number:str}/text",
    operation_id="contract_text",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404, 409),
)
async def contract_text(
    request: Request[Any, Any, Any],
    contract: ContractPath,
    number: EditionPath,
    language: Annotated[Language, QueryParameter()] = Language.vi,
) -> Response[bytes]:
    """The text of an edition, exactly the bytes that its digest covers."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    view = edition(await exchange.question(seen, contract, by), int(number))
    text = agreements.written(view, language).plain().encode()
    return Response(text, media_type="text/plain; charset=utf-8")


@get(
    "/contracts/{contract:str}/editions/{number:str}/odrl",
    operation_id="contract_odrl",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404, 409),
)
async def contract_odrl(
    request: Request[Any, Any, Any], contract: ContractPath, number: EditionPath
) -> Response[bytes]:
    """An edition as an ODRL 2.2 agreement in JSON-LD, exactly the bytes that its digest covers."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    view = edition(await exchange.question(seen, contract, by), int(number))
    return Response(agreements.machine_text(view).encode(), media_type=ODRL)


@get("/keys", operation_id="keys", tags=[TAG], security=BEARER, responses=answers(401))
async def keys(request: Request[Any, Any, Any]) -> list[KeyView]:
    """The keys with which your organisation signs and signed contracts, the newest first. `held`
    are those that the exchange keeps for it."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(agreements.keys, by.organisation)


@get("/signatures/due", operation_id="to_sign", tags=[TAG], security=BEARER, responses=answers(401))
async def to_sign(request: Request[Any, Any, Any]) -> list[ToSign]:
    """The editions that wait for your organisation's signature."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(agreements.to_sign, by.organisation)


@get("/changes/due", operation_id="open_changes", tags=[TAG], security=BEARER,
     responses=answers(401))  # fmt: skip
async def open_changes(request: Request[Any, Any, Any]) -> list[ChangeView]:
    """The proposed changes of contracts that wait for your organisation's consent."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(agreements.open_changes, by.organisation)


ROUTES = [
    contract,
    contract_text,
    contract_odrl,
    keys,
    to_sign,
    open_changes,
    *table(
        [
            ("/keys", RegisterKey),
            ("/keys/revocations", RevokeKey),
            ("/contracts/signatures", SignContract),
            ("/contracts/amendments", ProposeAmendment),
            ("/contracts/assignments", ProposeAssignment),
            ("/contracts/renewals", ProposeRenewal),
            ("/changes/agreements", AgreeToChange),
            ("/changes/refusals", DeclineChange),
            ("/contracts/notices", GiveNotice),
            ("/contracts/breaches", ClaimBreach),
            ("/contracts/breaches/answers", AnswerBreach),
            ("/contracts/breaches/decisions", DecideBreach),
        ],
        TAG,
    ),
]
