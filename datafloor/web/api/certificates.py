"""Certificates and interests over HTTP, and the public register."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.params import PathParameter, QueryParameter

from datafloor.contexts import certificates
from datafloor.contexts.certificates import (
    AppealDecision,
    ApplyForCertificate,
    ApplyForRenewal,
    CertificateEntry,
    CertificateView,
    DecideAppeal,
    DeclareInterest,
    GrantCertificate,
    InterestView,
    RefuseCertificate,
    ReinstateCertificate,
    RenewCertificate,
    RevokeCertificate,
    SuspendCertificate,
    WithdrawInterest,
)
from datafloor.kernel import clock
from datafloor.kernel.ids import pattern
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.routes import BEARER, OPEN, exchange_of, office, table
from datafloor.web.problems import answers
from datafloor.web.signing_in import oversees, somebody

TAG = "Certificates"


@get(
    "/certificates",
    operation_id="certificates",
    tags=[TAG],
    security=OPEN,
    responses=answers(400),
)
async def register(
    request: Request[Any, Any, Any],
    after: Annotated[str, QueryParameter(max_length=40)] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=1000)] = 100,
) -> list[CertificateEntry]:
    """The public register: what was granted, and whether it counts today."""
    exchange = exchange_of(request)
    return await exchange.question(certificates.register, clock.now(), after, limit)


@get(
    "/certificates/{certificate:str}",
    operation_id="certificate",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 404),
)
async def certificate(
    request: Request[Any, Any, Any],
    certificate: Annotated[str, PathParameter(pattern=pattern("certificate"))],
) -> CertificateView:
    """One certificate in full, for its organisation and the offices."""
    exchange = exchange_of(request)
    by = await somebody(request, exchange)
    found = await exchange.question(certificates.certificate, certificate, clock.now())
    if found.entry.organisation != by.organisation and not oversees(by):
        raise Refused(Refusal.certificate_unknown)
    return found


@get(
    "/certificates/awaiting",
    operation_id="certificates_awaiting",
    tags=[TAG],
    security=BEARER,
    responses=answers(400, 401, 403),
)
async def awaiting(request: Request[Any, Any, Any]) -> list[CertificateView]:
    """The applications, renewals and appeals that wait for the supervisor, the oldest first."""
    await office(request, "supervisor")
    return await exchange_of(request).question(certificates.awaiting, clock.now())


@get(
    "/organisations/{organisation:str}/interests",
    operation_id="interests",
    tags=[TAG],
    security=OPEN,
    responses=answers(400),
)
async def interests(
    request: Request[Any, Any, Any],
    organisation: Annotated[str, PathParameter(pattern=pattern("org"))],
) -> list[InterestView]:
    """The interests that an organisation declared: conflicts are public."""
    return await exchange_of(request).question(certificates.interests, organisation)


ROUTES = [
    register,
    awaiting,
    certificate,
    interests,
    *table(
        [
            ("/certificates", ApplyForCertificate),
            ("/certificates/grants", GrantCertificate),
            ("/certificates/refusals", RefuseCertificate),
            ("/certificates/renewals/applications", ApplyForRenewal),
            ("/certificates/renewals", RenewCertificate),
            ("/certificates/suspensions", SuspendCertificate),
            ("/certificates/suspensions/ends", ReinstateCertificate),
            ("/certificates/revocations", RevokeCertificate),
            ("/certificates/appeals", AppealDecision),
            ("/certificates/appeals/decisions", DecideAppeal),
            ("/interests", DeclareInterest),
            ("/interests/withdrawals", WithdrawInterest),
        ],
        TAG,
    ),
]
