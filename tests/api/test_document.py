"""The API does what its own document says: schemathesis asks whatever the document allows, and
whatever it does not, in the name of somebody who may do everything."""

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from tests.api.served import Served

LEFT_OUT: list[Any] = [
    positive_data_acceptance,  # no document can say which check digit a tax code has
    ignored_auth,  # it takes our header for none; test_every_route asks without
]

SEED = int(os.environ.get("DATAFLOOR_SEED", "20261121"))
EXAMPLES = int(os.environ.get("DATAFLOOR_EXAMPLES", "15"))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_api_does_what_its_document_says(exchange: Served, mode: GenerationMode) -> None:
    name = f"fuzz{mode.value}"
    anna = exchange.join(name, "seller", "buyer", "operator")
    schema = schemathesis.openapi.from_url(f"{exchange.url}/api/openapi.json")
    failures = []
    asked = 0
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]

        def ask(case: Case[Any]) -> None:
            nonlocal asked
            asked += 1
            about = case.meta.components.get(ParameterLocation.HEADER) if case.meta else None
            spoiled = about is not None and about.mode is GenerationMode.NEGATIVE
            headers = {} if spoiled else {"authorization": f"Bearer {anna.secret}"}
            case.call_and_validate(headers=headers, excluded_checks=LEFT_OUT)

        strategy: st.SearchStrategy[Case[Any]] = operation.as_strategy(generation_mode=mode)
        run = settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )(seed(SEED)(given(case=strategy)(ask)))
        try:
            run()
        except Unsatisfiable:
            continue  # there is nothing wrong to ask of it
        except (Exception, BaseExceptionGroup) as failure:
            failures.append(f"{operation.label}: {failure!r}\n{failure}")
    assert not failures, f"DATAFLOOR_SEED={SEED} DATAFLOOR_EXAMPLES={EXAMPLES}\n" + "\n\n".join(
        failures
    )
    assert asked > 100
