"""The part of the tour that is about joining and listing under the law."""

from typing import Any

from datafloor.contexts import catalogue, certificates, market
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from tests.trading import REASON, Trading, digest


def joining(t: Trading, operator: Actor, supervisor: Actor, seller: Actor, buyer: Actor) -> None:
    """The seller is verified; the buyer becomes an appraiser, and what can befall one does."""
    t.assure(operator, seller, 2)
    t.present(seller)
    t.verify(operator, seller)
    certificate = apply(t, buyer, "intermediary_certificate")
    decide(t, supervisor, certificates.GrantCertificate, certificate, t.now + 300 * DAY)
    documents = [digest("renewal")]
    t.ask(buyer, certificates.ApplyForRenewal, certificate=certificate, documents=documents)
    decide(t, supervisor, certificates.RenewCertificate, certificate, t.now + 600 * DAY)
    for command in (
        certificates.SuspendCertificate,
        certificates.ReinstateCertificate,
        certificates.RevokeCertificate,
    ):
        decide(t, supervisor, command, certificate)
    grounds = "The report was right."
    t.ask(buyer, certificates.AppealDecision, certificate=certificate, grounds=grounds)
    colleague = Actor(t.person(supervisor), supervisor.organisation, supervisor.roles)
    said: dict[str, Any] = {"certificate": certificate, "upheld": True, "reason": REASON}
    t.ask(colleague, certificates.DecideAppeal, **said)
    refused = apply(t, buyer, "analysis_certificate")
    decide(t, supervisor, certificates.RefuseCertificate, refused)
    interest, subject = new_id("interest"), operator.organisation
    nature = "contract"
    t.ask(buyer, certificates.DeclareInterest, interest=interest, subject=subject, nature=nature)
    t.ask(buyer, certificates.WithdrawInterest, interest=interest)


def apply(t: Trading, who: Actor, kind: str) -> str:
    """An application with good conditions."""
    certificate = new_id("certificate")
    t.ask(
        who,
        certificates.ApplyForCertificate,
        certificate=certificate,
        certificate_kind=kind,
        documents=[digest("application")],
        conditions={
            "service_scope": "Appraising data",
            "service_method": "By hand",
            "service_price": "10.000.000 ₫ a table",
            "conflict_declaration": digest("conflicts"),
        },
    )
    return certificate


def decide(
    t: Trading, supervisor: Actor, command: Any, certificate: str, expires_at: int = 0
) -> None:
    """The supervisor decides, with a reason."""
    more: dict[str, Any] = {"expires_at": expires_at} if expires_at else {}
    t.ask(supervisor, command, certificate=certificate, reason=REASON, **more)


def listing(t: Trading, operator: Actor, supervisor: Actor, seller: Actor, buyer: Actor) -> None:
    """One product is listed at once, checked, suspended, listed again and deprecated."""
    t.ask(operator, catalogue.SetListingRule, at_once=True, sample_points=10_000)
    product = t.product(seller)
    t.findings(product)
    texts = dict.fromkeys(("scope", "content", "method", "inputs", "conclusion"), "As filed")
    t.ask(
        buyer,
        catalogue.FileAppraisal,
        appraisal=new_id("appraisal"),
        product=product,
        report=digest("report"),
        **texts,
    )
    t.ask(seller, catalogue.SubmitProduct, product=product)
    t.ask(operator, catalogue.CheckSample, product=product, outcome="upheld", reason=REASON)
    t.ask(supervisor, catalogue.SuspendProduct, product=product, reason=REASON)
    t.ask(supervisor, catalogue.LiftSuspension, product=product, reason=REASON)
    t.ask(seller, catalogue.ShowRows, product=product, rows_count=5)
    t.ask(seller, market.PrepareOffer, product=product, price={"minor": 5000, "currency": "VND"})
    t.ask(seller, catalogue.DeprecateProduct, product=product, notice_days=90, reason="A new one.")
    t.ask(operator, catalogue.SetListingRule, at_once=False, sample_points=0)
