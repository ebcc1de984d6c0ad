"""Access and delivery over HTTP."""

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import JSONBody, PathParameter
from msgspec import Meta, Struct

from datafloor.contexts import delivery, participants
from datafloor.contexts.delivery import (
    AcknowledgeDelivery,
    ConfirmDelivery,
    CredentialId,
    CredentialView,
    GrantId,
    GrantView,
    IssueCredential,
    RevokeCredential,
    StatementView,
)
from datafloor.kernel import clock
from datafloor.kernel.clock import DAY
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import derived, pattern
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.market import trade
from datafloor.web.api.routes import (
    BEARER,
    RequestId,
    exchange_of,
    request_id_or_new,
    table,
)
from datafloor.web.exchange import Exchange
from datafloor.web.problems import answers
from datafloor.web.signing_in import somebody

TAG = "Delivery"

ContractPath = Annotated[str, PathParameter(pattern=pattern("contract"))]


class NewCredential(Struct, frozen=True, forbid_unknown_fields=True):
    """A credential to make for one of one's grants, and for how many days."""

    credential: CredentialId
    grant: GrantId
    days: Annotated[int, Meta(ge=1, le=365)] = 90


class Profile(Struct, frozen=True, rename="camel"):
    """A Delta Sharing profile file, version 1, as its protocol has it."""

    share_credentials_version: int
    endpoint: str
    bearer_token: str
    expiration_time: str


class Made(Struct, frozen=True):
    """A credential that was made. The profile holds its secret and is shown in this answer only."""

    profile: Profile
    receipt: Receipt


@post(
    "/credentials",
    operation_id="issue_credential",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403, 404, 409, 413, 422, 503, 507),
)
async def issue_credential(
    request: Request[Any, Any, Any], data: JSONBody[NewCredential], request_id: RequestId = None
) -> Made:
    """Make a credential with which Delta Sharing clients read what a grant opens."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await make_credential(exchange, by, data, request_id_or_new(request_id))


async def make_credential(
    exchange: Exchange, by: Actor, asked: NewCredential, request_id: str
) -> Made:
    """A credential whose secret follows from the exchange's key and the credential's id."""
    secret = exchange.credential_secret(asked.credential)
    today = clock.now() // DAY * DAY  # so that a request repeated today is the same request
    expires_at = today + (asked.days + 1) * DAY - 1
    command = IssueCredential(
        credential=asked.credential,
        grant=asked.grant,
        secret_digest=participants.digest_of(secret),
        expires_at=expires_at,
    )
    receipt = await exchange.door.ask(command, by, request_id)
    endpoint = f"{exchange.base_url}/delta-sharing/"
    return Made(Profile(1, endpoint, secret, clock.iso(expires_at)), receipt)


@get("/grants", operation_id="grants", tags=[TAG], security=BEARER, responses=answers(401))
async def grants(request: Request[Any, Any, Any]) -> list[GrantView]:
    """What your organisation may read, and what was delivered of it."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return await exchange.question(delivery.grants, by.organisation)


@get(
    "/credentials",
    operation_id="credentials",
    tags=[TAG],
    security=BEARER,
    responses=answers(401),
)
async def credentials(request: Request[Any, Any, Any]) -> list[CredentialView]:
    """The credentials of your organisation's grants. Their secrets are nowhere."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    return [
        credential
        for grant in await exchange.question(delivery.grants, by.organisation)
        for credential in await exchange.question(delivery.credentials, grant.grant)
    ]


@get(
    "/deliveries/{contract:str}",
    operation_id="delivery_statement",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def delivery_statement(
    request: Request[Any, Any, Any], contract: ContractPath
) -> StatementView:
    """What the exchange stated that it delivered under a contract of yours, word for word."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    await exchange.question(trade, derived("order", contract), by)  # refuses who has no part in it
    found = await exchange.question(delivery.statement, contract)
    if found is None:
        raise Refused(Refusal.delivery_unstated)
    return found


ROUTES = [
    delivery_statement,
    issue_credential,
    grants,
    credentials,
    *table(
        [
            ("/credentials/revocations", RevokeCredential),
            ("/deliveries/confirmations", ConfirmDelivery),
            ("/deliveries/acknowledgements", AcknowledgeDelivery),
        ],
        TAG,
    ),
]
