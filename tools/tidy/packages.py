"""What the project stands on: each package has its reason, and each pin its hash."""

import re
import tomllib
from collections.abc import Iterator

from tools.tidy.tree import Finding, Tree

REASONS = "docs/decisions/0006-dependencies.md"


def packages(tree: Tree) -> Iterator[Finding]:
    """A package asked for has a reason, and `base.in` is what the package itself depends on."""
    reasons = set(re.findall(r"[\w-]+", _text(tree, REASONS)))
    asked: dict[str, set[str]] = {}
    for path, source in tree.sources.items():
        if path.startswith("requirements/") and path.endswith(".in"):
            for number, line in enumerate(source.text.splitlines(), 1):
                if name := _name(line):
                    asked.setdefault(path, set()).add(name)
                    if name not in reasons:
                        yield Finding(path, number, f"{name} has no reason", f"add it to {REASONS}")
    if "pyproject.toml" in tree.sources:
        project = tomllib.loads(_text(tree, "pyproject.toml")).get("project", {})
        depends = {_name(line) for line in project.get("dependencies", [])}
        for name in sorted(depends ^ asked.get("requirements/base.in", set())):
            yield Finding(
                "pyproject.toml",
                1,
                f"{name} is in only one of dependencies and requirements/base.in",
                "write it in both, or in neither",
            )


def pins(tree: Tree) -> Iterator[Finding]:
    """A solved list holds every package that its `.in` asks for, each pinned and hashed."""
    for path, source in tree.sources.items():
        if not (path.startswith("requirements/") and path.endswith(".txt")):
            continue
        pinned = set()
        for number, line in enumerate(source.text.splitlines(), 1):
            if line[:1].isalnum():
                pinned.add(_name(line))
                if "==" not in line or not line.endswith("\\"):
                    yield Finding(path, number, f"{line} has no pin or no hash", "run `make lock`")
        wanted = path.removesuffix(".txt") + ".in"
        for name in sorted(filter(None, map(_name, _text(tree, wanted).splitlines()))):
            if name not in pinned:
                yield Finding(path, 1, f"{name} of {wanted} is missing", "run `make lock`")


def _name(line: str) -> str:
    found = re.match(r"[A-Za-z0-9][\w.-]*", line)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def _text(tree: Tree, path: str) -> str:
    return tree.sources[path].text if path in tree.sources else ""
