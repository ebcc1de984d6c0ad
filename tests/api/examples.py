"""An example of a request body, made from what the API document says about it."""

import re
from typing import Any

from datafloor.kernel.ids import BODY
from datafloor.kernel.money import DECIMALS

KNOWN = {
    "[0-9a-f]{64}": "0" * 64,
    "[0-9a-f]{32}": "0" * 32,
    "[A-Z]{2}": "VN",
    r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,190}": "anh@example.vn",
    "[0-9]{10}(-?[0-9]{3})?": "0100109106",
    "|".join(DECIMALS): "VND",
    "([0-9]{6}|[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?)": "970436",
    "[0-9A-Z]{1,34}": "19036543210011",
    "[0-9A-Z][0-9A-Z .,()/'+-]{0,69}": "SAN DU LIEU",
    "[!-~]{8,100}": "request-1",
    f"[a-z]+_{BODY}": "product_" + "0" * 26,
    "DF[0-9A-HJKMNP-TV-Z]{12}": "DF000000000000",
}
"""An example for each pattern that is not an id's. A new pattern needs a line here."""

FIELDS: dict[str, Any] = {
    "territory": ["VN"],
    "organisation": f"org_{'0' * 26}",
    "reference": "DF000000000000",
    "payouts": [f"payout_{'0' * 26}"],
}
"""What the document does not say: Litestar leaves out the patterns inside arrays and unions."""


def example(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    """Something that the schema describes."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for either in ("oneOf", "anyOf"):
        if either in schema:
            return example(schema[either][0], document)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    match kind:
        case "object":
            return {
                name: FIELDS.get(name) or example(part, document)
                for name, part in schema.get("properties", {}).items()
            }
        case "array":
            return [example(schema["items"], document)] * max(schema.get("minItems", 1), 1)
        case "integer":
            return int(max(schema.get("minimum", 1), 1))
        case "boolean":
            return True
        case "null":
            return None
        case "string":
            return _text(schema)
    raise AssertionError(f"no example for {schema}")


def _text(schema: dict[str, Any]) -> str:
    if "pattern" in schema:
        inner = schema["pattern"].removeprefix("^(?:").removesuffix(r")(?!\n)$")
        if found := re.match(r"([a-z]+)_\[0-7\]", inner):
            return f"{found[1]}_{'0' * 26}"
        return str(KNOWN[inner])
    return "x" * max(int(schema.get("minLength", 1)), 12)
