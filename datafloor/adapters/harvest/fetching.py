"""Fetches what a stranger serves: never from inside a private network, never without end.

An address is resolved once, every address that its name has is checked, and the connection goes to
one of those that were checked: a name that answers otherwise the second time (DNS rebinding) gains
nothing. Each redirect is checked anew. A watch closes the connection when the time is up, however
slowly the bytes come.
"""

import errno
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from datafloor import __version__
from datafloor.kernel.refusal import Refusal, Refused

PIECE = 1 << 16
REDIRECTS = 5
NAT64 = ipaddress.ip_network("64:ff9b::/96")
ACCEPT = "application/ld+json, text/turtle, application/rdf+xml;q=0.9, application/json;q=0.8"


class Limits(Struct, frozen=True):
    """How much of a stranger is borne: bytes and seconds of one document, documents and items of
    one round. `private`: addresses of private networks may be asked too."""

    most_bytes: int = 256_000_000
    most_seconds: float = 120
    most_documents: int = 10_000
    most_items: int = 1_000_000
    private: bool = False


class Document(Struct, frozen=True):
    """What an address sent, and where it was in the end; `kind` is its media type, in small
    letters, and `charset` what it says of its encoding."""

    address: str
    content: bytes
    kind: str = ""
    charset: str = ""


def fetch(address: str, limits: Limits) -> Document:
    """The document at an address. Raises `Refused` for one that is forbidden, does not answer
    with 200, or is too large or too slow."""
    return _followed(address, lambda at: _Fetch(at, limits))


def fetch_into(address: str, limits: Limits, path: Path, told: Callable[[int, int], None]) -> str:
    """Write what an address sends to a file; returns where it was in the end. `told` hears of the
    bytes that came and of all, 0 where that is not said. Raises as `fetch`, and `store_full`; then
    part of the file may be there."""
    return _followed(address, lambda at: _FetchInto(at, limits, path, told)).address


def _followed(address: str, fetched: "Callable[[str], _Fetch]") -> Document:
    at = address
    for _ in range(REDIRECTS + 1):
        answer = fetched(at).get()
        if isinstance(answer, Document):
            return answer
        at = urljoin(at, answer)
    raise Refused(Refusal.feed_unreachable, address=address, problem="too many redirects")


def read_file(path: Path, limits: Limits) -> Document:
    """A file in place of an address."""
    try:
        with path.open("rb") as file:
            content = file.read(limits.most_bytes + 1)
    except OSError as error:
        raise Refused(Refusal.file_not_found, name=str(path)) from error
    if len(content) > limits.most_bytes:
        raise Refused(Refusal.feed_too_large, address=path.name, most=limits.most_bytes)
    return Document(path.resolve().as_uri(), content)


class _Fetch:
    """One request to one server."""

    accept = ACCEPT

    def __init__(self, address: str, limits: Limits) -> None:
        self._address = address
        self._limits = limits
        parts = urlsplit(address)
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            port = 0
        if parts.scheme not in ("http", "https") or not parts.hostname or not port:
            raise Refused(Refusal.feed_address_forbidden, address=address)
        self._secure = parts.scheme == "https"
        self._host, self._port = parts.hostname, port
        self._target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._late = False
        self._socket: socket.socket | None = None

    def get(self) -> Document | str:
        """The document, or the address that the answer sends on to."""
        connection = HTTPConnection(self._host, self._port)
        watch = threading.Timer(self._limits.most_seconds, self._too_late)
        watch.daemon = True
        try:
            self._socket = self._connected()
            watch.start()
            if self._secure:
                context = ssl.create_default_context()
                self._socket = context.wrap_socket(self._socket, server_hostname=self._host)
            connection.sock = self._socket
            return self._ask(connection)
        except (OSError, HTTPException, ValueError) as error:
            if self._late or isinstance(error, TimeoutError):
                raise self._slow() from error
            raise Refused(
                Refusal.feed_unreachable, address=self._address, problem=_plainly(error)
            ) from error
        finally:
            watch.cancel()
            connection.close()
            if self._socket is not None:
                self._socket.close()

    def _too_late(self) -> None:
        """Ends whatever waits for the other side; the socket is ours until all was read."""
        self._late = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _slow(self) -> Refused:
        seconds = round(self._limits.most_seconds)
        return Refused(Refusal.feed_too_slow, address=self._address, seconds=seconds)

    def _connected(self) -> socket.socket:
        """A connection to the first address of the name, after all of them were checked."""
        found = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        for *_, where in found:
            if not (self._limits.private or _is_public(str(where[0]))):
                raise Refused(Refusal.feed_address_forbidden, address=self._address)
        family, kind, protocol, _, where = found[0]
        opened = socket.socket(family, kind, protocol)
        opened.settimeout(min(20, self._limits.most_seconds))
        try:
            opened.connect(where)
        except OSError:
            opened.close()
            raise
        return opened

    def _ask(self, connection: HTTPConnection) -> Document | str:
        headers = {
            "accept": self.accept,
            "accept-encoding": "identity",
            "user-agent": f"datafloor/{__version__}",
        }
        connection.request("GET", self._target, headers=headers)
        with connection.getresponse() as answer:
            return self._read(answer)

    def _read(self, answer: HTTPResponse) -> Document | str:
        onward = answer.headers.get("location")
        if answer.status in (301, 302, 303, 307, 308) and onward:
            return onward
        if answer.status != 200:
            raise Refused(
                Refusal.feed_unreachable, address=self._address, problem=f"HTTP {answer.status}"
            )
        packed = answer.headers.get("content-encoding", "identity").lower()
        if packed != "identity":  # we asked for none; unpacking could go on without end
            raise Refused(
                Refusal.feed_unreadable, address=self._address, problem=f"packed ({packed})"
            )
        content = self._content(answer)
        kind = answer.headers.get_content_type()
        charset = answer.headers.get_content_charset() or ""
        return Document(self._address, content, kind, charset)

    def _content(self, answer: HTTPResponse) -> bytes:
        content = bytearray()
        for piece in self._pieces(answer):
            content += piece
        return bytes(content)

    def _pieces(self, answer: HTTPResponse) -> Iterator[bytes]:
        """All that is sent. Raises `Refused` where it is too much, too slow, or cut off."""
        most, came = self._limits.most_bytes, 0
        if (answer.length or 0) > most:
            raise Refused(Refusal.feed_too_large, address=self._address, most=most)
        while piece := answer.read1(PIECE):
            came += len(piece)
            if came > most:
                raise Refused(Refusal.feed_too_large, address=self._address, most=most)
            yield piece
        if self._late:
            raise self._slow()
        if answer.length:
            raise Refused(
                Refusal.feed_unreachable, address=self._address, problem="the answer was cut off"
            )


class _FetchInto(_Fetch):
    """The same into a file, of any kind."""

    accept = "*/*"

    def __init__(
        self, address: str, limits: Limits, path: Path, told: Callable[[int, int], None]
    ) -> None:
        super().__init__(address, limits)
        self._path, self._told = path, told

    def _content(self, answer: HTTPResponse) -> bytes:
        of, came = answer.length or 0, 0
        with self._path.open("wb") as file:
            for piece in self._pieces(answer):
                try:
                    file.write(piece)
                except OSError as error:
                    if error.errno in (errno.ENOSPC, errno.EDQUOT):
                        raise Refused(Refusal.store_full) from error
                    raise
                came += len(piece)
                self._told(came, of)
        return b""


def _is_public(address: str) -> bool:
    """Whether an address is one of the open network (IANA's special-purpose registries). One of
    IPv4 inside IPv6 is judged as what it is."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if found in NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return found.is_global and not found.is_multicast


def _plainly(error: Exception) -> str:
    """What went wrong, in one short line."""
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(said).split())[:200]
