"""Documents that are written from the code, and those that only must not lie about it."""

import re
from collections.abc import Callable, Iterator

from tools.tidy.refusals import written
from tools.tidy.tree import Finding, Tree


def refusals_page(tree: Tree) -> str:
    """Every refusal with its status, its texts and its law."""
    lines = [
        "# Refusals",
        "",
        "Every way in which the exchange says no, in precedence: of several that apply, the first",
        "is said. Written from `datafloor/kernel/refusal.py` by `python -m tools.tidy --write`.",
        "",
        "| code | status | English | tiếng Việt | law |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{r.name}` | {r.status} | {_cell(r.en)} | {_cell(r.vi)} | {_cell(r.law)} |"
        for r in written(tree)
    ]
    return "\n".join(lines) + "\n"


GENERATED: dict[str, Callable[[Tree], str]] = {"docs/refusals.md": refusals_page}


def documents(tree: Tree) -> Iterator[Finding]:
    """A generated document is what its generator writes now."""
    for path, generate in GENERATED.items():
        source = tree.sources.get(path)
        if source is None or source.text != generate(tree):
            yield Finding(path, 1, "not fresh", "run `python -m tools.tidy --write`")


def references(tree: Tree) -> Iterator[Finding]:
    """A link between documents has an end, and a `make` that they name exists."""
    makefile = tree.sources.get("Makefile")
    targets = set(re.findall(r"^([a-z]+):", makefile.text if makefile else "", re.MULTILINE))
    for path, source in tree.sources.items():
        if not path.endswith(".md"):
            continue
        for number, line in enumerate(source.text.splitlines(), 1):
            for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", line):
                if not (tree.root / path).parent.joinpath(link).exists():
                    yield Finding(path, number, f"{link} is not there", "correct the link")
            for target in re.findall(r"(?:`|^)make ([a-z]+)", line):
                if target not in targets:
                    yield Finding(path, number, f"make {target} does not exist", "correct it")


def write(tree: Tree) -> None:
    """Write every generated document afresh."""
    for path, generate in GENERATED.items():
        file = tree.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(generate(tree), encoding="utf-8")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
