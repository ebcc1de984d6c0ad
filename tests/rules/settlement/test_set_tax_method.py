"""How a seller pays value added tax: said once, until said otherwise."""

from datafloor.contexts.settlement import SetTaxMethod, TaxMethod, TaxMethodSet
from datafloor.contexts.settlement.model.tax import TaxFacts
from datafloor.contexts.settlement.rules import set_tax_method
from tests.rules.deciding import SELLER, may, said

DIRECT = TaxFacts(TaxMethod.direct)


def test_it_changes() -> None:
    asked = SetTaxMethod(method=TaxMethod.deduction)
    assert said(set_tax_method, DIRECT, asked, SELLER) == [
        TaxMethodSet(organisation=SELLER.organisation, method=TaxMethod.deduction)
    ]


def test_it_stays() -> None:
    assert said(set_tax_method, DIRECT, SetTaxMethod(method=TaxMethod.direct), SELLER) == []


def test_who_may() -> None:
    assert may(SetTaxMethod) == {"seller"}
