"""Where a product came from and where it went, as its page draws and says it."""

import re
from xml.etree import ElementTree

import pytest
from openlineage.client.event_v2 import InputDataset, OutputDataset, RunState

from datafloor.web.signing_in import COOKIE
from tests.api.served import Somebody
from tests.lineage.pipeline import Pipeline
from tests.marks.selling import Selling, air, done


def page(selling: Selling, product: str, who: Somebody | None = None, code: str = "en") -> str:
    headers = {"cookie": f"{COOKIE}={who.secret}"} if who else {}
    answer = selling.exchange.client.get(f"/{code}/products/{product}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.text


def graph(text: str) -> ElementTree.Element:
    found = re.search(r'<svg class="lineage".*?</svg>', text, re.DOTALL)
    assert found is not None
    return ElementTree.fromstring(found[0])


def boxes(found: ElementTree.Element) -> dict[str, list[str]]:
    """What the boxes of each column say."""
    said: dict[str, list[str]] = {}
    for box in found.iter("g"):
        kind, title = box.find("rect"), box.find("title")
        assert kind is not None
        assert title is not None
        said.setdefault(kind.get("class", ""), []).append(title.text or "")
    return said


@pytest.mark.parametrize("code", ["en", "vi"])
def test_the_graph(selling: Selling, code: str) -> None:
    product, pipeline = selling.drafted(air(50)), Pipeline(selling)
    middle = ("s3://lake", "clean/<b>air</b>.parquet")
    pipeline.tell(RunState.COMPLETE, [OutputDataset(*middle)], job="clean")
    source = [InputDataset(*middle)]
    pipeline.tell(RunState.COMPLETE, [pipeline.product(product)], source, job="publish <all>")
    done(selling.publish(product, air(70)))
    offer = selling.offered(product)
    for buyer in selling.buyers:
        selling.bought(buyer, offer)
    after = selling.drafted(air(20))
    selling.offered(after)
    read = [InputDataset(pipeline.here, product)]
    pipeline.tell(RunState.COMPLETE, [pipeline.product(after)], read)

    text = page(selling, product, code=code)
    said = boxes(graph(text))
    assert said["source"] == ["raw/air.csv (s3://lake)"]
    assert len(said["version"]) == 2
    assert [each[0] for each in said["use"][:1]] == ["2"]
    assert len(said["use"]) == 2
    assert len(list(graph(text).iter("path"))) == 4
    assert f'href="/{code}/products/{after}"' in text
    assert "clean/&lt;b&gt;air" in text
    assert "<b>air" not in text
    later = page(selling, after, code=code)
    assert f'href="/{code}/products/{product}"' in later
    assert "Công ty buyer1" not in text
    assert "Công ty buyer2" not in page(selling, product, selling.buyers[0], code)
    assert "Công ty buyer1" in page(selling, product, selling.buyers[0], code)
    assert "Công ty buyer2" in page(selling, product, selling.seller, code)
    assert "Công ty buyer2" in page(selling, product, selling.supervisor, code)


def test_a_product_of_which_nothing_is_told(selling: Selling) -> None:
    product = selling.drafted(air(30))
    selling.offered(product)
    assert 'id="lineage"' not in page(selling, product)
    own = page(selling, product, selling.seller)
    assert f"{selling.exchange.exchange.base_url}/api/v1/lineage" in own
    assert f"name: {product}" in own
    Pipeline(selling).tell(RunState.COMPLETE, [Pipeline(selling).product(product)])
    assert "/api/v1/lineage" not in page(selling, product, selling.seller)
    assert "raw/air.csv" in page(selling, product)


def test_a_run_that_goes_in_circles_is_drawn(selling: Selling) -> None:
    product, pipeline = selling.drafted(air(30)), Pipeline(selling)
    one, two = ("s3://lake", "one"), ("s3://lake", "two")
    pipeline.tell(RunState.COMPLETE, [OutputDataset(*one)], [InputDataset(*two)])
    pipeline.tell(RunState.COMPLETE, [OutputDataset(*two)], [InputDataset(*one)])
    own = [InputDataset(*one), InputDataset(pipeline.here, product)]
    pipeline.tell(RunState.COMPLETE, [pipeline.product(product)], own)
    assert boxes(graph(page(selling, product, selling.seller)))["source"]
