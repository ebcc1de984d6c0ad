"""What seller and buyer look at every day: contracts with their use, income, what fits."""

import re

from tests.browsing import read
from tests.fair import Fair, fair, listed, offered, ordered, record_payment

__all__ = ["fair"]


def test_a_contract_is_in_the_overview_of_both_sides(fair: Fair) -> None:
    seller, buyer = fair.browser("seller"), fair.browser("buyer")
    product = listed(fair.site, seller, "Overview of water")
    order = ordered(buyer, offered(seller, product, "70.000"))
    assert "Overview of water" not in " ".join(rows(buyer.get("/buy").text))
    reference = re.search(r"DF[0-9A-Z]{12}", buyer.get(f"/orders/{order}").text)
    assert reference is not None
    record_payment(fair.browser("operator"), f"FT {reference[0]}", "70.000", reference[0])
    [bought] = [row for row in rows(buyer.get("/buy").text) if "Overview of water" in row]
    assert f"/en/orders/{order}" in bought
    assert "0 rows" in bought
    assert "Make a credential" in bought
    buyer.get(f"/orders/{order}")
    buyer.send(buyer.form("/credentials"), **{"as": "page"})  # type: ignore[arg-type]
    [bought] = [row for row in rows(buyer.get("/buy").text) if "Overview of water" in row]
    assert "1 is valid" in bought
    [sold] = [row for row in rows(seller.get("/sell").text) if "Overview of water" in row]
    assert "Tổ chức buyer" in sold
    assert "Paid to you in the last 30 days" in read(seller.at).texts


def test_the_overview_is_one_of_its_own(fair: Fair) -> None:
    with fair.site.browser() as other:
        other.sign_in("buyer")
        assert other.get("/sell").status_code == 403


def rows(page: str) -> list[str]:
    """The rows of the table of contracts."""
    found = re.search(r'<h2 id="running">.*?</table>', page, re.DOTALL)
    return re.findall(r"<tr>.*?</tr>", found[0], re.DOTALL) if found else []
