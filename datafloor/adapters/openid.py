"""A provider of electronic identities, asked by OpenID Connect: the code flow with PKCE.

OpenID Connect Core 1.0, section 3.1; RFC 7636 (PKCE); RFC 9207 (who answers). A provider says who
somebody is to it (`sub`) and how surely (`acr`); what level an `acr` is worth here is a setting.
What it answers counts only after its ID token is verified: signed by one of its keys, made by it
(`iss`), for us (`aud`), for this sign-in (`nonce`), and not expired.

Trust: whoever controls the provider, or its keys, can sign in as everyone who linked an identity
of it, and at any level that the setting gives.
"""

import logging
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from datafloor.adapters.identity import Flow, Identified, ProviderSetting
from datafloor.kernel import clock
from datafloor.kernel.clock import HOUR, SECOND
from datafloor.kernel.refusal import Refusal, Refused

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures with a key pair only: a secret shared with us could sign nothing that binds."""
LEEWAY_SECONDS = 30
PATIENCE_SECONDS = 10
KNOWN = HOUR
"""How long what a provider says about itself is believed before it is asked again."""

_log = logging.getLogger(__name__)


class Provider:
    """One provider. It is asked for its addresses and keys when they are first needed."""

    def __init__(self, setting: ProviderSetting) -> None:
        self.setting = setting
        self._said: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._asked_at = -KNOWN

    async def begin(self, back: str, flow: Flow) -> str:
        """The address to which a browser goes to sign in; it comes back to `back`."""
        said = await self._metadata()
        wanted = sorted(self.setting.levels, key=lambda acr: -self.setting.levels[acr])
        more = {"acr_values": " ".join(wanted)} if wanted else {}
        address: str = prepare_grant_uri(
            said["authorization_endpoint"],
            client_id=self.setting.client,
            response_type="code",
            redirect_uri=back,
            scope="openid",
            state=flow.state,
            nonce=flow.nonce,
            code_challenge=create_s256_code_challenge(flow.verifier),
            code_challenge_method="S256",
            **more,
        )
        return address

    async def finish(self, back: str, answer: Mapping[str, str], flow: Flow) -> Identified:
        """Who came back. Raises `Refused` where the provider does not confirm it, with the cause
        in the log only: a browser could be anyone's."""
        if answer.get("state") != flow.state:
            raise _unconfirmed("the state is not that of this browser")
        if answer.get("iss", self.setting.issuer) != self.setting.issuer:
            raise _unconfirmed("another provider answered")
        if "code" not in answer:
            raise _unconfirmed(f"no code: {answer.get('error', '')!r}")
        said = await self._metadata()
        text = await self._token(said["token_endpoint"], back, answer["code"], flow)
        return await self._verify(text, flow)

    async def _token(self, endpoint: str, back: str, code: str, flow: Flow) -> str:
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": flow.verifier,
        }
        async with self._client() as client:
            try:
                sent = await client.post(
                    endpoint, data=asked, auth=(self.setting.client, self.setting.secret)
                )
            except httpx.HTTPError as error:
                raise _unreachable(error) from error
        if sent.status_code >= 500:
            raise _unreachable(sent.status_code)
        found = _json(sent)
        text = found.get("id_token")
        if sent.status_code != 200 or not isinstance(text, str):
            raise _unconfirmed(f"no token: {found.get('error', sent.status_code)!r}")
        return text

    async def _verify(self, text: str, flow: Flow) -> Identified:
        try:
            token = await self._decode(text)
            claims = CodeIDToken(
                token.claims,
                token.header,
                options={
                    "iss": {"essential": True, "value": self.setting.issuer},
                    "aud": {"essential": True, "value": self.setting.client},
                    "sub": {"essential": True},
                    "nonce": {"essential": True, "value": flow.nonce},
                },
                params={"nonce": flow.nonce, "client_id": self.setting.client},
            )
            claims.validate(clock.now() // SECOND, LEEWAY_SECONDS)
        except (JoseError, ValueError) as error:
            raise _unconfirmed(error) from error
        level = self.setting.levels.get(str(claims.get("acr", "")), 1)
        evidence = sha256(text.encode()).hexdigest()
        return Identified(self.setting.issuer, str(claims["sub"]), level, evidence)

    async def _decode(self, text: str) -> jwt.Token:
        """The token under the provider's keys; they are fetched again once, for a provider changes
        them."""
        try:
            return jwt.decode(text, await self._key_set(), algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            self._keys = None
            return jwt.decode(text, await self._key_set(), algorithms=ALGORITHMS)

    async def _key_set(self) -> KeySet:
        said = await self._metadata()
        if self._keys is None:
            self._keys = KeySet.import_key_set(await self._get(said["jwks_uri"]))  # type: ignore[arg-type]
        return self._keys

    async def _metadata(self) -> dict[str, Any]:
        if clock.now() >= self._asked_at + KNOWN:
            issuer = self.setting.issuer
            said = await self._get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if said.get("issuer") != issuer or not all(_safe(said.get(name)) for name in needed):
                raise _unreachable("what it says about itself does not fit")
            self._said, self._keys, self._asked_at = said, None, clock.now()
        return self._said

    async def _get(self, address: str) -> dict[str, Any]:
        async with self._client() as client:
            try:
                answer = await client.get(address)
            except httpx.HTTPError as error:
                raise _unreachable(error) from error
        if answer.status_code != 200:
            raise _unreachable(answer.status_code)
        return _json(answer)

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(timeout=PATIENCE_SECONDS, follow_redirects=False, trust_env=False)


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}


def _safe(address: object) -> bool:
    """Whether an address is encrypted on the way; on this machine it need not be."""
    try:
        url = httpx.URL(str(address))
    except httpx.InvalidURL:
        return False
    return url.scheme == "https" or url.host in ("localhost", "127.0.0.1", "::1")


def _unconfirmed(cause: object) -> Refused:
    _log.warning("an electronic identity was not confirmed: %s", cause)
    return Refused(Refusal.identity_not_confirmed)


def _unreachable(cause: object) -> Refused:
    _log.warning("the provider of electronic identities cannot be used: %s", cause)
    return Refused(Refusal.provider_unreachable)
