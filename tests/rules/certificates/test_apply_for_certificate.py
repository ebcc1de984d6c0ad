"""An application: what fails on its face is refused at once, with the articles."""

from typing import Any

import pytest

from datafloor.contexts.certificates import (
    ApplyFacts,
    ApplyForCertificate,
    CertificateApplied,
    CertificateKind,
    Conditions,
)
from datafloor.contexts.certificates.model import ExchangeService, OperatorForm
from datafloor.contexts.certificates.rules import apply_for_certificate
from datafloor.kernel.clock import instant
from datafloor.kernel.law import Answer, Status
from tests.rules.catalogue.listed import unlawful
from tests.rules.certificates.held import CERTIFICATE, CONDITIONS, EVERYBODY, HOLDER, conditions
from tests.rules.deciding import NOW, VN, dong, may, said

FACTS = ApplyFacts(exists=False, standing=False, roles=frozenset({"buyer"}))
EXCHANGE = Conditions(
    operator_form=OperatorForm.state_owned_enterprise,
    service=ExchangeService.offers_service,
    security_level_number=3,
    security_conformity="1" * 64,
    shares_over_ndop=True,
    verifies_users=True,
)


def asked(
    given: Conditions = CONDITIONS, kind: CertificateKind = CertificateKind.intermediary
) -> ApplyForCertificate:
    return ApplyForCertificate(
        certificate=CERTIFICATE, certificate_kind=kind, documents=("2" * 64,), conditions=given
    )


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (CONDITIONS, CertificateKind.intermediary),
        (Conditions(may_harm_public=False), CertificateKind.analysis),
        (Conditions(may_harm_public=False), CertificateKind.analysis_supply),
        (EXCHANGE, CertificateKind.exchange),
    ],
)
def test_an_application_waits_under_a_clock(given: Conditions, kind: CertificateKind) -> None:
    (applied,) = said(apply_for_certificate, FACTS, asked(given, kind), HOLDER, NOW, VN)
    assert isinstance(applied, CertificateApplied)
    assert applied.judgement.answers
    assert not applied.judgement.with_answer(Answer.failed)
    # thirty days, and the day of the act does not count
    assert applied.deadline is not None
    assert applied.deadline.until == instant("2026-12-23T17:00:00Z") - 1
    assert applied.deadline.status is Status.unverified


@pytest.mark.parametrize(
    ("given", "kind", "rule"),
    [
        (conditions(service_scope=None), "intermediary", "intermediary.published_terms"),
        (conditions(service_price=None), "intermediary", "intermediary.published_terms"),
        (Conditions(), "exchange", "exchange.other_services"),
        (
            Conditions(service=ExchangeService.intermediary_service),
            "exchange",
            "exchange.other_services",
        ),
        (Conditions(security_level_number=2), "exchange", "exchange.security_level"),
        (Conditions(shares_over_ndop=False), "exchange", "exchange.national_connection"),
    ],
)
def test_the_law_refuses_and_names_its_rule(given: Conditions, kind: str, rule: str) -> None:
    command = asked(given, CertificateKind[kind])
    assert rule in unlawful(apply_for_certificate, FACTS, command, HOLDER)


def test_an_intermediary_that_also_sells_says_so() -> None:
    sells = ApplyFacts(exists=False, standing=False, roles=frozenset({"seller"}))
    rule = "listing.capacity_disclosed"
    assert unlawful(apply_for_certificate, sells, asked(), HOLDER) == [rule]
    told = asked(conditions(also_sells=True))
    assert unlawful(apply_for_certificate, sells, told, HOLDER) == []


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"deposit": dong(4_999_999_999)}, "joining.intermediary_deposit_amount"),
        ({"deposit": None}, "joining.intermediary_deposit_amount"),
        ({"deposit_evidence": None}, "joining.intermediary_deposit"),
    ],
)
def test_a_deposit_that_is_not_verified_law_calls_for_a_person(
    but: dict[str, Any], rule: str
) -> None:
    command = asked(conditions(**but))
    (applied,) = said(apply_for_certificate, FACTS, command, HOLDER, NOW, VN)
    assert rule in [each.rule for each in applied.judgement.with_answer(Answer.needs_person)]


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (ApplyFacts(True, False, frozenset()), "id_taken"),
        (ApplyFacts(False, True, frozenset()), "certificate_standing"),
    ],
)
def test_refused(facts: ApplyFacts, refusal: str) -> None:
    assert said(apply_for_certificate, facts, asked(), HOLDER, NOW, VN) == refusal


def test_under_no_law_there_is_no_clock() -> None:
    (applied,) = said(apply_for_certificate, FACTS, asked(Conditions()), HOLDER)
    assert (applied.judgement.answers, applied.deadline) == ((), None)


def test_who_may() -> None:
    assert may(ApplyForCertificate) == EVERYBODY
