"""The page on the law says what the code does."""

import re
from pathlib import Path
from typing import get_args

from datafloor.kernel import law
from datafloor.kernel.law.kinds import kind_of
from datafloor.kernel.law.values import Check

PAGE = (Path(__file__).parents[2] / "docs" / "law.md").read_text("utf-8")


def test_every_kind_is_on_the_page_and_no_other() -> None:
    table = PAGE.split("## Kinds")[1].split("## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = {kind for row in rows for kind in re.findall(r"`(\w+)`", row)}
    assert named == {config.__struct_config__.tag for config in get_args(Check)}


def test_every_kind_is_used_by_a_pack() -> None:
    used = {kind_of(rule.check) for name in law.names() for rule in law.pack(name).rules}
    assert used == {config.__struct_config__.tag for config in get_args(Check)}


def test_rules_and_instruments_on_the_page_are_there() -> None:
    vn = law.pack("vn")
    for rule_id in re.findall(r'"([a-z]+\.[a-z_]+)"|explain ([a-z]+\.[a-z_]+)', PAGE):
        assert "".join(rule_id) in vn.versions
    assert "ND314" in vn.instruments
