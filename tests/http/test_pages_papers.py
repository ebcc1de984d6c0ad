"""Papers, certificates, interests, and what is done with organisations and listed products."""

import re
from dataclasses import replace
from hashlib import sha256

import pytest

from tests.browsing import Browser
from tests.fair import Fair, fair, listed, offered, ordered

__all__ = ["fair"]

REASON = "The papers were looked at."


@pytest.fixture
def someone(fair: Fair) -> Browser:
    """A newcomer who sells and buys."""
    if "newcomer" not in fair.sessions:
        with fair.site.browser() as browser:
            browser.join("newcomer", "seller")
    return fair.browser("newcomer")


def organisation(fair: Fair, browser: Browser) -> str:
    browser.get("/account")
    found = re.search(r"org_\w{26}", browser.at.text)
    assert found is not None
    return found[0]


def test_an_organisation_is_verified_by_its_papers(fair: Fair, someone: Browser) -> None:
    name = organisation(fair, someone)
    someone.get("/papers")
    form = someone.form("/papers/verification")
    answer = someone.send(
        form,
        files={"documents": ("deed.pdf", b"deed"), "payment_account": ("bank.pdf", b"bank")},
        lawful_entity="yes",
        conditional_line="no",
    )
    assert answer.status_code == 200, answer.text
    operator = fair.browser("operator")
    assert name in operator.get("/operator/organisations").text
    page = operator.get(f"/operator/organisations/{name}").text
    assert sha256(b"deed").hexdigest() in page
    assert sha256(b"bank").hexdigest() in page
    assert "nobody has checked who this is" in page
    assert "not verified" in page
    wrong = operator.send(operator.form("/assurance"), level_number="9", evidence="0" * 64)
    assert wrong.status_code == 422
    checked = {"evidence": ("id.pdf", b"identity")}
    seen = operator.send(operator.form("/assurance"), files=checked, level_number="2")
    assert "identity checked at level 2" in seen.text
    assert "not verified" in seen.text
    operator.send(operator.form("/verify"), reason=REASON)
    assert "not verified" not in operator.get(f"/operator/organisations/{name}").text


def test_papers_without_a_document_are_not_taken(someone: Browser) -> None:
    someone.get("/papers")
    answer = someone.send(someone.form("/papers/verification"), lawful_entity="yes")
    assert answer.status_code == 422
    assert 'value="yes" checked' in answer.text


def test_a_role_is_given_and_taken(fair: Fair, someone: Browser) -> None:
    name = organisation(fair, someone)
    operator = fair.browser("operator")
    operator.get(f"/operator/organisations/{name}")
    operator.send(operator.form("/grant_role"), role="buyer")
    assert "Buyer" in operator.get(f"/operator/organisations/{name}").text
    operator.send(operator.form("/withdraw_role"), role="buyer")
    refused = operator.send(operator.form("/withdraw_role"), role="supervisor")
    assert refused.status_code >= 400


def test_a_certificate_from_application_to_appeal(fair: Fair, someone: Browser) -> None:
    someone.get("/papers")
    answer = someone.send(
        someone.form("/papers/certificates"),
        files={"documents": ("plan.pdf", b"plan")},
        certificate_kind="analysis_certificate",
        service_scope="Appraisal of tables",
        service_method="By measurement",
        service_price="By the hour",
        may_harm_public="no",
    )
    assert answer.status_code == 200, answer.text
    found = re.search(r"certificate_\w{26}", answer.text)
    assert found is not None
    path = f"/papers/certificates/{found[0]}"
    assert 'action="/en' + path not in someone.get(path).text, "nobody decides of her own"
    supervisor = fair.browser("supervisor")
    assert path in supervisor.get("/supervisor/papers").text
    supervisor.get(path)
    supervisor.send(supervisor.form("/refuse"), reason="The scope is not clear.")
    assert "The scope is not clear." in someone.get(path).text
    assert someone.send(someone.form("/appeal"), grounds="It is clear.").status_code == 200
    assert "It is clear." in supervisor.get(path).text
    buyer = fair.browser("buyer")
    assert buyer.get(path).status_code == 404


def test_an_interest_is_declared_and_ends(fair: Fair, someone: Browser) -> None:
    other = fair.path("{seller}")
    someone.get("/papers")
    answer = someone.send(someone.form("/papers/interests"), subject=other, nature="ownership")
    assert "Owns a part" in answer.text
    ended = someone.send(someone.form("/withdrawal"))
    assert "ended" in ended.text
    assert someone.get("/papers").text.count("/withdrawal") == 0


def test_a_listed_product_is_suspended_listed_again_and_announced_to_end(fair: Fair) -> None:
    seller, operator, buyer = (fair.browser(who) for who in ("seller", "operator", "buyer"))
    product = listed(fair.site, seller, "Suspended for a while")
    order = ordered(buyer, offered(seller, product, "0"))
    operator.get(f"/products/{product}")
    operator.send(operator.form("/suspend_product"), reason="A complaint is looked at.")
    page = seller.get(f"/products/{product}").text
    assert "It is suspended" in page
    assert "Announce its end" not in page
    operator.get(f"/products/{product}")
    operator.send(operator.form("/lift_suspension"), reason="It was unfounded.")
    seller.get(f"/products/{product}")
    wrong = seller.send(seller.form("/deprecate_product"), notice_days="0", reason="Old.")
    assert wrong.status_code == 422
    seller.get(f"/products/{product}")
    done = seller.send(seller.form("/deprecate_product"), notice_days="90", reason="Replaced.")
    assert "It will end" in done.text
    assert "Replaced." in fair.browser().get(f"/products/{product}").text
    assert "announced the end of this product" in buyer.get(f"/orders/{order}").text


@pytest.mark.parametrize("act", ["suspend_product", "check_sample", "nothing"])
def test_what_a_stranger_sends_does_nothing(fair: Fair, act: str) -> None:
    buyer = fair.browser("buyer")
    buyer.get("/papers")
    form = replace(
        buyer.form("/papers/interests"), action=f"/en/products/{fair.product}/acts/{act}"
    )
    before = fair.site.acts()
    answer = buyer.send(form, reason=REASON, outcome="upheld")
    assert answer.status_code in (403, 404)
    assert fair.site.acts() == before
