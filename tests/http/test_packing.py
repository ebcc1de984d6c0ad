"""Pages and files come packed to those who take it, but for what holds a secret."""

import gzip
import re

import pytest

from tests.fair import Fair


def coding(fair: Fair, who: str, path: str, takes: str = "gzip, br") -> str | None:
    """How the answer is packed."""
    answer = fair.browser(who).client.get(path, headers={"accept-encoding": takes})
    assert answer.status_code == 200
    assert "accept-encoding" in answer.headers["vary"]
    return str(answer.headers["content-encoding"]) if "content-encoding" in answer.headers else None


def test_what_holds_no_secret_is_packed(fair: Fair) -> None:
    assert coding(fair, "", "/en/") == "gzip"
    assert coding(fair, "", f"/vi/products/{fair.product}") == "gzip"
    assert coding(fair, "", "/en/join") is None, "its form carries a token"
    assert coding(fair, "seller", "/en/") is None, "it names who is signed in"


@pytest.mark.parametrize("takes", ["identity", "gzip;q=0", "br, gzip; q=0.0", ""])
def test_nothing_is_packed_for_who_does_not_take_it(fair: Fair, takes: str) -> None:
    assert coding(fair, "", "/en/", takes) is None


def test_a_file_is_the_same_packed_or_not(fair: Fair) -> None:
    client = fair.browser().client
    page = client.get("/en/").text
    for name in set(re.findall(r'"(/static/[^"]+\.(?:css|js|svg))"', page)):
        plain = client.get(name, headers={"accept-encoding": "identity"})
        with client.stream("GET", name, headers={"accept-encoding": "gzip"}) as answer:
            sent = b"".join(answer.iter_raw())
        assert gzip.decompress(sent) == plain.content
        assert len(sent) < len(plain.content)
    font = next(iter(re.findall(r'"(/static/[^"]+\.woff2)"', page)))
    assert coding(fair, "", font) is None, "a font is packed in itself"
