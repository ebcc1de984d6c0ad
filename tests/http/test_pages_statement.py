"""What the law asks of a seller, on its page."""

import re
from typing import Any

from datafloor.contexts import catalogue
from datafloor.contexts.catalogue import Consent
from tests.browsing import read
from tests.fair import Fair, draft


def test_the_statement_keeps_what_is_said_and_says_what_is_missing(fair: Fair) -> None:
    seller = fair.browser("seller")
    product = draft(seller, "A statement")
    kept = seller.get(f"/sell/{product}/statement")
    form = seller.form("/statement")
    assert form.fields["quality"] == ["Checked against a second sensor"]
    assert re.fullmatch("[0-9a-f]{64}", form.fields["right_evidence"][0])
    assert "the deed" not in kept.text
    seller.send(form, ("empty", b""), is_state_secret="yes", about_people="yes", citizens_count="7")
    seller.get(f"/sell/{product}/statement")
    assert seller.form("/statement").fields["citizens_count"] == ["7"]
    seller.get(f"/sell/{product}/listing")
    texts = read(seller.send(seller.form("/submission"))).texts
    assert "A person has to look" in texts
    assert "a state secret" in texts
    assert "Data Law 60/2024/QH15, art. 42.3.a" in texts
    form = (seller.get(f"/sell/{product}/statement"), seller.form("/statement"))[1]
    answer = seller.send(form, ("empty", b""), citizens_count="many")
    assert answer.status_code == 422
    assert "#citizens_count" in read(answer).links


def test_consent_and_what_the_state_decided_are_stated_and_kept(fair: Fair) -> None:
    seller = fair.browser("seller")
    product = draft(seller, "About people")
    seller.get(f"/sell/{product}/statement")
    typed: dict[str, Any] = {
        "about_people": "yes",
        "consent_evidence": "c" * 64,
        "consent_voluntary": "yes",
        "consent_bundled": "no",
        "children": "yes",
        "children_from_seven": "yes",
        "child_consent": "d" * 64,
        "state_priced": "yes",
        "pricing_mode": "maximum_price",
        "pricing_decision_number": "12/2026/QĐ-UBND",
        "pricing_covers_reasonable_cost": "yes",
    }
    form = seller.form("/statement")
    assert seller.send(form, ("empty", b""), **typed).status_code == 200
    seller.get(f"/sell/{product}/statement")
    kept = seller.form("/statement").fields
    assert {name: kept[name] for name in typed} == {name: [each] for name, each in typed.items()}
    with fair.site.exchange.database.reading() as tx:
        said = catalogue.listing(tx, product).statement
    assert said is not None and said.people is not None and said.state_pricing is not None
    assert said.people.consent == Consent(evidence="c" * 64, voluntary=True, bundled=False)
    assert said.people.child_consent == "d" * 64
    seller.send(
        seller.form("/statement"),
        ("empty", b""),
        consent_evidence="",
        consent_voluntary="",
        consent_bundled="",
        state_priced="no",
    )
    with fair.site.exchange.database.reading() as tx:
        said = catalogue.listing(tx, product).statement
    assert said is not None and said.people is not None
    assert said.people.consent is None and said.state_pricing is None, "what was emptied is unsaid"
    seller.get(f"/sell/{product}/statement")
    wrong = seller.send(seller.form("/statement"), ("empty", b""), consent_evidence="no digest")
    assert wrong.status_code == 422
    assert "#consent_evidence" in read(wrong).links
