"""Small made checkouts for the checks to look at."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from tools.tidy.tree import Finding, Tree

Make = Callable[[dict[str, str]], Tree]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes files, by path, and returns the tree of them."""

    def make(files: dict[str, str]) -> Tree:
        for path, text in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(dedent(text), encoding="utf-8")
        return Tree(tmp_path)

    return make


def said(findings: list[Finding]) -> list[str]:
    """What each finding says, without the advice."""
    return [f"{finding.path}:{finding.line}: {finding.what}" for finding in findings]
