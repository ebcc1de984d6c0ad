"""Forms: sent twice is asked once, nothing typed is lost, and no other site can send them."""

import re
from typing import Any

import httpx
import pytest

from datafloor.kernel.refusal import Refusal
from tests.browsing import PASSWORD, Browser, read
from tests.fair import LOOKED, Fair, begun, draft, listed, offered, ordered


@pytest.fixture
def seller(fair: Fair) -> Browser:
    return fair.browser("seller")


@pytest.fixture
def buyer(fair: Fair) -> Browser:
    return fair.browser("buyer")


def test_a_double_click_on_order_orders_once(fair: Fair, buyer: Browser) -> None:
    buyer.get(f"/offers/{fair.offer}")
    form = buyer.form(fair.offer)
    before = fair.site.acts()
    first = buyer.client.post(form.action, data=form.fields)
    after = fair.site.acts()
    second = buyer.client.post(form.action, data=form.fields)
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert after > before
    assert fair.site.acts() == after


def test_the_back_button_and_other_content_is_refused_and_says_so(
    fair: Fair, buyer: Browser
) -> None:
    offer = offered(fair.browser("seller"), fair.product, "5.000")
    buyer.get(f"/offers/{fair.offer}")
    form = buyer.form(fair.offer)
    buyer.client.post(form.action, data=form.fields)
    answer = buyer.client.post(f"/en/offers/{offer}", data=form.fields)
    assert answer.status_code == 409
    assert "was used for another request" in answer.text


@pytest.mark.parametrize("broken", ["no token", "another browser's", "no cookie"])
def test_a_form_that_is_not_ours_changes_nothing(fair: Fair, buyer: Browser, broken: str) -> None:
    buyer.get(f"/offers/{fair.offer}")
    fields = dict(buyer.form(fair.offer).fields)
    if broken == "no token":
        del fields["form_token"]
    elif broken == "another browser's":
        with fair.browser() as other:
            other.get("/join")
            fields["form_token"] = other.form("/join").fields["form_token"]
    else:
        buyer.client.cookies.delete("datafloor_form")
    before = fair.site.acts()
    answer = buyer.client.post(f"/en/offers/{fair.offer}", data=fields)
    assert answer.status_code == 403
    assert "form_stale" in read(answer).texts
    assert fair.site.acts() == before


def test_every_form_carries_a_token_and_a_request_id(fair: Fair, seller: Browser) -> None:
    for path in (f"/sell/{fair.product}", "/sell/new", f"/sell/{fair.product}/offers", "/account"):
        seller.get(path)
        forms = [form for form in read(seller.at).forms if form.method == "post"]
        assert forms
        for form in forms:
            assert re.fullmatch("[0-9a-f]{64}", form.fields["form_token"][0])
            assert form.fields["request"][0].startswith("request_")


def test_cookies_are_for_this_site_only_and_no_script_reads_them(fair: Fair) -> None:
    with fair.browser() as browser:
        browser.get("/sign-in")
        form = browser.form("/sign-in")
        typed: dict[str, Any] = {"email": "buyer@example.vn", "password": PASSWORD}
        answer = browser.client.post(form.action, data=form.fields | typed)
        for cookie in answer.headers.get_list("set-cookie"):
            assert "HttpOnly" in cookie
            assert "SameSite=lax" in cookie
        assert "datafloor_session" in answer.headers["set-cookie"]


def test_what_was_typed_is_kept_and_each_fault_is_named(fair: Fair, seller: Browser) -> None:
    product = begun(seller)
    seller.get(f"/sell/{product}/about")
    before = fair.site.acts()
    typed: dict[str, Any] = {
        "title_en": "A",
        "title_vi": "Một tên đủ dài",
        "description_en": "Kept <as> typed",
        "description_vi": "",
    }
    answer = seller.send(seller.form("/about"), **typed)
    assert answer.status_code == 422
    assert fair.site.acts() == before
    form = seller.form("/about")
    assert form.fields["description_en"] == ["Kept <as> typed"]
    assert form.fields["title_vi"] == ["Một tên đủ dài"]
    links = read(answer).links
    assert {"#title_en", "#description_vi"} <= set(links)
    assert "#title_vi" not in links
    assert 'aria-invalid="true"' in answer.text
    typed |= {"title_en": "Long enough", "description_vi": "Đủ"}
    assert seller.send(form, **typed).status_code == 200
    assert before < fair.site.acts() <= before + 2  # and what was suggested of its place


def test_a_refusal_of_the_door_keeps_the_form(fair: Fair) -> None:
    with fair.browser(language="vi") as browser:
        browser.get("/join")
        typed: dict[str, Any] = {
            "name": "Công ty Thử",
            "tax_code": "0100109107",
            "roles": ["buyer"],
            "person_name": "Lê Thử",
            "email": "thu@example.vn",
            "password": PASSWORD,
        }
        answer = browser.send(browser.form("/join"), **typed)
        assert answer.status_code == 422
        assert "không phải mã số thuế hợp lệ" in answer.text
        form = browser.form("/join")
        assert form.fields["name"] == ["Công ty Thử"]
        assert form.fields["password"] == [""]
        assert form.fields["roles"] == ["buyer"]


@pytest.mark.parametrize("after", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_signing_in_leads_to_no_other_site(fair: Fair, after: str) -> None:
    with fair.browser() as browser:
        browser.get("/sign-in")
        form = browser.form("/sign-in")
        typed: dict[str, Any] = {"email": "buyer@example.vn", "password": PASSWORD, "after": after}
        answer = browser.client.post(form.action, data=form.fields | typed)
        assert answer.headers["location"] == "/en/"


def test_a_wrong_password_says_neither_which_was_wrong(fair: Fair) -> None:
    with fair.browser() as browser:
        for email in ("buyer@example.vn", "nobody@example.vn"):
            browser.get("/sign-in")
            answer = browser.send(browser.form("/sign-in"), email=email, password="wrong password")
            assert answer.status_code == 401
            assert Refusal.sign_in_wrong.value.en in answer.text


def test_signing_out_ends_the_session_on_the_exchange(fair: Fair) -> None:
    buyer = fair.site.browser()
    buyer.sign_in("buyer")
    secret = buyer.client.cookies["datafloor_session"]
    buyer.fill("/account", "/sign-out")
    assert "Sign in" in read(buyer.at).texts
    answer = httpx.get(f"{fair.site.url}/en/buy", cookies={"datafloor_session": secret})
    assert answer.status_code == 401


def test_another_session_can_be_ended(fair: Fair) -> None:
    first, second = fair.site.browser(), fair.site.browser()
    first.sign_in("seller")
    second.sign_in("seller")
    first.fill("/account", "/revocation")  # the latest but this one
    assert first.get("/sell").status_code == 200
    assert second.get("/sell").status_code == 401


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(fair: Fair, seller: Browser) -> None:
    seller.get(f"/sell/{fair.product}/data")
    answer = seller.send(seller.form("/versions"), file=("t.parquet", b"PAR1 and no more"))
    assert 400 <= answer.status_code < 500
    assert "Nothing was changed" in read(answer).texts
    answer = seller.send(seller.form("/versions"))
    assert answer.status_code == 422
    assert "#file" in read(answer).links


def test_a_file_name_cannot_leave_its_folder(fair: Fair, seller: Browser) -> None:
    product = draft(seller, "Names of files")
    seller.get(f"/sell/{product}/data")
    form = seller.form("/versions")
    answer = seller.send(form, file=("../../../etc/pass wd;.csv", b"a,b\n1,2\n"), mode="overwrite")
    assert answer.status_code == 200


def test_the_operators_refusal_needs_a_reason_and_shows_it(fair: Fair, seller: Browser) -> None:
    product = draft(seller, "To be refused")
    seller.fill(f"/sell/{product}/listing", "/submission")
    operator = fair.browser("operator")
    operator.get(f"/operator/products/{product}")
    answer = operator.send(operator.form(product), decision="refuse", reason="")
    assert answer.status_code == 422
    assert "#reason" in read(answer).links
    operator.send(operator.form(product), decision="refuse", reason="The origin is not plain.")
    assert operator.at.status_code == 200
    assert "The origin is not plain." in read(seller.get(f"/sell/{product}")).texts


def test_the_operator_decides_on_what_was_seen(fair: Fair, seller: Browser) -> None:
    product = draft(seller, "First words")
    seller.fill(f"/sell/{product}/listing", "/submission")
    operator = fair.browser("operator")
    operator.get(f"/operator/products/{product}")
    seller.get(f"/sell/{product}/about")
    seller.send(seller.form("/about"), title_en="Other words")
    seller.fill(f"/sell/{product}/listing", "/submission")
    answer = operator.send(operator.form(product), decision="list", reason=LOOKED)
    assert answer.status_code == 409
    assert Refusal.page_outdated.value.en in answer.text
    assert "Other words" in read(answer).texts
    assert operator.send(operator.form(product), decision="list", reason=LOOKED).status_code == 200


def test_a_product_goes_through_its_whole_life(fair: Fair, seller: Browser) -> None:
    product = listed(fair.site, seller, "A whole life")
    seller.get(f"/sell/{product}/about")
    seller.send(seller.form("/about"), title_en="A whole new life")
    assert "A whole new life" in read(seller.at).texts
    seller.fill(f"/sell/{product}/listing", "/submission")
    fair.browser("operator").fill(
        f"/operator/products/{product}", product, decision="list", reason=LOOKED
    )
    offer = offered(seller, product, "0")
    seller.fill(f"/sell/{product}", "/withdrawal")
    assert offer not in seller.get(f"/sell/{product}").text
    seller.get(f"/sell/{product}")
    seller.send(seller.form(f"{product}/withdrawal"), reason="We publish it elsewhere.")
    assert "Taken off" in read(seller.at).texts


def test_an_offer_that_is_refused_keeps_the_published_terms(fair: Fair, seller: Browser) -> None:
    product = draft(seller, "Not listed")
    seller.get(f"/sell/{product}/offers")
    typed: dict[str, Any] = {
        "price": "1000",
        "choice": "new",
        "purposes": ["research"],
        "exclusive": "no",
    }
    answer = seller.send(seller.form("/offers"), **typed)
    assert answer.status_code == 409
    assert "The product is not listed on the exchange." in answer.text
    kept = seller.form("/offers").fields["choice"][0]
    assert kept.startswith("terms_")
    assert seller.send(seller.form("/offers")).status_code == 409


def test_the_credential_is_shown_once_or_comes_as_a_file(fair: Fair, buyer: Browser) -> None:
    page = buyer.fill(f"/orders/{fair.order}", "/credentials", **{"as": "page"})
    found = re.search(r"dfc_[\w-]{40,}", page.text)
    assert found is not None
    assert found[0] not in buyer.get(f"/orders/{fair.order}").text
    tables = buyer.client.get(
        "/delta-sharing/shares", headers={"authorization": f"Bearer {found[0]}"}
    )
    assert tables.status_code == 200
    form = buyer.form("/credentials")
    answer = buyer.client.post(form.action, data=form.fields | {"as": ["file"]})
    assert answer.headers["content-disposition"] == 'attachment; filename="profile.share"'
    assert answer.json()["shareCredentialsVersion"] == 1
    assert answer.headers["cache-control"] == "no-store"
    buyer.fill(f"/orders/{fair.order}", "/revocation")
    assert "ended" in read(buyer.at).texts


def test_a_trade_is_told_from_the_journal_to_its_last_dong(fair: Fair, buyer: Browser) -> None:
    offer = offered(fair.browser("seller"), fair.product, "300.000")
    order = ordered(buyer, offer)
    texts = read(buyer.at).texts
    assert "To pay" in texts
    reference = next(text for text in texts if re.fullmatch(r"DF[0-9A-Z]{12}", text))
    operator = fair.browser("operator")
    operator.get("/operator/money")
    typed: dict[str, Any] = {
        "bank_entry": f"FT-{order}",
        "amount": "300.000",
        "reference": reference.lower(),
    }
    assert operator.send(operator.form("/operator/payments"), **typed).status_code == 200
    operator.get("/operator/money")
    again = operator.send(operator.form("/operator/payments"), **typed)
    assert again.status_code == 409
    assert "counted" in again.text
    buyer.fill(f"/orders/{order}", "/confirmation")
    told = " ".join(_told(buyer, order))
    for text in (
        "Ordered",
        "The contract was concluded",
        "Delivery is proven",
        "The seller was paid",
    ):
        assert text in told
    assert "300.000" in buyer.get("/money").text
    seller = fair.browser("seller")
    seller.get(f"/orders/{order}")
    seller.send(seller.form("/ending"), reason="The terms were broken.")
    texts = read(seller.at).texts
    assert "The terms were broken." in " ".join(texts)
    assert "The data may not be read now" in texts


def _told(browser: Browser, order: str) -> list[str]:
    """The page's texts once the index of the journal has caught up."""
    for _ in range(100):
        texts = read(browser.get(f"/orders/{order}")).texts
        if "Delivery is proven" in texts:
            return texts
    return texts


def test_what_is_to_be_paid_is_shown_with_its_code(fair: Fair, buyer: Browser) -> None:
    texts = read(buyer.get(f"/orders/{fair.waiting}")).texts
    assert "0011001234567" in texts
    picture = buyer.get(f"/orders/{fair.waiting}/payment.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert "default-src 'none'" in picture.headers["content-security-policy"]
    assert fair.browser().get(f"/orders/{fair.waiting}/payment.svg").status_code == 401


def test_an_unpaid_order_can_be_cancelled(fair: Fair, buyer: Browser) -> None:
    order = ordered(buyer, fair.offer)
    buyer.fill(f"/orders/{order}", "/cancellation")
    assert "Cancelled" in read(buyer.at).texts


def test_others_do_not_see_a_trade(fair: Fair) -> None:
    with fair.site.browser() as stranger:
        stranger.join("other", "buyer", "seller")
        assert stranger.get(f"/orders/{fair.order}").status_code == 404
        for action in ("cancellation", "confirmation", "credentials"):
            stranger.get("/account")
            form = stranger.form("/sign-out")
            answer = stranger.client.post(f"/en/orders/{fair.order}/{action}", data=form.fields)
            assert answer.status_code in (403, 404), action


def test_the_fee_and_a_payout_are_set_by_the_operator_only(fair: Fair, buyer: Browser) -> None:
    operator = fair.browser("operator")
    operator.get("/operator/money")
    assert operator.send(operator.form("/fee"), basis_points="many").status_code == 422
    operator.fill("/operator/money", "/fee", basis_points="150")
    assert "150 basis points" in read(operator.at).texts
    operator.fill("/operator/money", "/fee", basis_points="0")
    operator.get("/operator/money")
    answer = operator.send(
        operator.form("/payouts"),
        bank_entry="out-1",
        amount="999.999.999.999",
        organisation="org_00000000000000000000000000",
    )
    assert 400 <= answer.status_code < 500
    buyer.get("/account")
    form = buyer.form("/sign-out")
    assert buyer.client.post("/en/operator/fee", data=form.fields).status_code == 403


def test_a_session_that_ends_while_one_types_loses_nothing(fair: Fair) -> None:
    browser = fair.site.browser()
    browser.sign_in("seller")
    browser.get("/sell/new")
    form = browser.form("/sell/new")
    browser.client.cookies.delete("datafloor_session")
    typed: dict[str, Any] = {name: "Typed & <kept>" for name in form.fields if "_" in name}
    typed |= {"form_token": form.fields["form_token"], "origin": "derived"}
    before = fair.site.acts()
    answer = browser.send(form, **typed)
    assert answer.status_code == 401
    signing_in = browser.form("/sign-in")
    assert PASSWORD not in signing_in.fields["kept"][0]
    answer = browser.send(signing_in, email="seller@example.vn", password=PASSWORD)
    assert "Typed & <kept>" in read(answer).texts
    assert fair.site.acts() == before + 1  # the session, and nothing else
    assert browser.send(browser.form("/sell/new")).status_code == 200
    assert fair.site.acts() == before + 2
    made = re.search(r"/sell/product_\w{26}", str(browser.at.url))
    assert made is not None
    assert "Typed & <kept>" in read(browser.get(made[0])).texts


def test_what_is_kept_must_come_from_our_own_form(fair: Fair) -> None:
    browser = fair.site.browser()
    browser.get("/sign-in")
    answer = browser.client.post("/en/sell/new", data={"title_en": "Forged"})
    assert answer.status_code == 403
    assert "Forged" not in answer.text


def test_a_token_for_a_program_is_made_and_shown_once(fair: Fair, buyer: Browser) -> None:
    buyer.get("/account")
    answer = buyer.send(buyer.form("/account/tokens"), token_days="0", scope=["buyer"])
    assert "#token_days" in read(answer).links
    buyer.get("/account")
    buyer.send(buyer.form("/account/tokens"), token_days="30", scope=["buyer"])
    found = re.search(r"dft_[\w-]{40,}", buyer.at.text)
    assert found is not None
    headers = {"authorization": f"Bearer {found[0]}"}
    me = httpx.get(f"{fair.site.url}/api/me", headers=headers)
    assert me.json()["roles"] == ["buyer"]
    assert found[0] not in buyer.get("/account").text
    buyer.get("/account")
    answer = buyer.send(buyer.form("/account/tokens"), token_days="30", scope=["seller"])
    assert "A token cannot hold a role" in answer.text


def test_receipts_and_evidence_are_files_for_the_parties_only(fair: Fair, buyer: Browser) -> None:
    buyer.get(f"/orders/{fair.order}")
    found = re.search(r"/receipts/(request_\w{26})", buyer.at.text)
    assert found is not None
    answer = _when_published(buyer, f"/receipts/{found[1]}")
    assert answer.headers["content-disposition"] == 'attachment; filename="receipt.json"'
    assert answer.json()["entries"]
    answer = _when_published(buyer, f"/orders/{fair.order}/evidence")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    stranger = fair.site.browser()
    assert stranger.get(f"/receipts/{found[1]}").status_code == 401


def _when_published(browser: Browser, path: str) -> httpx.Response:
    """A proof, once the public log has taken its entries up."""
    for _ in range(100):
        if browser.get(path).status_code == 200:
            break
    assert browser.at.status_code == 200, browser.at.text
    return browser.at
