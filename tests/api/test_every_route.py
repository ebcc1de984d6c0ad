"""What holds on every route of the API, read from its own document."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest

from datafloor.contexts.participants import IssueToken, Role, TokenUse, digest_of
from datafloor.kernel import clock
from datafloor.kernel.clock import SECOND
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal
from tests.api.examples import example, matching
from tests.api.served import Served, Somebody
from tests.waiting import until


class Operation(NamedTuple):
    """One method of one path."""

    method: str
    path: str
    said: dict[str, Any]

    @property
    def needs_token(self) -> bool:
        return bool(self.said["security"]) and {} not in self.said["security"]

    def body(self, exchange: Served) -> Any:
        """An example of its body, or nothing."""
        asked = exchange.bodies.get(self.said["operationId"])
        return None if asked is None else example(asked)


def _value(schema: dict[str, Any]) -> str:
    """What a parameter of this form may be."""
    if schema.get("type") == "integer":
        return str(schema.get("minimum", 1))
    return matching(schema.get("pattern", "^[a-z]{8}$"))


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            filled, asked = path, []
            for parameter in said.get("parameters", []):
                value = _value(parameter["schema"])
                if parameter["in"] == "path":
                    filled = filled.replace(f"{{{parameter['name']}}}", value)
                elif parameter["in"] == "query" and parameter["required"]:
                    asked.append(f"{parameter['name']}={value}")
            filled += "?" * bool(asked) + "&".join(asked)
            yield Operation(method.upper(), filled, said)


def check_problem(answer: httpx.Response, *codes: str) -> None:
    """Problem details as RFC 9457 has them, naming one of these refusals."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem = answer.json()
    assert problem["code"] in codes, problem
    said = Refusal[problem["code"]].value
    assert answer.status_code == problem["status"] == said.status
    assert problem["type"] == f"/problems/{problem['code']}"
    assert problem["title"]
    assert set(problem) <= {"type", "title", "status", "code", "detail", "law"}
    assert ("www-authenticate" in answer.headers) == (answer.status_code == 401)
    if answer.status_code == 500:
        raise AssertionError(problem)


@pytest.fixture(scope="module")
def document(exchange: Served) -> dict[str, Any]:
    return exchange.document()


@pytest.fixture(scope="module")
def operator(exchange: Served) -> Somebody:
    return exchange.join("operator", "operator", "seller")


def send(
    exchange: Served, operation: Operation, secret: str | None, **content: Any
) -> httpx.Response:
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    return exchange.client.request(
        operation.method,
        operation.path,
        headers=headers | content.pop("headers", {}),
        follow_redirects=False,
        **content,
    )


def test_the_document_names_every_command_route(document: dict[str, Any]) -> None:
    names = [operation.said["operationId"] for operation in operations(document)]
    assert len(names) == len(set(names)) >= 20
    for operation in operations(document):
        assert "security" in operation.said, f"{operation.path} does not say who may"
        assert "description" in operation.said or "summary" in operation.said


def test_without_a_token_nothing_that_needs_one_is_answered(
    exchange: Served, document: dict[str, Any]
) -> None:
    for operation in operations(document):
        if operation.needs_token:
            answer = send(exchange, operation, None, json=operation.body(exchange))
            check_problem(answer, "sign_in_required")


def test_a_stranger_is_asked_who_he_is_before_anything_else_is_looked_at(
    exchange: Served, document: dict[str, Any]
) -> None:
    checked = 0
    for operation in operations(document):
        if operation.needs_token:
            wrong = operation._replace(path=operation.path.partition("?")[0] + "?limit=x&at=x")
            headers = {"content-type": "application/json", "idempotency-key": "x"}
            answer = send(exchange, wrong, None, content=b"{", headers=headers)
            check_problem(answer, "sign_in_required")
            checked += 1
    assert checked > 100


@pytest.mark.parametrize("scheme", ["Basic {}", "Bearer", "{}", "bearer\t{}"])
def test_what_is_no_bearer_token_opens_nothing(
    exchange: Served, operator: Somebody, scheme: str
) -> None:
    headers = {"authorization": scheme.format(operator.secret)}
    check_problem(exchange.client.get("/api/me", headers=headers), "sign_in_required")


def test_a_token_that_opens_nothing_is_refused_everywhere(
    exchange: Served, document: dict[str, Any], operator: Somebody
) -> None:
    by = Actor(operator.person, operator.organisation, frozenset({"operator"}))
    expired, revoked = "dft_expired", new_id("token")
    ends = clock.now() + 3 * SECOND
    exchange.exchange.door.execute(
        IssueToken(
            token=new_id("token"),
            use=TokenUse.api,
            secret_digest=digest_of(expired),
            scope=(Role.operator,),
            expires_at=ends,
        ),
        by,
        new_id("request"),
    )
    made = operator.post("/api/tokens", {"token": revoked, "scope": []}).json()
    assert operator.post("/api/tokens/revocations", {"token": revoked}).status_code == 201
    until(lambda: clock.now() >= ends)
    for secret, code in (
        ("dft_unknown", "token_unknown"),
        (made["secret"], "token_unknown"),
        (expired, "token_expired"),
    ):
        for operation in operations(document):
            if operation.needs_token:
                answer = send(exchange, operation, secret, json=operation.body(exchange))
                check_problem(answer, code)


MALFORMED = [b"", b"{", b"null", b"[]", b'"text"', b"5", b"\xff\xfe", b'{"a":', b"{}" * 2]


@pytest.mark.parametrize("body", MALFORMED)
def test_a_body_that_cannot_be_read_is_malformed(
    exchange: Served, document: dict[str, Any], operator: Somebody, body: bytes
) -> None:
    for operation in operations(document):
        if operation.body(exchange) is not None:
            headers = {"content-type": "application/json"}
            answer = send(exchange, operation, operator.secret, content=body, headers=headers)
            check_problem(answer, "malformed")


def spoiled(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Bodies with one thing wrong."""
    yield "unknown field", body | {"organisation_that_i_am": "org_" + "0" * 26}
    for name, value in body.items():
        if not isinstance(value, dict):
            yield f"{name} left empty", body | {name: {}}
        yield f"{name} of another type", body | {name: 5 if isinstance(value, str) else "text"}
        if isinstance(value, str):
            if name != "password":  # whatever it is, only its hash is kept
                yield f"{name} with a NUL", body | {name: value[:-1] + "\0"}
            yield f"{name} too long", body | {name: "x" * 5_000}
        if isinstance(value, int) and not isinstance(value, bool):
            for number in (-1, 10**18, 10**40, 1.5, True):
                yield f"{name} as {number}", body | {name: number}
        if isinstance(value, dict) and "minor" in value:
            for minor in (-1, 10**16, 2**63, 10**40, 1.5, "5", None, True):
                yield f"{name} as {minor}", body | {name: value | {"minor": minor}}
            yield f"{name} in no currency", body | {name: value | {"currency": "XXX"}}


def test_a_body_with_one_thing_wrong_is_malformed(
    exchange: Served, document: dict[str, Any], operator: Somebody
) -> None:
    checked = 0
    for operation in operations(document):
        body = operation.body(exchange)
        if not isinstance(body, dict):
            continue
        for what, bad in spoiled(body):
            answer = send(exchange, operation, operator.secret, json=bad)
            try:
                check_problem(answer, "malformed")
            except (AssertionError, KeyError) as wrong:
                raise AssertionError(
                    f"{operation.method} {operation.path}, {what}: {answer.status_code}"
                    f" {answer.text}"
                ) from wrong
            checked += 1
    assert checked > 200


@pytest.mark.parametrize("key", ["short", "x" * 101, "with space in", "Đồng hồ đeo tay"])
def test_a_request_id_of_another_form_is_malformed(
    exchange: Served, operator: Somebody, key: str
) -> None:
    answer = exchange.client.post(
        "/api/tokens/revocations",
        json={"token": new_id("token")},
        headers={
            b"authorization": f"Bearer {operator.secret}".encode(),
            b"idempotency-key": key.encode(),
        },
    )
    check_problem(answer, "malformed")


def test_an_address_that_is_nothing(exchange: Served) -> None:
    for path in ("/api/nothing", "/api/products/../../etc/passwd", "/nothing"):
        check_problem(exchange.client.get(path), "page_unknown")


def test_a_method_that_is_not_answered(exchange: Served, document: dict[str, Any]) -> None:
    for operation in operations(document):
        answer = exchange.client.request("PATCH", operation.path)
        check_problem(answer, "method_wrong")


def test_a_body_that_is_too_large(
    exchange: Served, document: dict[str, Any], operator: Somebody
) -> None:
    body = b'{"x": "' + b"x" * 1_100_000 + b'"}'
    for path in ("/api/products", "/api/sessions"):
        answer = exchange.client.post(
            path, content=body, headers={"authorization": f"Bearer {operator.secret}"}
        )
        check_problem(answer, "too_large")


def test_refusals_are_said_in_the_asker_s_language(exchange: Served) -> None:
    for language, text in (("vi-VN,vi;q=0.9", "Hãy đăng nhập"), ("en", "Sign in")):
        answer = exchange.client.get("/api/me", headers={"accept-language": language})
        assert text in answer.json()["title"]
        assert answer.headers["content-language"] == language[:2]
