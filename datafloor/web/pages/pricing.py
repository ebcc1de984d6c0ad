"""Forms of price as sentences that anybody can read, and as they are typed into a form."""

from collections.abc import Callable
from typing import Any

from datafloor.contexts.billing import BillView
from datafloor.contexts.market import (
    Cut,
    Free,
    Meter,
    Negotiated,
    OneOff,
    PriceForm,
    StateSet,
    Subscription,
    Usage,
    Variants,
)
from datafloor.kernel.money import show
from datafloor.web.pages.forms import Form, whole
from datafloor.web.pages.language import Language, marked

UNITS: dict[Meter, Callable[[Language, int], str]] = {
    Meter.row: lambda said, n: said.count("%(n)s row", "%(n)s rows", n),
    Meter.byte: lambda said, n: said.count("%(n)s byte", "%(n)s bytes", n),
    Meter.query: lambda said, n: said.count("%(n)s query", "%(n)s queries", n),
    Meter.call: lambda said, n: said.count("%(n)s call", "%(n)s calls", n),
}
KINDS = {
    "one_off": marked("Paid once, or free"),
    "subscription": marked("A subscription, paid by period"),
    "usage": marked("By use, billed by month"),
    "variants": marked("In variants: the whole, and less for less"),
    "negotiated": marked("By quotation: a buyer asks, you quote"),
    "state_set": marked("Set by the State"),
}
"""What a seller can choose, in the order in which it is asked."""

MODES = {
    "specific_price": marked("A specific price"),
    "maximum_price": marked("A maximum price"),
    "price_frame": marked("A frame, from a least to a most"),
}


def price_sentences(said: Language, form: PriceForm, currency: str) -> list[str]:
    """How a price is paid, one sentence each."""
    match form:
        case Free():
            return [said.say(marked("Nothing is paid."))]
        case OneOff():
            return [said.say(marked("Paid once, with the order."))]
        case Negotiated():
            return [said.say(marked("There is no price yet: ask the seller for a quotation."))]
        case StateSet():
            return _state(said, form, currency)
        case Subscription():
            return _subscription(said, form)
        case Usage():
            return _usage(said, form, currency)
        case Variants():
            return [
                f"{each.variant}: {show(each.price_minor, currency)} – "
                + ", ".join(cut_sentences(said, each.cut))
                for each in form.variants
            ]


def _state(said: Language, form: StateSet, currency: str) -> list[str]:
    by = said.say(marked("The State sets this price: decision %(number)s of %(day)s, %(body)s."))
    limits = said.say(marked("It allows from %(least)s to %(most)s."))
    return [
        by % {"number": form.decision_number, "day": form.decided_on, "body": form.issued_by},
        limits
        % {"least": show(form.least_minor, currency), "most": show(form.most_minor, currency)},
    ]


def _subscription(said: Language, form: Subscription) -> list[str]:
    months, days = form.period_months or 0, form.period_days or 0
    if months:
        every = said.count(
            "Paid for periods of %(n)s month.", "Paid for periods of %(n)s months.", months
        )
    else:
        every = said.count(
            "Paid for periods of %(n)s day.", "Paid for periods of %(n)s days.", days
        )
    if not form.renews:
        return [
            every % {"n": said.number(months or days)},
            said.say(marked("It ends with the period unless you renew it before.")),
        ]
    return [
        every % {"n": said.number(months or days)},
        said.say(marked("It renews by itself until you cancel; then the period runs to its end.")),
        *(
            [
                said.count(
                    "Cancel at least %(n)s day before the period ends.",
                    "Cancel at least %(n)s days before the period ends.",
                    form.notice_days,
                )
                % {"n": said.number(form.notice_days)}
            ]
            if form.notice_days
            else []
        ),
    ]


def units(said: Language, meter: Meter, count: int) -> str:
    """So many of what is counted."""
    return UNITS[meter](said, count) % {"n": said.number(count)}


def _usage(said: Language, form: Usage, currency: str) -> list[str]:
    lines = [said.say(marked("Use is counted and billed at the end of each month."))]
    lot = units(said, form.meter, form.lot_count)
    for tier in form.tiers:
        price = show(tier.price_minor, currency)
        if tier.up_to_count is None:
            rest = marked("All beyond") if len(form.tiers) > 1 else marked("All use")
            upper = said.say(rest)
        else:
            upper = said.say(marked("Up to %(units)s")) % {
                "units": units(said, form.meter, tier.up_to_count)
            }
        lines.append(said.say(marked("%(which)s: %(price)s for %(lot)s.")) % {
            "which": upper, "price": price, "lot": lot,
        })  # fmt: skip
    if form.minimum_minor:
        least = said.say(marked("At least %(sum)s a month."))
        lines.append(least % {"sum": show(form.minimum_minor, currency)})
    if form.cap_minor is not None:
        most = said.say(marked("At most %(sum)s a month."))
        lines.append(most % {"sum": show(form.cap_minor, currency)})
    return lines


def cut_sentences(said: Language, cut: Cut) -> list[str]:
    """What a variant gives."""
    if cut.whole:
        return [said.say(marked("the whole table"))]
    lines = []
    if cut.columns:
        text = said.say(marked("the columns %(columns)s"))
        lines.append(text % {"columns": ", ".join(cut.columns)})
    if cut.delay_days is not None:
        text = said.count(
            "as it was %(n)s day before", "as it was %(n)s days before", cut.delay_days
        )
        lines.append(text % {"n": said.number(cut.delay_days)})
    if cut.sample_percent is not None:
        text = said.say(marked("a sample of %(share)s of the rows"))
        lines.append(text % {"share": f"{cut.sample_percent} %"})
    return lines


def bill_lines(said: Language, form: PriceForm, bill: BillView) -> list[str]:
    """A bill line by line."""
    currency = bill.amount.currency
    if not isinstance(form, Usage):
        return [said.say(marked("The period"))]
    return [
        _bill_line(said, form, each.tier_number, each.units_count, show(each.minor, currency))
        for each in bill.lines
    ]


def _bill_line(said: Language, form: Usage, tier: int, count: int, amount: str) -> str:
    if tier:
        return f"{units(said, form.meter, count)}: {amount}"
    if amount.startswith("-"):
        return said.say(marked("Above the most of a month: %(sum)s")) % {"sum": amount}
    return said.say(marked("Up to the least of a month: %(sum)s")) % {"sum": amount}


def _typed_usage(form: Form) -> dict[str, Any]:
    """Tiers are typed one a line, `10.000 50`: up to so many units, at so much for a lot; the last
    line is a price alone."""
    tiers = []
    for line in filter(str.strip, form["tiers"].splitlines()):
        *upper, price = line.split()
        tier: dict[str, Any] = {"price_minor": whole(price)}
        tiers.append(tier | ({"up_to_count": whole(" ".join(upper))} if upper else {}))
    cap = {"cap_minor": whole(form["cap"])} if form["cap"] else {}
    return {
        "form": "usage",
        "meter": form["meter"],
        "lot_count": whole(form["lot_count"] or "1"),
        "tiers": tiers,
        "minimum_minor": whole(form["minimum"] or "0"),
        **cap,
    }


def _typed_variants(form: Form) -> dict[str, Any]:
    """The whole at the offer's price, and one or two lesser variants as they are filled in."""
    found: list[dict[str, Any]] = [{"variant": "full", "price_minor": whole(form["price"])}]
    for number in ("2", "3"):
        if not form[f"variant_{number}"]:
            continue
        cut: dict[str, Any] = {"columns": form[f"columns_{number}"].replace(",", " ").split()}
        for name, typed_in in (("delay_days", "delay"), ("sample_percent", "sample")):
            if form[f"{typed_in}_{number}"]:
                cut[name] = whole(form[f"{typed_in}_{number}"])
        name, price = form[f"variant_{number}"], whole(form[f"price_{number}"])
        found.append({"variant": name, "price_minor": price, "cut": cut})
    return {"form": "variants", "variants": found}


def typed(form: Form) -> dict[str, Any] | None:
    """The form of price that a seller chose and filled in, as a request would say it; `None` for
    a price that is simply paid once."""
    match form["kind"]:
        case "subscription":
            unit = "period_days" if form["period_unit"] == "day" else "period_months"
            return {
                "form": "subscription",
                unit: whole(form["period_count"]),
                "renews": form["renews"] != "no",
                "notice_days": whole(form["notice_days"] or "0"),
            }
        case "usage":
            return _typed_usage(form)
        case "variants":
            return _typed_variants(form)
        case "negotiated":
            return {"form": "negotiated"}
        case "state_set":
            least = {"least_minor": whole(form["least_price"])} if form["least_price"] else {}
            return {
                "form": "state_set",
                "mode": form["mode_of_price"],
                "most_minor": whole(form["most_price"]),
                "decision_number": form["decision_number"],
                "decided_on": form["decided_on"],
                "issued_by": form["issued_by"],
                **least,
            }
        case _:
            return None
