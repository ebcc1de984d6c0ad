"""Where money is paid to the exchange."""

import msgspec
import pytest

from datafloor.contexts.settlement import BankAccountSet, BankDetails, SetBankAccount
from datafloor.contexts.settlement.model import BankFacts
from datafloor.contexts.settlement.rules import set_bank_account
from tests.rules.deciding import OPERATOR, may, said
from tests.rules.settlement.facts import DETAILS, OTHER_DETAILS

ASKED = SetBankAccount(currency="VND", details=DETAILS)


@pytest.mark.parametrize("before", [None, OTHER_DETAILS])
def test_set(before: BankDetails | None) -> None:
    assert said(set_bank_account, BankFacts(before), ASKED, OPERATOR) == [
        BankAccountSet(currency="VND", details=DETAILS)
    ]


def test_the_same_again() -> None:
    assert said(set_bank_account, BankFacts(DETAILS), ASKED, OPERATOR) == []


@pytest.mark.parametrize(
    ("bank", "account", "holder"),
    [
        ("97043", "1", "A"),
        ("970436", "1 2", "A"),
        ("970436", "", "A"),
        ("970436", "1", "Công ty"),
        ("970436", "1", ""),
        ("970436", "1", "A\n"),
        ("deutdeff", "1", "A"),
    ],
)
def test_what_is_no_account(bank: str, account: str, holder: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"bank": bank, "account": account, "holder": holder}, BankDetails)


def test_who_may() -> None:
    assert may(SetBankAccount) == {"operator"}
