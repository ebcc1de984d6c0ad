"""The protocol's own OpenAPI document against our server, by schemathesis.

The document knows less than the protocol's text: it does not say what a name or a time may be,
nor that numbers are not negative. So one check is left out, "every request that fits the document
is accepted"; all the others hold: status, headers, content types, bodies, no server error, and no
request accepted that does not fit.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.sharing.exchange import TOKEN, Exchange

DOCUMENT = Path(__file__).parents[3] / "shared/reference/delta-sharing/openapi.yml"
HOOKS = '''
import schemathesis

@schemathesis.deserializer("application/x-ndjson")
def lines(context, response):
    """The document calls these bodies a string."""
    return response.text
'''


@pytest.mark.skipif(not DOCUMENT.is_file(), reason=f"{DOCUMENT} is not there")
@pytest.mark.parametrize("named", [True, False], ids=["names-that-exist", "any-names"])
def test_the_protocols_document_finds_no_failure(
    exchange: Exchange, tmp_path: Path, named: bool
) -> None:
    document = yaml.safe_load(DOCUMENT.read_text())
    names = {"share": "contract_1", "schema": "data", "table": "numbers"}
    if named:
        for path in document["paths"].values():
            for operation in path.values():
                for parameter in operation["parameters"]:
                    if parameter["in"] == "path":
                        parameter["schema"]["enum"] = [names[parameter["name"]]]
    (tmp_path / "openapi.json").write_text(json.dumps(document, default=str))
    (tmp_path / "hooks.py").write_text(HOOKS)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run", str(tmp_path / "openapi.json")),
            *("--url", f"{exchange.address}/delta-sharing"),
            *("-H", f"Authorization: Bearer {TOKEN}"),
            *("--max-examples", "12", "--generation-deterministic"),
            *("--exclude-checks", "positive_data_acceptance"),
        ],
        cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": str(tmp_path / "hooks.py")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "9 selected / 9 total" in done.stdout
