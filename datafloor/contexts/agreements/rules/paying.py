"""How a contract says what is paid, and what of the product is left out: Vietnamese and English.

Part of form 1, so it never changes; see `form`.
"""

from datafloor.contexts.agreements.model import Content
from datafloor.contexts.market import (
    Free,
    Meter,
    Negotiated,
    OneOff,
    StateSet,
    Subscription,
    Usage,
    Variants,
)
from datafloor.kernel.money import Money

Said = tuple[str, str]

METERS = {
    Meter.row: ("dòng dữ liệu", "rows"),
    Meter.byte: ("byte", "bytes"),
    Meter.query: ("truy vấn được trả lời", "answered queries"),
    Meter.call: ("yêu cầu dữ liệu được trả lời", "answered requests for data"),
}


def prices(c: Content) -> list[Said]:
    """What is paid, and when."""
    match c.paid:
        case Subscription() as form:
            return _subscription(c, form)
        case Usage() as form:
            return _usage(c, form)
        case StateSet() as form:
            by = f"{form.decision_number} ({form.issued_by}, {form.decided_on})"
            return [
                (f"Giá: {c.price}, theo quyết định {by}.", f"Price: {c.price}, by decision {by}.")
            ]
        case Free() | OneOff() | Variants() | Negotiated():
            if c.price.minor == 0:
                return [("Miễn phí.", "Free of charge.")]
            return [(f"Giá: {c.price}, trả một lần.", f"Price: {c.price}, paid once.")]


def _subscription(c: Content, form: Subscription) -> list[Said]:
    months, days = form.period_months, form.period_days
    period = (f"{months} tháng", f"{months} months") if months else (f"{days} ngày", f"{days} days")
    said = [
        (
            f"Giá: {c.price} cho mỗi kỳ {period[0]}; kỳ đầu trả cùng đơn.",
            f"Price: {c.price} for each period of {period[1]}, the first paid with the order.",
        )
    ]
    if form.renews:
        said.append(
            (
                "Kỳ tiếp theo tự động bắt đầu trừ khi bên mua hủy, báo trước"
                f" {form.notice_days} ngày trước khi kỳ đã trả kết thúc.",
                "The next period begins by itself unless the buyer cancels,"
                f" {form.notice_days} days before the end of the period that is paid.",
            )
        )
    return said


def _usage(c: Content, form: Usage) -> list[Said]:
    what = METERS[form.meter]
    said = [
        (
            f"Trả theo mức dùng, tính cuối mỗi tháng theo {what[0]}, cho mỗi {form.lot_count}.",
            f"Use is counted in {what[1]} and billed at the end of each month, for each"
            f" {form.lot_count}.",
        )
    ]
    for number, tier in enumerate(form.tiers, 1):
        price = Money(tier.price_minor, c.price.currency)
        upto = tier.up_to_count
        said.append(
            (
                f"Bậc {number}: {price}" + (f", đến {upto} {what[0]}." if upto else "."),
                f"Tier {number}: {price}" + (f", up to {upto} {what[1]}." if upto else "."),
            )
        )
    if form.minimum_minor:
        least = Money(form.minimum_minor, c.price.currency)
        said.append((f"Tối thiểu mỗi tháng: {least}.", f"At least {least} a month."))
    if form.cap_minor is not None:
        most = Money(form.cap_minor, c.price.currency)
        said.append((f"Tối đa mỗi tháng: {most}.", f"At most {most} a month."))
    if c.price.minor:
        said.append((f"Trả cùng đơn: {c.price}.", f"Paid with the order: {c.price}."))
    return said


def left_out(c: Content) -> list[Said]:
    """What of the product is not supplied."""
    cut = c.cut
    if cut is None or cut.whole:
        return []
    said: list[Said] = []
    if cut.columns:
        columns = ", ".join(cut.columns)
        said.append((f"Chỉ gồm các cột: {columns}.", f"Only these columns: {columns}."))
    if cut.delay_days:
        said.append(
            (
                f"Không gồm dữ liệu của {cut.delay_days} ngày gần nhất.",
                f"Without the data of the last {cut.delay_days} days.",
            )
        )
    if cut.sample_percent:
        said.append(
            (
                f"Chỉ gồm mẫu {cut.sample_percent} phần trăm số dòng.",
                f"A sample of {cut.sample_percent} percent of the rows only.",
            )
        )
    return said
