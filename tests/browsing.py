"""A served exchange, and a browser without script: it keeps cookies, reads forms, sends them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from datafloor.app import steps
from datafloor.app.build import exchange as built
from datafloor.app.listening import listening
from datafloor.app.settings import read_settings
from datafloor.web.exchange import Exchange

PASSWORD = "twelve letters or more"
TAX_CODES = {
    "operator": "0100109106",
    "supervisor": "0101248141",
    "seller": "0300588569",
    "buyer": "0100686174",
    "other": "0301464823",
    "newcomer": "0109998883",
}


@dataclass
class Form:
    """A form as it stands in a page."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Text:
    """What a reader of a page meets: texts, names for screen readers, forms, links."""

    texts: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    language: str = ""


_EMPTY = {"meta", "link", "input", "br", "img", "hr", "source"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Text()
        self._select = ""
        self._area = ""
        self._inside: list[tuple[str, str]] = []

    @property
    def _skipped(self) -> bool:
        """Inside a script, or in a part that says it is in another language."""
        said = {language for _, language in self._inside if language}
        return len(said) > 1 or any(tag in ("script", "style") for tag, _ in self._inside)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag not in _EMPTY:
            self._inside.append((tag, found.get("lang", "")))
        if tag == "html":
            self.page.language = found.get("lang", "")
        self._read(tag, found)

    def _read(self, tag: str, found: dict[str, str]) -> None:
        for name in ("aria-label", "title", "placeholder", "data-label"):
            if name in found and not self._skipped:
                self.page.texts.append(found[name])
        if tag == "a":
            self.page.links.append(found.get("href", ""))
        if tag == "form":
            self.page.forms.append(Form(found["action"], found.get("method", "get")))
        if not self.page.forms:
            return
        fields = self.page.forms[-1].fields
        name, kind = found.get("name", ""), found.get("type", "text")
        if tag == "input" and (kind not in ("checkbox", "radio", "file") or "checked" in found):
            fields.setdefault(name, []).append(found.get("value", ""))
        if tag == "textarea":
            self._area = name
            fields[name] = [""]
        if tag == "select":
            self._select = name
        if tag == "option" and ("selected" in found or self._select not in fields):
            fields[self._select] = [found.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop()[0] != tag:
            pass
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area:
            self.page.forms[-1].fields[self._area][0] += data
        elif not self._skipped and data.strip():
            self.page.texts.append(" ".join(data.split()))


def read(answer: httpx.Response) -> Text:
    """A page as its reader meets it."""
    reader = _Reader()
    reader.feed(answer.text)
    return reader.page


class Browser:
    """One person's browser at one exchange. `at` is the page that is open."""

    def __init__(self, url: str, language: str = "en") -> None:
        self.client = httpx.Client(base_url=url, timeout=30)
        self.language = language
        self.at: httpx.Response

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def get(self, path: str) -> httpx.Response:
        """Open a page of this language."""
        self.at = self.client.get(f"/{self.language}{path}")
        return self.at

    def form(self, action: str = "") -> Form:
        """The form of the open page whose address ends so; the first that posts, for none."""
        forms = [form for form in read(self.at).forms if form.method == "post"]
        return next(form for form in forms if form.action.endswith(action))

    def send(
        self,
        form: Form,
        file: tuple[str, bytes] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
        **typed: Any,
    ) -> httpx.Response:
        """Send a form with what was typed into it, and stay where the answer leads."""
        fields = form.fields | {
            name: list(value) if isinstance(value, list | tuple) else [value]
            for name, value in typed.items()
        }
        chosen = {"file": file} if file else files
        self.at = self.client.post(form.action, data=fields, files=chosen)
        if self.at.status_code == 303:
            self.at = self.client.get(self.at.headers["location"])
        return self.at

    def fill(self, path: str, action: str = "", **typed: Any) -> httpx.Response:
        """Open a page, fill its form and send it. The answer must say that it is done."""
        self.get(path)
        answer = self.send(self.form(action), **typed)
        assert answer.status_code == 200, answer.text
        return answer

    def join(self, who: str, *roles: str) -> None:
        """Join as an organisation, and be signed in."""
        self.fill(
            "/join",
            "/join",
            name=f"Tổ chức {who}",
            tax_code=TAX_CODES[who],
            roles=list(roles),
            person_name="Nguyễn Thị Ánh",
            email=f"{who}@example.vn",
            password=PASSWORD,
        )

    def sign_in(self, who: str) -> None:
        """Sign in."""
        self.fill("/sign-in", "/sign-in", email=f"{who}@example.vn", password=PASSWORD)


@dataclass(frozen=True)
class Site:
    """An exchange that is being served."""

    url: str
    exchange: Exchange
    opened: list[Browser] = field(default_factory=list)

    def browser(self, language: str = "en") -> Browser:
        """A new browser, closed with the site at the latest."""
        self.opened.append(Browser(self.url, language))
        return self.opened[-1]

    def entries(self) -> int:
        """How long the journal is."""
        with self.exchange.database.reading() as tx:
            row = tx.row("SELECT seq FROM door")
        assert row is not None
        return int(row[0])

    def acts(self) -> int:
        """How many entries people brought about; what the exchange does by itself comes when it
        comes."""
        with self.exchange.database.reading() as tx:
            row = tx.row("SELECT count(*) FROM journal WHERE by_person <> 'exchange'")
        assert row is not None
        return int(row[0])


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """Serve a new exchange with an operator and a supervisor until the block ends."""
    with built(read_settings(str(folder))) as exchange:
        for office in ("operator", "supervisor"):
            steps.appoint(
                exchange,
                office,
                name=f"Cơ quan {office}",
                tax_code=TAX_CODES[office],
                person="Trần Văn Bình",
                email=f"{office}@example.vn",
                password=PASSWORD,
            )
        settings = read_settings(str(folder))
        config = uvicorn.Config(listening(settings, exchange), port=0, log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the server did not start"
                time.sleep(0.01)
            port = server.servers[0].sockets[0].getsockname()[1]
            served = Site(f"http://127.0.0.1:{port}", exchange)
            yield served
            for browser in served.opened:
                browser.client.close()
        finally:
            server.should_exit = True
            thread.join()
