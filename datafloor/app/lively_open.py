"""What is under way when the doors of a lively exchange open: so that every page can be seen full.

Auctions that run, one sealed and one ascending, and one that is over; a negotiation, a buy
request and orders that wait to be paid; a contract under notice and a subscription cancelled;
products that wait, were refused, suspended and announced to end; certificates in every state;
money at the bank that somebody has to look at. All invented, and through the door.
"""

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from msgspec import convert, to_builtins

from datafloor.adapters.secrets import HeldKeys
from datafloor.app.lawful import IDENTITY, PAPERS
from datafloor.app.lively_talks import talks
from datafloor.contexts import (
    agreements,
    billing,
    catalogue,
    certificates,
    inventory,
    market,
    participants,
    people,
    settlement,
)
from datafloor.kernel.clock import DAY, HOUR
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE, Actor
from datafloor.kernel.refusal import Refused
from datafloor.web.auctioning import (
    Bid,
    NewAuction,
    announcing,
    bidding,
    ring_bells,
    settle_bidders,
)

if TYPE_CHECKING:
    from datafloor.app.lively import Filling

MILLION = 1_000_000
APPLICANTS = (
    ("Công ty Tư vấn Dữ liệu Mẫu (hư cấu)", "adviser@data.example"),
    ("Công ty Môi giới Dữ liệu Mẫu (hư cấu)", "broker@data.example"),
)
WAITS = ("Công ty Mới Gia nhập Mẫu (hư cấu)", "newcomer@data.example")
ASLEEP = (
    ("quan-trac-khong-khi", "Quan trắc không khí tự động theo giờ", "environment", ("CSV",)),
    ("muc-nuoc-ho", "Mực nước các hồ chứa thủy điện", "environment", ("CSV", "JSON")),
    ("xe-buyt", "Tuyến và điểm dừng xe buýt", "transport", ("GTFS",)),
    ("truong-hoc", "Danh sách trường học và số học sinh", "education", ("XLSX",)),
    ("gia-nong-san", "Giá nông sản tại chợ đầu mối", "agriculture", ("CSV",)),
    ("giay-phep-xay-dung", "Giấy phép xây dựng đã cấp theo tháng", "regions", ("CSV",)),
)
"""What an invented catalogue says that it has: key, title, theme, formats."""


def dong(minor: int) -> dict[str, Any]:
    """A sum as a command says it."""
    return {"minor": minor, "currency": "VND"}


def digest(name: str) -> str:
    """Stands for a paper, or for a bank's entry."""
    return sha256(f"the filled exchange's {name}".encode()).hexdigest()


async def open_ends(f: "Filling", supervisor: Actor) -> None:
    """From five days before the doors open to an hour before."""
    await _auction_over(f)
    await _papers(f, supervisor)
    await _listings(f, supervisor)
    await _sleeping(f)
    await _sharing(f)
    f.pass_until(2 * DAY)
    await _refund(f)
    await _bank(f)
    await _contracts(f)
    f.pass_until(DAY)
    await _auctions(f)
    f.pass_until(HOUR)
    await talks(f)
    await _refused(f)


# auctions


async def _announce(f: "Filling", number: int, **said: Any) -> str:
    """An auction of one of the flights, from ten millions."""
    product, seller, terms = f.sold[number]
    auction = new_id("auction")
    asked = {
        "auction": auction,
        "product": product,
        "terms": terms,
        "start": dong(10 * MILLION),
        "deposit": dong(MILLION),
        "opens_at": f.now,
    } | said
    command = announcing(f.exchange, convert(asked, NewAuction, strict=True))
    await f.ask(seller, type(command), **to_builtins(command))
    return auction


async def _bid(f: "Filling", bidder: Actor, auction: str, millions: int) -> None:
    asked = {
        "bid": new_id("bid"),
        "auction": auction,
        "amount": dong(millions * MILLION),
        "purpose": "internal_analysis",
        "country": "VN",
    }
    command = await bidding(f.exchange, convert(asked, Bid, strict=True))
    await f.ask(bidder, type(command), **to_builtins(command))


async def _auction_over(f: "Filling") -> None:
    """One that two bid in; the winner has its order to pay."""
    for buyer in f.buyers:
        await f.pay(3 * MILLION, organisation=buyer.organisation)
    ends = {"ends_at": f.now + 2 * DAY, "increment_minor": MILLION}
    auction = await _announce(f, 0, mechanism="ascending", **ends)
    for hours, who, millions in ((3, 0, 10), (9, 1, 12), (20, 0, 13)):
        f.pass_time(hours=hours)
        await _bid(f, f.buyers[who], auction, millions)
    f.pass_time(hours=20)
    await ring_bells(f.exchange, f.now)
    await settle_bidders(f.exchange)
    for each in f.exchange.question_now(settlement.awaited, f.buyers[0].organisation):
        await f.pay(each.amount.minor, reference=each.reference)


async def _auctions(f: "Filling") -> None:
    """One where all see every bid, one where none is seen before the bell."""
    steps = {"increment_minor": MILLION // 2, "extension_seconds": 600}
    ascending = await _announce(f, 1, mechanism="ascending", ends_at=f.end + 6 * HOUR, **steps)
    sealed = await _announce(f, 2, mechanism="second_price", ends_at=f.end + 30 * HOUR)
    for hours, who, millions in ((2, 1, 10), (3, 2, 11), (4, 3, 12), (5, 1, 14)):
        f.pass_time(hours=hours)
        await _bid(f, f.buyers[who], ascending, millions)
    for who, millions in ((2, 16), (3, 13)):
        await _bid(f, f.buyers[who], sealed, millions)


# offices


async def _papers(f: "Filling", supervisor: Actor) -> None:
    """A newcomer whose papers wait, and certificates of every state."""
    newcomer = await f.join(*WAITS, "seller")
    await f.ask(newcomer, participants.PresentPapers, papers=PAPERS)
    level = {"person": newcomer.person, "level_number": 2, "evidence": IDENTITY}
    await f.ask(f.operator, participants.RecordAssurance, **level)
    adviser, broker = [await f.join(name, mail, "buyer") for name, mail in APPLICANTS]
    year = {"expires_at": f.end + 200 * DAY, "reason": "The conditions were looked at one by one."}
    granted = await _apply(f, adviser, "intermediary_certificate")
    await f.ask(supervisor, certificates.GrantCertificate, certificate=granted, **year)
    renewed = await _apply(f, broker, "intermediary_certificate")
    soon = year | {"expires_at": f.end + 40 * DAY}
    await f.ask(supervisor, certificates.GrantCertificate, certificate=renewed, **soon)
    papers = {"certificate": renewed, "documents": [digest("renewal")]}
    await f.ask(broker, certificates.ApplyForRenewal, **papers)
    for who, kind, command in (
        (adviser, "analysis_certificate", certificates.SuspendCertificate),
        (broker, "analysis_certificate", certificates.RevokeCertificate),
    ):
        name = await _apply(f, who, kind)
        await f.ask(supervisor, certificates.GrantCertificate, certificate=name, **year)
        f.pass_time(hours=2)
        reason = "A report was filed about data of the appraiser's own group."
        await f.ask(supervisor, command, certificate=name, reason=reason)
    refused = await _apply(f, broker, "analysis_supply_certificate")
    why = {"certificate": refused, "reason": "No procedure for errors was presented."}
    await f.ask(supervisor, certificates.RefuseCertificate, **why)
    grounds = "The procedure was in the annex of the application."
    await f.ask(broker, certificates.AppealDecision, certificate=refused, grounds=grounds)
    await _apply(f, adviser, "analysis_supply_certificate")
    interest = {"interest": new_id("interest"), "subject": f.sold[0][1].organisation}
    await f.ask(adviser, certificates.DeclareInterest, nature="contract", **interest)


async def _apply(f: "Filling", who: Actor, kind: str) -> str:
    certificate = new_id("certificate")
    await f.ask(
        who,
        certificates.ApplyForCertificate,
        certificate=certificate,
        certificate_kind=kind,
        documents=[digest(f"application for {kind}")],
        conditions={
            "service_scope": "Thẩm định dữ liệu giao thông và môi trường",
            "service_method": "Đối chiếu với nguồn thứ hai, theo mẫu",
            "service_price": "10.000.000 ₫ một bảng dữ liệu",
            "conflict_declaration": digest("conflicts"),
        },
    )
    return certificate


async def _listings(f: "Filling", supervisor: Actor) -> None:
    """One waits, one was refused, one was stopped by each office, one is going to end."""
    await f.submit(f.held[0])
    await f.submit(f.held[1])
    _, refused = f.held[1]
    reason = "The file of origin does not name these columns. Add it and submit again."
    await f.ask(f.operator, catalogue.RefuseListing, product=refused, reason=reason)
    (first, _), (second, _), (third, seller) = f.free[:3]
    reason = "A boundary is disputed; nobody orders it until that is settled."
    await f.ask(supervisor, catalogue.SuspendProduct, product=first, reason=reason)
    reason = "Two wards seem to be missing."
    await f.ask(f.operator, catalogue.SuspendProduct, product=second, reason=reason)
    f.pass_time(hours=5)
    reason = "Counted again with the seller: all are there."
    await f.ask(f.operator, catalogue.LiftSuspension, product=second, reason=reason)
    ending = {"notice_days": 60, "reason": "A table of the whole country takes its place."}
    await f.ask(seller, catalogue.DeprecateProduct, product=third, **ending)


async def _sleeping(f: "Filling") -> None:
    """A catalogue of others, read once and not again within a year."""
    feed = new_id("feed")
    title = "Danh mục dữ liệu mở mẫu (hư cấu)"
    address = "https://catalogue.example"
    said = {"feed": feed, "title": title, "speaks": "ckan", "url": address, "every_hours": 8_760}
    await f.ask(f.operator, inventory.AddFeed, **said)
    items = [
        {
            "key": key,
            "title": title,
            "publisher": "Cơ quan Mẫu (hư cấu)",
            "formats": list(formats),
            "coverage": {"theme": theme, "provinces": ["01"], "frequency": "monthly"},
        }
        for key, title, theme, formats in ASLEEP
    ]
    await f.ask(EXCHANGE, inventory.RecordItems, feed=feed, items=items)
    ended = {"feed": feed, "outcome": "whole", "item_count": len(items)}
    await f.ask(EXCHANGE, inventory.EndRound, **ended)
    found = f.exchange.question_now(inventory.sleeping, "gia nong san").items
    for buyer in f.buyers[:3]:
        await f.ask(buyer, inventory.WantItem, item=found[0].item)


async def _sharing(f: "Filling") -> None:
    """Two sellers propose how the sales of a product are shared; one of it is agreed."""
    other = f.sold[-1][1]
    own = [each for each in f.sold if each[1].organisation != other.organisation]
    for number, (product, seller, _) in enumerate(own[:2]):
        terms = {
            "providers": sorted([seller.organisation, other.organisation]),
            "coverage_points": 10_000,
            "people_points": 0,
            "key": ["carrier"],
        }
        said: dict[str, Any] = {"sharing": new_id("sharing"), "product": product, "terms": terms}
        await f.ask(seller, people.ProposeSharing, **said)
        if number == 0:
            await f.ask(other, people.AgreeSharing, sharing=said["sharing"])


# money and contracts


async def _bank(f: "Filling") -> None:
    """Money that nobody can place, money that left without a reason, payouts on their way."""
    for name, minor in (("transfer without words", 4_200_000), ("another", 350_000)):
        await _entry(f, name, minor)
    await _entry(f, "a charge of the bank", -55_000)
    waiting = []
    sellers = {seller.organisation: seller for _, seller, _ in f.sold}
    rich = [each for each in sellers.values() if f.wallet(each) > 7 * MILLION]
    for number, seller in enumerate(rich[:2]):
        account = {"bank": "970415", "account": f"10101010{number:04}", "holder": "CONG TY MAU"}
        await f.ask(seller, settlement.SetPayoutAccount, details=account)
        for millions in (5, 2):
            payout = new_id("payout")
            said = {"payout": payout, "amount": dong(millions * MILLION)}
            await f.ask(seller, settlement.RequestPayout, **said)
            waiting.append(payout)
    await f.ask(f.operator, settlement.BatchPayouts, batch=new_id("batch"), payouts=waiting[:2])
    await _entry(f, "the first payout", -5 * MILLION, payouts=waiting[:1])


async def _refund(f: "Filling") -> None:
    """An order whose money is still held is given back."""
    offer, seller, _, _ = next(each for each in f.offers if each[2].minor and each[3] == "one_off")
    order = new_id("order")
    said = {"order": order, "offer": offer, "purpose": "research", "country": "VN"}
    await f.ask(f.buyers[3], market.PlaceOrder, **said)
    for each in f.exchange.question_now(settlement.awaited, f.buyers[3].organisation):
        await f.pay(each.amount.minor, reference=each.reference)
    reason = "The buyer fetched an older month by mistake."
    await f.ask(seller, settlement.RefundOrder, order=order, reason=reason)


async def _entry(f: "Filling", name: str, minor: int, **named: Any) -> None:
    await f.ask(
        f.operator,
        settlement.CountEntry,
        entry=digest(name),
        whole=digest(name),
        parts_count=1,
        incoming=minor > 0,
        amount=dong(abs(minor)),
        booked_at=f.now,
        **named,
    )


async def _contracts(f: "Filling") -> None:
    """All are signed; one is under notice, a subscription is cancelled, a change is proposed."""
    exchange = f.exchange

    def signed(command: Any) -> object:
        return exchange.door.execute(command, EXCHANGE, new_id("request"))

    agreements.sign_waiting(exchange.database, HeldKeys(exchange.key), signed)
    notice, monthly, changed = (
        f.running("one_off"),
        f.running("subscription"),
        f.running("one_off", after=1),
    )
    contract, buyer = notice
    ends = {"ends_at": f.end + 60 * DAY, "reason": "The project ends with the year."}
    await f.ask(buyer, agreements.GiveNotice, contract=contract, **ends)
    contract, buyer = monthly
    await f.ask(buyer, billing.CancelSubscription, contract=contract)
    contract, buyer = changed
    view = exchange.question_now(market.contract_facts, contract)
    assert view is not None
    proposed = {"terms": view.terms, "purpose": "research", "country": "VN", "notice_days": 30}
    change = {"change": new_id("change"), "contract": contract}
    await f.ask(buyer, agreements.ProposeAmendment, **change, **proposed)


async def _refused(f: "Filling") -> None:
    """What was tried and refused: the supervisor sees attempts, the journal does not."""
    product, _, terms = f.sold[0]
    offer = {"offer": new_id("offer"), "product": product, "terms": terms, "price": dong(1)}
    order = {"order": new_id("order"), "offer": f.offers[0][0]}
    for who, command, said in (
        (f.sold[-1][1], market.MakeOffer, offer),
        (f.buyers[0], market.PlaceOrder, order | {"purpose": "credit_scoring", "country": "VN"}),
        (f.buyers[1], market.PlaceOrder, order | {"purpose": "research", "country": "US"}),
        (f.buyers[2], settlement.SetFee, {"basis_points": 0}),
    ):
        try:
            await f.ask(who, command, **said)
        except Refused:
            continue
        raise AssertionError(f"{command.kind} was to be refused")
