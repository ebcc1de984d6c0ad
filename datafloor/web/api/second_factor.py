"""A second factor and an electronic identity over HTTP: set up, removed, unlinked."""

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import JSONBody, PathParameter
from msgspec import Struct

from datafloor.adapters import one_time
from datafloor.contexts import participants
from datafloor.contexts.participants import FactorId, UnlinkIdentity
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import pattern
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.routes import BEARER, RequestId, exchange_of, request_id_or_new, table
from datafloor.web.problems import answers
from datafloor.web.second_factor import Code, new_secret, prove, set_up
from datafloor.web.signing_in import somebody

TAG = "Participants"


class SharedSecret(Struct, frozen=True):
    """What an app of a telephone is given: the secret in base 32, or all of it as one address."""

    secret: str
    address: str


class NewFactor(Struct, frozen=True, forbid_unknown_fields=True):
    """The id that was chosen for a second factor, and a code that the telephone shows for it."""

    factor: FactorId
    code: Code


class FactorSet(Struct, frozen=True):
    """The recovery codes, which are shown in this answer only, and the receipt."""

    recovery_codes: list[str]
    receipt: Receipt


class OneCode(Struct, frozen=True, forbid_unknown_fields=True):
    """A code that counts now."""

    code: Code


@get(
    "/second-factors/{factor:str}/secret",
    operation_id="second_factor_secret",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 409),
)
async def shared_secret(
    request: Request[Any, Any, Any],
    factor: Annotated[str, PathParameter(pattern=pattern("factor"))],
) -> SharedSecret:
    """The secret for a telephone, under a new id of your choice. It is not shown once it is set."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    shared = await new_secret(exchange, by, factor)
    name = (await exchange.question(participants.organisation, by.organisation)).name
    return SharedSecret(one_time.written(shared), one_time.address(shared, name, "Datafloor"))


@post(
    "/second-factors",
    operation_id="set_second_factor",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403, 409, 413, 429, 503, 507),
)
async def set_factor(
    request: Request[Any, Any, Any], data: JSONBody[NewFactor], request_id: RequestId = None
) -> FactorSet:
    """From now on signing in with your password takes a code as well, and acts at level 2 once
    your identity is recorded at it."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    name = request_id_or_new(request_id)
    return FactorSet(*await set_up(exchange, by, data.factor, data.code, name))


@post(
    "/second-factors/removals",
    operation_id="remove_second_factor",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403, 404, 409, 413, 429, 503, 507),
)
async def remove_factor(
    request: Request[Any, Any, Any], data: JSONBody[OneCode], request_id: RequestId = None
) -> Receipt:
    """No code is asked any more. It takes a last one."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    factor = (await exchange.question(participants.assurance, by.person)).factor
    if factor is None:
        raise Refused(Refusal.second_factor_unset)
    name = request_id_or_new(request_id)
    return await prove(exchange, by, factor, data.code, remove=True, request_id=name)


ROUTES = [
    shared_secret,
    set_factor,
    remove_factor,
    *table([("/identities/removals", UnlinkIdentity)], TAG),
]
