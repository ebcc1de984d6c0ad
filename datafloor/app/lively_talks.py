"""What is being talked about when a lively exchange opens: a negotiation and a buy request; and
orders that wait to be paid."""

from typing import TYPE_CHECKING

from datafloor.contexts import market, negotiation
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import new_id

if TYPE_CHECKING:
    from datafloor.app.lively import Filling


async def talks(f: "Filling") -> None:
    """A request, a negotiation, and two orders that one transfer can pay."""
    product, seller = f.quoted[0]
    buyer = f.buyers[0]
    proposal = {
        "licence": {
            "days": 365,
            "purposes": ["product_development"],
            "territory": ["VN"],
            "exclusive": False,
            "onward": "none",
            "ip": ["attribution"],
        },
        "price": None,
        "purpose": "product_development",
        "country": "VN",
        "expires_at": f.end + 14 * DAY,
    }
    talk = new_id("negotiation")
    said = {"negotiation": talk, "product": product, "proposal": proposal}
    await f.ask(buyer, negotiation.OpenNegotiation, **said)
    quoted = proposal | {"price": {"minor": 18_000_000, "currency": "VND"}}
    await f.ask(seller, negotiation.MakeProposal, negotiation=talk, proposal=quoted)
    lower = proposal | {"price": {"minor": 15_000_000, "currency": "VND"}}
    await f.ask(buyer, negotiation.MakeProposal, negotiation=talk, proposal=lower)
    await f.ask(
        f.buyers[1],
        negotiation.PublishBuyRequest,
        buy_request=new_id("wanted"),
        open_until=f.end + 30 * DAY,
        wanted={
            "title": "Giá nông sản theo ngày tại các chợ đầu mối",
            "content": "Giá mua, giá bán, sản lượng theo mặt hàng",
            "period": "Từ tháng 1/2025 đến nay",
            "subject": "Mười mặt hàng nông sản chính",
            "coverage": "Đồng bằng sông Cửu Long",
            "format": "Parquet hoặc CSV",
            "delivery": "Hằng ngày, qua Delta Sharing",
            "quality": "Không trống quá 2 %",
            "use": "Mô hình rủi ro tín dụng nông nghiệp",
            "days": 365,
            "purposes": ["internal_analysis"],
            "territory": ["VN"],
            "exclusive": False,
            "conditions": None,
            "budget": {"minor": 60_000_000, "currency": "VND"},
        },
    )
    dear = [each[0] for each in f.offers if each[2].minor and each[3] == "one_off"]
    for offer in dear[:2]:
        order = {"order": new_id("order"), "offer": offer}
        await f.ask(f.buyers[0], market.PlaceOrder, **order, purpose="research", country="VN")
