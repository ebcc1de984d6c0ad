"""What a request of the protocol says: names, capabilities, the query, times and pages."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from collections.abc import Mapping
from typing import Annotated, Any
from zlib import crc32

import msgspec
from litestar import Request
from msgspec import Meta, Struct

from datafloor.adapters.shelf import Caller
from datafloor.adapters.tables import Snapshot
from datafloor.adapters.tables.skipping import zoned
from datafloor.kernel import clock
from datafloor.kernel.refusal import Refusal, Refused

AnyRequest = Request[Any, Any, Any]
Version = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Count = Annotated[int, Meta(ge=0, lt=2**31)]


def caller(request: AnyRequest) -> Caller:
    """Who asks: the bearer token and the address. Refuses a request without a token."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(Refusal.sign_in_required)
    client = request.scope["client"]
    return Caller(token.strip(), client[0] if client else "")


class Query(Struct, frozen=True, rename="camel"):
    """The body of a query. Everything is optional, and fields that are not known are ignored."""

    predicate_hints: tuple[str, ...] | None = None
    json_predicate_hints: str | dict[str, Any] | None = None
    limit_hint: Count | None = None
    version: Version | None = None
    timestamp: str | None = None
    starting_version: Version | None = None
    ending_version: Version | None = None
    include_historical_protocol: bool = False
    include_refresh_token: bool = False
    refresh_token: str | None = None
    max_files: Annotated[int, Meta(ge=1, lt=2**31)] | None = None
    page_token: str | None = None
    idempotency_key: str | None = None

    @property
    def json_hints(self) -> str | bytes | None:
        """The JSON predicate as text; clients send it as a text or as an object."""
        hints = self.json_predicate_hints
        return msgspec.json.encode(hints) if isinstance(hints, dict) else hints


EVERYTHING = Query()
_decode = msgspec.json.Decoder(Query).decode


def query(body: bytes) -> Query:
    """The query in a request's body; `{}` asks for everything."""
    if body == b"{}":
        return EVERYTHING
    try:
        return _decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise Refused(Refusal.malformed, problem=str(wrong)) from None


class Capabilities(Struct, frozen=True):
    """What a client can do, from its `delta-sharing-capabilities` header."""

    formats: frozenset[str] = frozenset({"parquet"})
    features: frozenset[str] = frozenset()
    wants_end: bool = False

    def format_for(self, snapshot: Snapshot) -> str:
        """`delta` where the client reads it and the table's features, else `parquet`.

        A delta-format client fetches each file once; parquet-format clients fetch it several
        times. Refuses a client that would read the table wrongly.
        """
        needed = features(snapshot)
        if "delta" in self.formats:
            missing = [name for name in needed if name.lower() not in self.features]
            if missing:
                raise Refused(
                    Refusal.table_format_needed,
                    needed=f"readerfeatures={','.join(missing)}",
                )
            return "delta"
        if needed or snapshot.protocol["minReaderVersion"] > 1:
            raise Refused(Refusal.table_format_needed, needed="responseformat=delta")
        return "parquet"


PLAIN = Capabilities()


def features(snapshot: Snapshot) -> list[str]:
    """The features without which a reader misreads the table."""
    found = snapshot.protocol.get("readerFeatures") or []
    mapping = snapshot.metadata["configuration"].get("delta.columnMapping.mode", "none") != "none"
    return sorted({*found, "columnMapping"} if mapping else set(found))


def capabilities(header: str | None) -> Capabilities:
    """The capabilities in a header; keys and values count in any case."""
    if not header:
        return PLAIN
    said: dict[str, set[str]] = {}
    for part in header.lower().split(";"):
        key, _, values = part.partition("=")
        said[key.strip()] = {value.strip() for value in values.split(",")}
    formats = said.get("responseformat", {"parquet"}) & {"parquet", "delta"}
    if not formats:
        raise Refused(Refusal.malformed, problem="responseformat is 'parquet' or 'delta'")
    return Capabilities(
        frozenset(formats),
        frozenset(said.get("readerfeatures", ())),
        said.get("includeendstreamaction") == {"true"},
    )


def id_hash(header: str | None) -> dict[str, str]:
    """The answer's `fileidhash` header. One file has one id here, in either scheme."""
    if header is None:
        return {}
    if header.lower() not in ("parquet", "delta"):
        raise Refused(Refusal.file_id_hash_unknown, value=header)
    return {"fileidhash": header.lower()}


def moment(text: str) -> int:
    """A time of the protocol (ISO 8601, UTC) in milliseconds since 1970."""
    try:
        return clock.instant(zoned(text.strip().replace(" ", "T", 1))) // 1000
    except (ValueError, OverflowError):
        problem = f"'{text}' is not a time such as 2026-01-31T00:00:00Z"
        raise Refused(Refusal.malformed, problem=problem) from None


def number(values: Mapping[str, str], name: str, top: int = 2**63) -> int | None:
    """A whole number of the query string, not negative; `None` where it is not given."""
    text = values.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or int(text) >= top:
        raise Refused(Refusal.malformed, problem=f"{name} is a whole number, not negative")
    return int(text)


def truth(values: Mapping[str, str], name: str) -> bool:
    """A boolean of the query string; absent is false."""
    text = values.get(name, "false").lower()
    if text not in ("true", "false"):
        raise Refused(Refusal.malformed, problem=f"{name} is true or false")
    return text == "true"


class Place(Struct, frozen=True, array_like=True):
    """Where in an answer to go on: the table, its versions, the next line, what was asked.

    It is handed to the client and comes back. It is not signed: it opens nothing, for the right
    and the versions are checked anew on every request.
    """

    table: str
    first: int
    last: int
    line: int
    asked: int

    def token(self) -> str:
        return urlsafe_b64encode(msgspec.json.encode(self)).decode()


def place(token: str, table: str, asked: int) -> Place:
    """The place that a token names. Refuses one of another table or another question."""
    try:
        found = msgspec.json.decode(urlsafe_b64decode(token.encode()), type=Place)
    except (msgspec.MsgspecError, NoBase64, ValueError):
        raise Refused(Refusal.page_token_unknown) from None
    if (found.table, found.asked) != (table, asked) or found.line < 0:
        raise Refused(Refusal.page_token_unknown)
    return found


def fingerprint(*parts: object) -> int:
    """A mark by which a later page is held to the question of the first."""
    return crc32(repr(parts).encode())
