"""Reading statements: what banks write in every version, and what nobody should send."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datafloor.adapters import camt
from datafloor.adapters.camt import Unreadable
from tests.bank import writing
from tests.bank.writing import ACCOUNT, Told

VERSIONS = [
    *[("camt.053", f"{number:02d}") for number in range(2, 15)],
    *[("camt.054", f"{number:02d}") for number in range(2, 15)],
]
TOLD = (
    Told("FT26327000000001", "150000", "NGUYEN VAN A chuyen tien df01 2345"),
    Told("FT26327000000002", "11000.00", "PHI", incoming=False),
    Told("FT26327000000003", "70", parts=[("30", "first"), ("40", "second")]),
    Told("FT26327000000004", "5", "later", status="PDNG"),
)


@pytest.mark.parametrize(("message", "version"), VERSIONS)
def test_every_version_says_the_same(message: str, version: str) -> None:
    content = writing.camt(*TOLD, message=message, version=version)
    writing.validate(content, message, version)
    (statement,) = camt.statements(content)
    assert (statement.account, statement.currency) == (ACCOUNT, "VND")
    seen = [
        (e.line, e.reference, e.incoming, e.minor, e.booked, e.final) for e in statement.entries
    ]
    day = date(2026, 11, 23)
    assert seen == [
        (1, "FT26327000000001", True, 150_000, day, True),
        (2, "FT26327000000002", False, 11_000, day, True),
        (3, "FT26327000000003", True, 70, day, True),
        (4, "FT26327000000004", True, 5, day, False),
    ]
    first, _, cut, _ = statement.entries
    assert first.parts[0].words == ["NOTPROVIDED", "NGUYEN VAN A chuyen tien df01 2345"]
    assert [(part.minor, part.words[-1]) for part in cut.parts] == [(30, "first"), (40, "second")]


def test_balances() -> None:
    content = writing.camt(*TOLD[:3], opening="-10", closing="139060")
    writing.validate(content, "camt.053", "08")
    (statement,) = camt.statements(content)
    assert (statement.opening, statement.closing) == (-10, 139_060)
    assert statement.closes == date(2026, 11, 23)


def test_parts_that_do_not_sum_are_one() -> None:
    content = writing.camt(Told("A", "70", parts=[("30", "first"), ("41", "second")]))
    (entry,) = camt.statements(content)[0].entries
    assert [part.minor for part in entry.parts] == [70]
    assert {"first", "second"} <= set(entry.parts[0].words)


GOOD = writing.camt(TOLD[0]).decode()
BOMB = """<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
FETCH = """<!DOCTYPE b SYSTEM "file:///etc/passwd">"""


@pytest.mark.parametrize(
    ("content", "problem", "line"),
    [
        ("", "breaks off", None),
        ("no XML", "breaks off", None),
        (GOOD[:-20], "breaks off", None),
        ("<Document/>", "no camt.053", None),
        (GOOD.replace("<Document", BOMB + "<Document", 1), "document type", None),
        (GOOD.replace("<Document", FETCH + "<Document", 1), "document type", None),
        (GOOD.replace("150000", "150000.5"), "no sum", 1),
        (GOOD.replace("150000", "-150000"), "no sum", 1),
        (GOOD.replace("150000", "1e5"), "no sum", 1),
        (GOOD.replace("150000", "9" * 17), "more than", 1),
        (GOOD.replace('Amt Ccy="VND"', 'Amt Ccy="VNX"'), "no currency", None),
        (GOOD.replace("CRDT</CdtDbtInd><Sts", "BOTH</CdtDbtInd><Sts"), "neither", 1),
        (GOOD.replace("<BookgDt><Dt>2026-11-23", "<BookgDt><Dt>2026-11-31"), "no day", 1),
        (GOOD.replace("AcctSvcrRef", "NtryRef"), "counted twice", 1),
        (GOOD.replace("<GrpHdr>", "<a>" * 50 + "</a>" * 50 + "<GrpHdr>"), "too deep", None),
        (GOOD.replace("chuyen tien", "x" * 100_001), "too long", None),
        (writing.camt(TOLD[0], opening="0", closing="150001").decode(), "balances", None),
    ],
)
def test_what_cannot_be_counted(content: str, problem: str, line: int | None) -> None:
    with pytest.raises(Unreadable) as raised:
        camt.statements(content.encode())
    assert problem in raised.value.problem
    assert raised.value.line == line or line is None


@given(st.binary(max_size=300), st.integers(0, len(GOOD)), st.integers(0, 40))
def test_whatever_comes_is_read_or_refused(noise: bytes, at: int, cut: int) -> None:
    """No other error, whatever bytes stand in the place of some."""
    content = GOOD.encode()
    try:
        camt.statements(content[:at] + noise + content[at + cut :])
    except Unreadable as refused:
        assert refused.problem
