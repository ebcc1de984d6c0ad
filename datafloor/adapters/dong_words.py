"""Sums of đồng in Vietnamese words, as invoices and contracts write them."""

_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_GROUPS = ("", "nghìn", "triệu")


def in_words(minor: int) -> str:
    """`Một triệu không trăm linh năm nghìn đồng`. Raises `ValueError` below nothing."""
    if minor < 0:
        raise ValueError("a sum is never negative")
    text = f"{_said(minor)} đồng" if minor else "không đồng"
    return text[0].upper() + text[1:]


def _said(number: int) -> str:
    """Groups of nine digits are parted by `tỷ`, as one says them."""
    billions, rest = divmod(number, 10**9)
    if not billions:
        return _below(rest, whole=True)
    parts = [f"{_said(billions)} tỷ"]
    if rest:
        parts.append(_below(rest, whole=False))
    return " ".join(parts)


def _below(number: int, *, whole: bool) -> str:
    """Up to nine digits. Within a longer number, a group that begins with nothing says so."""
    parts: list[str] = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            begun = bool(parts) or not whole
            parts.append(f"{_three(group, full=begun)} {_GROUPS[power]}".strip())
    return " ".join(parts)


def _three(group: int, *, full: bool) -> str:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    parts = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens > 1:
        parts.append(f"{_DIGITS[tens]} mươi")
    elif tens == 1:
        parts.append("mười")
    elif ones and parts:
        parts.append("linh")
    if ones == 1 and tens > 1:
        parts.append("mốt")
    elif ones == 5 and tens:
        parts.append("lăm")
    elif ones:
        parts.append(_DIGITS[ones])
    return " ".join(parts)
