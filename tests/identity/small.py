"""A small provider of electronic identities that can be told to go wrong in one way at a time."""

import json
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "exchange", "a secret of the client"


class SmallProvider:
    """It answers at `issuer` for one citizen. `fault` names what it does wrong."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://localhost:{port}"
        self.subject, self.acr, self.fault = "citizen 1", "urn:vneid:2", ""
        self.key = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
        self.other = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
        self._codes: dict[str, dict[str, str]] = {}

    def metadata(self) -> dict[str, Any]:
        """What it says about itself."""
        return {
            "issuer": self.issuer if self.fault != "other issuer" else "http://localhost:1",
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes next."""
        assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT and asked["scope"] == "openid"
        if self.fault == "refused by the citizen":
            said = {"error": "access_denied"}
        else:
            code = f"code {len(self._codes)}"
            self._codes[code] = asked
            said = {"code": code}
        state = asked["state"] if self.fault != "wrong state" else "another"
        return f"{asked['redirect_uri']}?{urlencode(said | {'state': state})}"

    def token(self, client: str, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A token for a code, once."""
        begun = self._codes.pop(asked.get("code", ""), None)
        if client != f"{quote(CLIENT)}:{SECRET}" or begun is None:
            return 400, {"error": "invalid_grant"}
        if create_s256_code_challenge(asked["code_verifier"]) != begun["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if asked["redirect_uri"] != begun["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"token_type": "Bearer", "access_token": "x", "id_token": self._signed(begun)}

    def _signed(self, begun: dict[str, str]) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": begun["nonce"],
            "acr": self.acr,
        }
        wrong: dict[str, dict[str, Any]] = {
            "wrong nonce": {"nonce": "another"},
            "expired": {"iat": now - 600, "exp": now - 300},
            "other audience": {"aud": "somebody else"},
            "other issuer in the token": {"iss": "http://localhost:1"},
            "also for others": {"aud": [CLIENT, "somebody else"], "azp": "somebody else"},
        }
        claims |= wrong.get(self.fault, {})
        if self.fault == "no nonce":
            del claims["nonce"]
        if self.fault == "no signature":
            return f"{_part({'alg': 'none'})}.{_part(claims)}."
        key = self.other if self.fault == "wrong key" else self.key
        text = jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)
        return text if self.fault != "changed" else text.replace(".", ".e", 1)


def _part(said: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


@contextmanager
def small_provider() -> Iterator[SmallProvider]:
    """It serves until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

        def _say(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(503 if one.fault == "down" else status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            if url.path == "/authorize":
                where = one.authorize({k: v[0] for k, v in parse_qs(url.query).items()})
                self.send_response(302)
                self.send_header("location", where)
                self.send_header("content-length", "0")
                self.end_headers()
            elif url.path == "/jwks":
                self._say(200, {"keys": [one.key.as_dict(private=False)]})
            else:
                self._say(200, one.metadata())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            client = b64decode(self.headers["authorization"].split()[1]).decode()
            self._say(*one.token(client, dict(parse_qsl(body))))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one = SmallProvider(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield one
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
