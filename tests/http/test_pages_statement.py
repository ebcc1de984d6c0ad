"""What the law asks of a seller, on its page."""

import re

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
    seller.get(f"/sell/{product}")
    texts = read(seller.send(seller.form("/submission"))).texts
    assert "A person has to look" in texts
    assert "a state secret" in texts
    assert "Data Law 60/2024/QH15, art. 42.3.a" in texts
    form = (seller.get(f"/sell/{product}/statement"), seller.form("/statement"))[1]
    answer = seller.send(form, ("empty", b""), citizens_count="many")
    assert answer.status_code == 422
    assert "#citizens_count" in read(answer).links
