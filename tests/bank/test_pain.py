"""Files of payouts, judged by the published schemas."""

import xml.etree.ElementTree as ET
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datafloor.adapters.pain import Account, Payment, initiation
from datafloor.contexts.settlement import payment_name
from datafloor.kernel.clock import instant
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import DECIMALS, MAX_MINOR, read
from tests.bank.writing import schema

AT = instant("2026-11-23T18:30:00Z")
VND = Account("970436", "19036543210011", "SAN DU LIEU")
EUR = Account("DEUTDEFF", "DE89370400440532013000", "DATA EXCHANGE GMBH")
LETTERS = st.from_regex(r"[0-9A-Z][0-9A-Z .,()/'+-]{0,68}[0-9A-Z]", fullmatch=True)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["03", "09"]),
    st.sampled_from(sorted(DECIMALS)),
    st.lists(
        st.tuples(st.integers(1, MAX_MINOR), LETTERS, st.sampled_from([VND, EUR])),
        min_size=1,
        max_size=5,
    ),
)
def test_every_file_is_what_its_schema_says(
    version: Literal["03", "09"], currency: str, asked: list[tuple[int, str, Account]]
) -> None:
    payments = [
        Payment(
            payment_name(new_id("payout")),
            Account(to.bank, to.account, holder),
            minor,
            "x",
        )
        for minor, holder, to in asked
    ]
    name = payment_name(new_id("batch"))
    file = initiation(name, AT, currency, VND, payments, version)
    message = f"pain.001.001.{version}"
    schema("pain001", f"templates/{message}", message).validate(file.decode())
    space = f"{{urn:iso:std:iso:20022:tech:xsd:{message}}}"
    root = ET.fromstring(file)
    sums = [read(each.text or "", currency) for each in root.iter(f"{space}InstdAmt")]
    assert sums == [minor for minor, _, _ in asked]
    assert [read(e.text or "", currency) for e in root.iter(f"{space}CtrlSum")] == [sum(sums)] * 2
    assert file == initiation(name, AT, currency, VND, payments, version)


def test_a_file_of_nothing() -> None:
    with pytest.raises(ValueError, match="no payments"):
        initiation("BA1", AT, "VND", VND, [])


def test_the_day_is_that_of_vietnam() -> None:
    file = initiation("BA1", AT, "VND", VND, [Payment("PO1", VND, 1, "x")], "03")
    assert b"<ReqdExctnDt>2026-11-24</ReqdExctnDt>" in file
