"""Feeds that are broken or mean harm: refused, and never more than their limits."""

import json
import threading
from collections.abc import Iterator

import pytest

from datafloor.adapters.harvest import Limits, fetch, open_round
from datafloor.contexts.inventory import FeedKind
from datafloor.kernel.refusal import Refusal, Refused
from tests.harvest.serving import (
    Answer,
    Catalogues,
    catalogues,
    dripping,
    endless,
    onward,
    package,
    packed,
    plain,
)
from tests.harvest.test_reading import JSON, TURTLE
from tests.waiting import until

SMALL = Limits(private=True, most_bytes=2_000_000, most_seconds=1, most_documents=5)


@pytest.fixture
def served() -> Iterator[Catalogues]:
    with catalogues() as made:
        yield made


def refused(kind: str, address: str, limits: Limits = SMALL) -> Refused:
    with pytest.raises(Refused) as caught:
        for _ in open_round(FeedKind(kind), address, limits):
            pass
    assert caught.value.text("en") and caught.value.text("vi")
    return caught.value


BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&b;</rdf:RDF>"""
DEEP = 20_000


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (plain("<!DOCTYPE html><html><body>Welcome</body></html>", "text/turtle"), "HTML"),
        (plain("  <!-- hi --> <HTML>", "application/rdf+xml"), "HTML"),
        (plain(TURTLE.encode("utf-16-le"), "text/turtle"), ""),
        (plain(JSON.encode("windows-1258", "replace")), "utf-8"),
        (plain(TURTLE, "text/turtle; charset=no-such"), "no-such"),
        (plain(BOMB, "application/rdf+xml"), "entities"),
        (plain(BOMB.encode("utf-16"), "application/rdf+xml"), "entities"),
        (plain('{"a":' * DEEP + "1" + "}" * DEEP), "deeper"),
        (plain("[" * DEEP + "]" * DEEP), ""),
        (plain("<a><b>" * DEEP + "</b></a>" * DEEP, "application/rdf+xml"), "deeper"),
        (plain("{}"), "no catalogue"),
        (plain('{"@context": [[[{}]]], "@graph": 7}'), ""),
        (plain(""), "no catalogue"),
        (plain("PK\x03\x04 not a catalogue"), ""),
        (packed(JSON), "gzip"),
    ],
)
def test_what_is_no_catalogue_is_refused(served: Catalogues, answer: Answer, problem: str) -> None:
    served.answers["/feed"] = answer
    found = refused("dcat", f"{served.base}/feed")
    assert found.why is Refusal.feed_unreadable
    assert problem in found.details["problem"]


@pytest.mark.parametrize(
    "body",
    ["[]", '{"success": false}', '{"result": {"count": "x", "results": []}}', "<html>", "{"],
)
def test_what_is_no_ckan_is_refused(served: Catalogues, body: str) -> None:
    served.answers["/api"] = plain(body)
    assert refused("ckan", served.base).why is Refusal.feed_unreadable


def test_what_never_ends_is_cut_off(served: Catalogues) -> None:
    served.answers["/feed"] = endless
    assert refused("dcat", f"{served.base}/feed").why is Refusal.feed_too_large


def test_what_says_that_it_is_huge_is_not_even_read(served: Catalogues) -> None:
    served.answers["/feed"] = plain(b"x" * 2_000_001)
    assert refused("dcat", f"{served.base}/feed").why is Refusal.feed_too_large


def test_what_drips_is_given_up(served: Catalogues) -> None:
    served.answers["/feed"] = dripping
    assert refused("dcat", f"{served.base}/feed").why is Refusal.feed_too_slow
    until(lambda: not any(isinstance(each, threading.Timer) for each in threading.enumerate()))


def test_pages_that_lead_back_are_noticed(served: Catalogues) -> None:
    text = '@prefix h: <http://www.w3.org/ns/hydra/core#> . <> h:next "/b" .'
    served.answers["/a"] = plain(text + TURTLE, "text/turtle")
    served.answers["/b"] = plain(text.replace("/b", "/a") + TURTLE, "text/turtle")
    assert refused("dcat", f"{served.base}/a").why is Refusal.feed_in_circles


def test_pages_without_end_are_noticed(served: Catalogues) -> None:
    text = '@prefix h: <http://www.w3.org/ns/hydra/core#> . <> h:next "/p/%d" .'
    for number in range(10):
        served.answers[f"/p/{number}"] = plain(text % (number + 1), "text/turtle")
    assert refused("dcat", f"{served.base}/p/0").why is Refusal.feed_in_circles
    assert len(served.asked) == SMALL.most_documents


def test_a_ckan_that_gives_the_same_page_for_ever_is_noticed(served: Catalogues) -> None:
    result = {"count": 10**9, "results": [package(1), package(2)]}
    served.answers["/api"] = plain(json.dumps({"result": result}))
    assert refused("ckan", served.base).why is Refusal.feed_in_circles
    assert len(served.asked) == 2


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://data.example.vn/x",
        "http:///x",
        "http://data.example.vn:99999/",
        "http://127.0.0.1:1/",
        "http://localhost:1/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://0.0.0.0/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://224.0.0.1/",
        "http://100.64.0.1/",
    ],
)
def test_nothing_inside_is_asked(address: str) -> None:
    with pytest.raises(Refused) as caught:
        fetch(address, Limits())
    assert caught.value.why is Refusal.feed_address_forbidden


def test_a_redirect_leads_nowhere_inside_either(served: Catalogues) -> None:
    served.answers["/feed"] = onward("file:///etc/passwd")
    assert refused("dcat", f"{served.base}/feed").why is Refusal.feed_address_forbidden


def test_redirects_end(served: Catalogues) -> None:
    served.answers["/feed"] = onward("/feed")
    assert refused("dcat", f"{served.base}/feed").why is Refusal.feed_unreachable


def test_who_does_not_answer_is_named(served: Catalogues) -> None:
    assert refused("dcat", f"{served.base}/nothing").details["problem"] == "HTTP 404"
    assert refused("dcat", "http://127.0.0.1:1/feed").why is Refusal.feed_unreachable
