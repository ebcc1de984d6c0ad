"""Forms: what was typed, whether it came from our page, and the command that it makes.

A form token is an HMAC, under the exchange's key, over a random cookie of this browser: another
site can neither read the cookie nor compute the token (OWASP's signed double submit). It outlives
a session, so that what was typed before the session ended can be sent again after signing in.
"""

import re
from collections.abc import Iterable
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.exceptions import HTTPException
from msgspec import Struct

from datafloor.adapters.secrets import Key
from datafloor.kernel.ids import is_id, new_id
from datafloor.kernel.refusal import Refusal, Refused

COOKIE = "datafloor_form"
TOKEN = "form_token"
MOST_FIELDS = 20_000
"""Of one form: a table may have four thousand columns, of which each says four things."""
MOST_FIELDS = 8_100
"""Four for each of two thousand columns, and some."""

S = TypeVar("S", bound=Struct)

_WHOLE = re.compile(r"(?:[0-9]{1,3}(?:[.\xa0 ][0-9]{3})+|[0-9]+)\Z")
MOST_DIGITS = 18


def whole(typed: str) -> int | str:
    """A whole number as people write it, `12000`, `12.000` or `12 000`; what was typed where it is
    none, which fits no field of a number."""
    digits = re.sub("[.\xa0 ]", "", typed)
    return int(digits) if len(digits) <= MOST_DIGITS and _WHOLE.match(typed) else typed


def form_token(key: Key, browser: str) -> str:
    """What a form of this browser must carry."""
    return key.derive("form", browser).hex()


def new_browser() -> str:
    """A random name for a browser that has none yet."""
    return token_urlsafe(16)


class Form:
    """The fields of one form as they were typed, and what is wrong with them.

    `wrong` has, for a field that cannot be accepted, `missing` or `unfit`; `refused` is why the
    whole was refused. Both are shown where the form is shown again, with everything kept.
    """

    def __init__(
        self,
        fields: Iterable[tuple[str, str]] = (),
        files: Iterable[tuple[str, UploadFile]] = (),
    ):
        self._fields: dict[str, list[str]] = {}
        for name, value in fields:
            self._fields.setdefault(name, []).append(value.strip())
        self.files: dict[str, list[UploadFile]] = {}
        for name, file in files:
            if file.filename:  # a browser sends a nameless one where none was chosen
                self.files.setdefault(name, []).append(file)
        self.wrong: dict[str, str] = {}
        self.refused: Refused | None = None

    @property
    def file(self) -> UploadFile | None:
        """The file in the field `file`, if one was chosen."""
        return self.files.get("file", [None])[0]

    def __getitem__(self, name: str) -> str:
        """What was typed in a field; nothing where there is none."""
        return self._fields.get(name, [""])[0]

    def fields(self) -> list[tuple[str, str]]:
        """Every field with its value, as often as it was sent."""
        return [(name, value) for name, values in self._fields.items() for value in values]

    def all(self, name: str) -> tuple[str, ...]:
        """All that was ticked in a group of boxes."""
        return tuple(self._fields.get(name, ()))

    def kept(self) -> str:
        """All that was typed, in one text that `parse_qsl` reads, without the token."""
        return urlencode([(name, value) for name, value in self.fields() if name != TOKEN])

    def kept_fields(self, name: str) -> list[tuple[str, str]]:
        """What was typed into an earlier form, which this one carries along in one field."""
        return parse_qsl(self[name], keep_blank_values=True, max_num_fields=MOST_FIELDS)

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form."""
        if self.refused is not None:
            return self.refused.why.value.status
        return 422 if self.wrong else 200

    @property
    def request_id(self) -> str:
        """The id of this form's request, made when the form was first shown."""
        return self["request"] if is_id("request", self["request"]) else new_id("request")

    def id(self, prefix: str) -> str:
        """The id that this form makes, from when it was first shown, or a fresh one."""
        return self[prefix] if is_id(prefix, self[prefix]) else new_id(prefix)

    def fill(self, **values: str | Iterable[str]) -> "Form":
        """The same form with these values in it."""
        for name, value in values.items():
            self._fields[name] = [value] if isinstance(value, str) else list(value)
        return self

    def read(self, kind: type[S], /, **given: Any) -> S | None:
        """A struct of this kind from `given` and else from the fields of the same names.

        `None` where a field does not fit; then `wrong` says which.
        """
        values: dict[str, Any] = {}
        for field in msgspec.structs.fields(kind):
            value = given.get(field.name, self[field.name])
            if value == "" and not field.required:
                continue
            try:
                values[field.encode_name] = msgspec.convert(value, field.type)
            except msgspec.ValidationError:
                self.wrong[field.name] = "missing" if value in ("", ()) else "unfit"
        return None if self.wrong else kind(**values)


class SessionEnded(Refused):
    """Somebody sent a form and is not signed in any more. What was typed is kept here."""

    def __init__(self, kept: str) -> None:
        super().__init__(Refusal.sign_in_required)
        self.kept = kept


async def read_form(request: Request[Any, Any, Any], key: Key) -> Form:
    """The form that was sent. Raises `Refused` where it did not come from a page of ours."""
    form = await _read(request)
    browser = request.cookies.get(COOKIE, "")
    expected = form_token(key, browser)
    if not browser or not compare_digest(form[TOKEN].encode(), expected.encode()):
        raise Refused(Refusal.form_stale)
    return form


async def _read(request: Request[Any, Any, Any]) -> Form:
    kind = request.content_type[0]
    try:
        if kind == RequestEncodingType.MULTI_PART:
            fields, files = [], []
            for name, value in (await request.form()).multi_items():
                if isinstance(value, UploadFile):
                    files.append((name, value))
                else:
                    fields.append((name, str(value)))
            return Form(fields, files)
        body = (await request.body()).decode()
        return Form(parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except (UnicodeDecodeError, ValueError) as wrong:
        raise HTTPException(status_code=400, detail=str(wrong)) from wrong
