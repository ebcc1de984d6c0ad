"""Files that arrive in pieces: tus 1.0.0 as its clients speak it, and publishing what arrived."""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage
from tempfile import gettempdir
from time import sleep

import httpx
import msgspec
import pytest

from datafloor.adapters.uploads import Upload, Uploads
from datafloor.kernel.ids import new_id
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.api.uploads import LONGEST
from tests.fair import CSV, Fair, fair

__all__ = ["fair"]

BODY = CSV.encode()
TUS = {"tus-resumable": "1.0.0"}
PIECE = {**TUS, "content-type": "application/offset+octet-stream"}


@pytest.fixture
def seller(fair: Fair) -> Iterator[httpx.Client]:
    """A seller's browser, as a script of our page has it."""
    with httpx.Client(base_url=fair.site.url, headers=TUS) as client:
        client.cookies.update(fair.browser("seller").client.cookies)
        yield client


def begin(seller: httpx.Client, length: int = len(BODY), name: str = "air.csv") -> str:
    told = {
        "upload-length": str(length),
        "upload-metadata": f"filename {b64encode(name.encode()).decode()},kind dGV4dA==",
    }
    answer = seller.post("/api/uploads", headers=told)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


def offset(seller: httpx.Client, where: str) -> int:
    return int(seller.head(where).headers["upload-offset"])


def send(seller: httpx.Client, where: str, start: int, content: bytes) -> httpx.Response:
    return seller.patch(where, content=content, headers={**PIECE, "upload-offset": str(start)})


def test_what_the_server_can_do(seller: httpx.Client) -> None:
    said = seller.options("/api/uploads").headers
    assert said["tus-version"] == "1.0.0"
    assert said["tus-extension"] == "creation,expiration,termination"


def test_it_goes_on_where_it_stopped_and_is_published(fair: Fair, seller: httpx.Client) -> None:
    where = begin(seller)
    assert offset(seller, where) == 0
    assert send(seller, where, 0, BODY[:100]).headers["upload-offset"] == "100"
    again = send(seller, where, 0, BODY)  # as after an answer that was lost
    assert (again.status_code, again.json()["code"]) == (409, "upload_elsewhere")
    assert "100" in again.json()["title"]
    assert offset(seller, where) == 100

    browser = fair.browser("seller")
    browser.get(f"/sell/{fair.submitted}/data")
    form = browser.form("/versions")
    upload = where.rpartition("/")[2]
    early = browser.send(form, version=new_id("version"), upload=upload, mode="overwrite")
    assert early.status_code == Refusal.upload_unfinished.value.status
    assert "Only 100 of" in early.text

    assert send(seller, where, 100, BODY[100:]).status_code == 204
    browser.get(f"/sell/{fair.submitted}/data")
    done = browser.send(
        browser.form("/versions"), version=new_id("version"), upload=upload, mode="overwrite"
    )
    while "/versions/" in str(done.url):  # it is not done at once where others use the machine
        sleep(0.1)
        done = browser.client.get(str(done.url), follow_redirects=True)
    assert done.status_code == 200
    assert "published" in str(done.url)
    assert seller.head(where).status_code == 404


def test_what_is_wrong_with_the_file_is_told_and_the_file_kept(
    fair: Fair, seller: httpx.Client
) -> None:
    where = begin(seller, 12)
    send(seller, where, 0, b"\xff\xfe\x00\x01bad\x00\x00\x00\x00\x00")
    browser = fair.browser("seller")
    browser.get(f"/sell/{fair.submitted}/data")
    upload = where.rpartition("/")[2]
    refused = browser.send(browser.form("/versions"), version=new_id("version"), upload=upload)
    assert refused.status_code >= 400
    assert upload in refused.text
    assert offset(seller, where) == 12


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"tus-resumable": "0.2.2"}, 412, "tus_version_unknown"),
        ({"upload-length": "-1"}, 400, "malformed"),
        ({"upload-length": str(LONGEST)}, 507, "store_full"),
        ({"upload-length": "²"}, 400, "malformed"),
        ({"upload-length": "5", "upload-metadata": "filename ???"}, 400, "malformed"),
        ({"upload-length": "5", "cookie": ""}, 401, "sign_in_required"),
    ],
)
def test_what_cannot_begin(
    seller: httpx.Client, headers: dict[str, str], status: int, code: str
) -> None:
    if code == "store_full" and disk_usage(gettempdir()).free > LONGEST:
        pytest.skip("this disk has room for the longest upload")
    if "cookie" in headers:
        seller.cookies.clear()
    sent = {name: value.encode() for name, value in headers.items() if name != "cookie"}
    answer = seller.post("/api/uploads", headers=sent)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_page_of_another_site_cannot_use_the_session(fair: Fair, seller: httpx.Client) -> None:
    """The header that other sites cannot send is asked for on every request."""
    where = begin(seller)
    del seller.headers["tus-resumable"]
    assert seller.delete(where).status_code == 412
    assert seller.post("/api/uploads", headers={"upload-length": "5"}).status_code == 412


def test_more_than_was_announced_is_refused(seller: httpx.Client) -> None:
    where = begin(seller, 10)
    answer = send(seller, where, 0, BODY)
    assert (answer.status_code, answer.json()["code"]) == (413, "upload_too_long")
    assert offset(seller, where) <= 10


def test_pieces_of_another_kind(seller: httpx.Client) -> None:
    where = begin(seller)
    answer = seller.patch(where, content=b"x", headers={"upload-offset": "0"})
    assert (answer.status_code, answer.json()["code"]) == (415, "media_type_wrong")


def test_another_organisation_s_upload_is_nobody_s(fair: Fair, seller: httpx.Client) -> None:
    where = begin(seller)
    seller.cookies.clear()
    seller.cookies.update(fair.browser("buyer").client.cookies)
    assert seller.head(where).status_code in (403, 404)
    assert send(seller, where, 0, b"x").json()["code"] in ("role_missing", "upload_unknown")


@pytest.mark.parametrize("name", ["../other", "other", "upload_\0", ""])
def test_what_is_no_id_names_no_file(tmp_path: Path, name: str) -> None:
    uploads = Uploads(tmp_path / "uploads")
    whole = msgspec.json.encode(Upload("../other", "org", "x.csv", 0, 0))
    uploads.begin("org", "x.csv", 1)
    for place in (tmp_path, tmp_path / "uploads"):
        (place / "other.json").write_bytes(whole)
    with pytest.raises(Refused) as refused:
        uploads.find(name, "org")
    assert refused.value.why is Refusal.upload_unknown


def test_two_at_one_upload(seller: httpx.Client) -> None:
    """While one request sends, another is told to wait, and harms nothing."""
    where = begin(seller)
    told: list[httpx.Response] = []

    def slowly() -> Iterator[bytes]:
        yield BODY[:10]
        while not told or told[-1].status_code == 409:  # until the first piece has arrived
            told.append(send(seller, where, offset(seller, where), BODY[10:20]))
            if told[-1].status_code == 204:
                told.pop()
        yield BODY[10:]

    answer = seller.patch(where, content=slowly(), headers={**PIECE, "upload-offset": "0"})
    assert told[-1].json()["code"] == "upload_busy"
    assert answer.headers["upload-offset"] == str(len(BODY))


def test_an_upload_is_given_up(seller: httpx.Client) -> None:
    where = begin(seller)
    assert seller.delete(where).status_code == 204
    assert seller.head(where).status_code == 404


def test_twenty_at_a_time(seller: httpx.Client) -> None:
    begun: list[str] = []
    while True:
        answer = seller.post("/api/uploads", headers={"upload-length": "1"})
        if answer.status_code != 201:
            break
        begun.append(answer.headers["location"])
        assert len(begun) <= 20
    assert answer.json()["code"] == "too_many_uploads"
    for where in begun:
        seller.delete(where)
