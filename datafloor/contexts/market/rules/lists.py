"""Price lists of offers that can be outwitted. Sellers are warned and not refused: they set their
own prices (Decree 314/2026, article 6.2), and the loss is theirs alone."""

from datafloor.analysis.pricing.arbitrage import Arbitrage, Offered
from datafloor.analysis.pricing.arbitrage import variants as outwitted_variants
from datafloor.contexts.market.model.prices import PriceForm, Usage, Variants, usage_bill

FAR = 1_000
"""So many times the last bound stands for use without end, where the last tier alone decides."""


def outwitted(form: PriceForm) -> list[Arbitrage]:
    """What of a form costs more than parts of it that together give as much."""
    match form:
        case Variants():
            return outwitted_variants(
                [
                    Offered(
                        each.variant,
                        each.price_minor,
                        frozenset(each.cut.columns),
                        each.cut.delay_days or 0,
                        each.cut.sample_percent or 100,
                    )
                    for each in form.variants
                ]
            )
        case Usage():
            return _tiers(form)
        case _:
            return []


def _tiers(form: Usage) -> list[Arbitrage]:
    """Where two contracts cost less than one. What one costs more is linear between the bends of
    the price, so it is most where two of the two parts and their sum lie on a bend."""
    bends = _bends(form)
    if not bends:
        return []
    far = bends[-1] * FAR
    pairs = {(a, b) for a in bends for b in [*bends, far]}
    pairs |= {(a, b - a) for a in bends for b in bends if b > a}
    worst: Arbitrage | None = None
    for a, b in sorted(pairs):
        whole, parts = _cost(form, a + b), _cost(form, a) + _cost(form, b)
        if whole - parts > (worst.saved if worst else 0):
            worst = Arbitrage(f"{a + b}", whole, (f"{a}", f"{b}"), whole - parts)
    return [] if worst is None else [worst]


def _bends(form: Usage) -> list[int]:
    """Where the price bends: at the tiers' bounds, and where it leaves the minimum and reaches
    the cap."""
    bounds = [tier.up_to_count for tier in form.tiers if tier.up_to_count is not None]
    if not bounds:
        return []
    most = max(form.minimum_minor, form.cap_minor or 0)
    end = bounds[-1] + most * form.lot_count
    for sum_ in {form.minimum_minor, form.cap_minor or 0}:
        at = _reached(form, sum_, end)
        bounds += [at - 1, at]
    return sorted({each for each in bounds if each > 0})


def _reached(form: Usage, sum_: int, end: int) -> int:
    """From how many units on, up to `end`, use costs more than a sum. By halves; `bisect` counts
    no further than a machine's word."""
    least, most = 0, end + 1
    while least < most:
        middle = (least + most) // 2
        if _cost(form, middle) > sum_:
            most = middle
        else:
            least = middle + 1
    return least


def _cost(form: Usage, units: int) -> int:
    return sum(line.minor for line in usage_bill(form, units))
