"""One request of a person: who she is, her language, and how a page is answered to her."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import quote

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.enums import RequestEncodingType

from datafloor.contexts import participants
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Actor, Command
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.routes import exchange_of
from datafloor.web.exchange import Exchange
from datafloor.web.pages import wording
from datafloor.web.pages.access import check
from datafloor.web.pages.forms import COOKIE, Form, SessionEnded, form_token, new_browser, read_form
from datafloor.web.pages.language import Code, Language, language
from datafloor.web.pages.packing import packed, takes_packed
from datafloor.web.pages.render import render
from datafloor.web.signing_in import COOKIE as SESSION_COOKIE
from datafloor.web.signing_in import visitor

P = ParamSpec("P")
R = TypeVar("R")

Page = Response[bytes]

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; font-src 'self';"
    " script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "private, no-cache",
    "vary": "cookie, accept-encoding",
}


class Visit:
    """A request for a page, after we know who asks."""

    def __init__(self, request: Request[Any, Any, Any], by: Actor, code: Code, name: str) -> None:
        self.request = request
        self.exchange: Exchange = exchange_of(request)
        self.by = by
        self.language: Language = language(code)
        self.name = name
        self._browser = request.cookies.get(COOKIE, "")
        self._cookies: list[Cookie] = []
        self._has_token = False

    @property
    def path(self) -> str:
        """The address of this page without its language."""
        return self.request.url.path[3:] or "/"

    @property
    def provider(self) -> str:
        """What the provider of electronic identities is called; nothing where there is none."""
        found = self.exchange.provider
        return found.setting.name if found else ""

    def holds(self, *roles: str) -> bool:
        """Whether the visitor holds one of these roles."""
        return not self.by.roles.isdisjoint(roles)

    async def question(
        self, query: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """The answer to a question, on one snapshot."""
        return await self.exchange.question(query, *args, **kwargs)

    async def form(self) -> Form:
        """What was sent. Raises `Refused` where it did not come from a page of ours."""
        return await read_form(self.request, self.exchange.key)

    async def ask(self, command: Command | None, form: Form) -> bool:
        """Ask a command in the visitor's name; whether it was carried out.

        A refusal goes into the form, which is then shown again.
        """
        if command is None:
            return False
        try:
            await self.exchange.door.ask(command, self.by, form.request_id)
        except Refused as refused:
            if refused.why.value.status == 401:
                raise
            form.refused = refused
            return False
        return True

    def form_token(self) -> str:
        """What the forms of this page carry; names the browser if it has no name yet."""
        self._has_token = True
        if not self._browser:
            self._browser = new_browser()
            self._cookies.append(self.cookie(COOKIE, self._browser))
        return form_token(self.exchange.key, self._browser)

    def cookie(self, name: str, value: str, max_age: int | None = None) -> Cookie:
        """A cookie that no script reads and no other site sends."""
        secure = self.exchange.base_url.startswith("https:")
        return Cookie(
            name, value=value, max_age=max_age, httponly=True, samesite="lax", secure=secure
        )

    def keep(self, cookie: Cookie) -> None:
        """Send this cookie with the page."""
        self._cookies.append(cookie)

    def sign_in_with(self, secret: str, max_age: int) -> None:
        """From the next request on this browser holds the session."""
        self._cookies.append(self.cookie(SESSION_COOKIE, secret, max_age))

    def to(self, path: str) -> str:
        """The address of another page in this language."""
        return f"/{self.language.code}{path}"

    def go(self, path: str, done: str = "") -> Page:
        """Go on to another page, which says what was done."""
        where = self.to(path) + (f"?done={quote(done)}" if done else "")
        headers = {**HEADERS, "location": where}
        return Response(
            b"", status_code=303, headers=headers, cookies=self._cookies, media_type="text/html"
        )

    def page(self, template: str, status: int = 200, /, **values: Any) -> Page:
        """A page of this exchange."""
        done = wording.DONE.get(self.request.query_params.get("done", ""), "")
        text = render(template, self, done=self.language.say(done), **values)
        headers = {**HEADERS, "content-language": self.language.code}
        content = text.encode()
        if not self.by.organisation and not self._has_token and takes_packed(self.request):
            content, headers["content-encoding"] = packed(content), "gzip"
        return Response(
            content,
            status_code=status,
            headers=headers,
            cookies=self._cookies,
            media_type="text/html; charset=utf-8",
        )


async def arrive(request: Request[Any, Any, Any]) -> Visit:
    """Who asks for this page, and in which language.

    Raises `Refused` for whom its route does not admit.
    """
    exchange = exchange_of(request)
    by = await visitor(request, exchange)
    try:
        check(request.route_handler, by)
    except Refused as refused:
        if refused.why is Refusal.sign_in_required and _is_typed(request):
            raise SessionEnded((await read_form(request, exchange.key)).kept()) from None
        raise
    name = ""
    if by.organisation:
        name = (await exchange.question(participants.organisation, by.organisation)).name
    return Visit(request, by, "vi" if request.url.path.startswith("/vi") else "en", name)


def _is_typed(request: Request[Any, Any, Any]) -> bool:
    """Whether the request brings a form without a file. A file is not taken from a stranger."""
    return request.content_type[0] == RequestEncodingType.URL_ENCODED
