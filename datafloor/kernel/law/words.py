"""A rule's check in a few words, in English and Vietnamese, for lists and pages."""

from collections.abc import Callable
from datetime import date
from functools import partial

from datafloor.kernel import money
from datafloor.kernel.law import judged, timed, valued
from datafloor.kernel.law.pack import Pack
from datafloor.kernel.law.values import Check, JudgedCheck, TimedCheck, ValuedCheck

Pair = tuple[str, str]
"""The same words in English and in Vietnamese."""

Names = Callable[[str | tuple[str, ...]], Pair]
"""What words of the pack are called."""


def in_short(pack: Pack, check: Check, language: str) -> str:
    """What a check demands, without its law: `within 72 hours`, `trong 72 giờ`."""
    english, vietnamese = _in_short(pack, check)
    if isinstance(check, judged.Judged):
        english += _conditions(pack, check, "en")
        vietnamese += _conditions(pack, check, "vi")
    return vietnamese if language == "vi" else english


def day_text(day: date, language: str) -> str:
    """A day as people write it: `21 November 2026`, `21/11/2026`."""
    return f"{day:%d/%m/%Y}" if language == "vi" else f"{day.day} {day:%B %Y}"


def _in_short(pack: Pack, check: Check) -> Pair:
    if isinstance(check, judged.Judged):
        return _judged(check, partial(_names, pack))
    if isinstance(check, timed.Timed | timed.WindowWorkingDays | timed.Retention):
        return _timed(check)
    return _valued(check, partial(_names, pack))


def _names(pack: Pack, words: str | tuple[str, ...]) -> Pair:
    kept = (words,) if isinstance(words, str) else words
    english, vietnamese = (
        "; ".join(pack.label(word, language) for word in kept) for language in ("en", "vi")
    )
    return english, vietnamese


def _judged(check: JudgedCheck, names: Names) -> Pair:
    match check:
        case judged.Prohibition():
            return _say("forbidden: {}", "không được phép: {}", names(check.facts_false))
        case judged.MustHold():
            return _say("required: {}", "phải bảo đảm: {}", names(check.facts_true))
        case judged.RequiredField():
            return _say("to be stated: {}", "phải nêu: {}", names(check.fields))
        case judged.RequiredRecord():
            return _say("on file: {}", "phải có hồ sơ: {}", names(check.record))
        case judged.RequiredCertificate():
            alone = len(check.any_of) == 1
            english, vietnamese = ("needed", "phải có") if alone else ("one of", "có một trong")
            return _say(f"{english}: {{}}", f"{vietnamese}: {{}}", names(check.any_of))
        case judged.OneOf():
            values = names(check.values)
            return _say("{}, one of: ", "{}, một trong: ", names(check.fact), after=values)
        case judged.Minimum():
            return _say("{} at least ", "{} ít nhất ", names(check.of), after=_number(check.least))
        case judged.ActingLevel():
            return _say("{} at least ", "{} ít nhất ", names(check.of), after=_number(check.least))
        case judged.Maximum():
            return _say("{} at most ", "{} nhiều nhất ", names(check.of), after=_number(check.most))
        case judged.RequiredAmount():
            amount = money.show(check.minor, check.currency)
            return _say("{} at least ", "{} ít nhất ", names(check.of), after=(amount, amount))
        case judged.RateRange():
            part, whole = names(check.of[0]), names(check.of[1])
            rate = f"{check.least_percent} %–{check.most_percent} %"
            return f"{part[0]}: {rate} of {whole[0]}", f"{part[1]}: {rate} {whole[1]}"
        case judged.PriceFloor():
            return _say(
                "{} not below ", "{} không thấp hơn ", names(check.of[0]), names(check.of[1])
            )
        case judged.SharesWhole():
            whole = _number(check.whole)
            return _say("{} sum to ", "{} cộng lại đúng ", names(check.fact), after=whole)
        case judged.SeparationOfRoles():
            others = names(check.apart_from)
            return _say("{} apart from ", "{} không kiêm ", names(check.role), after=others)
        case judged.Exemption():
            return _say("exempt from: {}", "được miễn: {}", names(check.exempts))


def _timed(check: TimedCheck) -> Pair:
    match check:
        case timed.DeadlineHours():
            urgent = check.urgent_hours
            return (
                f"within {check.hours} hours" + (f", urgent {urgent}" if urgent else ""),
                f"trong {check.hours} giờ" + (f", khẩn cấp {urgent} giờ" if urgent else ""),
            )
        case timed.DeadlineDays(days=0):
            return "on the same day", "trong cùng ngày"
        case timed.DeadlineDays():
            through, more = check.by_others_days, check.extend_days
            return (
                f"within {check.days} days"
                + (f", {through} through others" if through else "")
                + (f", extension {more}" if more else ""),
                f"trong {check.days} ngày"
                + (f", {through} ngày nếu qua bên khác" if through else "")
                + (f", gia hạn {more} ngày" if more else ""),
            )
        case timed.DeadlineWorkingDays():
            unit = "working day" if check.days == 1 else "working days"
            return f"within {check.days} {unit}", f"trong {check.days} ngày làm việc"
        case timed.DeadlineMonths():
            more, month_end = check.extend_months, check.from_month_end
            unit = "month" if check.months == 1 else "months"
            return (
                f"within {check.months} {unit}"
                + (" after the month of the act" if month_end else "")
                + (f", extension {more}" if more else ""),
                f"trong {check.months} tháng"
                + (" kể từ tháng phát sinh" if month_end else "")
                + (f", gia hạn {more} tháng" if more else ""),
            )
        case timed.DeadlineDate():
            return f"by {day_text(check.on, 'en')}", f"chậm nhất ngày {day_text(check.on, 'vi')}"
        case timed.DeadlineYearly():
            day = date(2000, check.before_month, check.before_day)
            return f"yearly before {day.day} {day:%B}", f"hằng năm trước ngày {day:%d/%m}"
        case timed.RepeatMonths():
            return f"every {check.months} months", f"{check.months} tháng một lần"
        case timed.WindowWorkingDays():
            return (
                f"only in the {check.days} working days before",
                f"chỉ trong {check.days} ngày làm việc trước đó",
            )
        case timed.Retention():
            return f"kept at least {check.months} months", f"lưu ít nhất {check.months} tháng"


def _valued(check: ValuedCheck, names: Names) -> Pair:
    match check:
        case valued.ThresholdCount():
            return _say("from {} ", "từ {} ", _number(check.least), after=names(check.unit))
        case valued.Penalty():
            return _penalty(check)
        case valued.Rate():
            return f"{check.percent} %", f"{check.percent} %"
        case valued.Classification():
            return _say("{}: ", "{}: ", names(check.of), after=names(check.kinds))
        case valued.Power():
            return _say("{} may ", "{} được ", names(check.holder), after=names(check.act))
        case valued.Holiday():
            day = date(2000, check.month, check.day)
            return f"every {day.day} {day:%B}", f"ngày {day:%d/%m} hằng năm"


def _say(english: str, vietnamese: str, words: Pair, after: Pair = ("", "")) -> Pair:
    return english.format(words[0]) + after[0], vietnamese.format(words[1]) + after[1]


def _number(number: int) -> Pair:
    english = f"{number:,}"
    return english, english.replace(",", ".")


def _penalty(check: valued.Penalty) -> Pair:
    def span(least: int, most: int) -> str:
        return f"{money.show(least, check.currency)}–{money.show(most, check.currency)}"

    english, vietnamese = [], []
    if check.times:
        english.append(f"{check.times[0]}–{check.times[1]} times the proceeds")
        vietnamese.append(f"{check.times[0]}–{check.times[1]} lần khoản thu")
    if check.percent:
        english.append(f"{check.percent[0]} %–{check.percent[1]} % of revenue")
        vietnamese.append(f"{check.percent[0]} %–{check.percent[1]} % doanh thu")
    if check.organisation:
        english.append(f"organisations {span(*check.organisation)}")
        vietnamese.append(f"tổ chức {span(*check.organisation)}")
    if check.individual:
        english.append(f"individuals {span(*check.individual)}")
        vietnamese.append(f"cá nhân {span(*check.individual)}")
    return "; ".join(english), "; ".join(vietnamese)


def _conditions(pack: Pack, check: judged.Judged, language: str) -> str:
    words = ("khi", "trừ khi") if language == "vi" else ("if", "unless")
    text = ""
    for word, names in zip(words, (check.when, check.unless), strict=True):
        if names:
            joined = ", ".join(pack.label(name, language) for name in names)
            text += f" ({word}: {joined})"
    return text
