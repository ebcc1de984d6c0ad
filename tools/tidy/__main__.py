"""`python -m tools.tidy [--write]`: check the checkout that this program lies in."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tools.tidy import (
    documents,
    messages,
    numbers,
    packages,
    refusals,
    routes,
    shape,
    sizes,
    sql,
    texts,
)
from tools.tidy.tree import Finding, Tree

CHECKS: Sequence[Callable[[Tree], Iterator[Finding]]] = (
    *(sizes.sizes, texts.places, numbers.floats, documents.documents),
    *(documents.references, packages.packages, packages.pins),
    *(shape.context_files, shape.context_faces, shape.pure_rules, shape.doors),
    shape.trust_sentences,
    *(sql.sql_places, sql.foreign_tables),
    *(messages.commands, messages.command_tests, messages.event_kinds, messages.event_fields),
    *(refusals.refusal_texts, refusals.refusal_uses, routes.routes),
)


def main(words: Sequence[str]) -> int:
    """Print what is found; the exit status is 1 where anything is."""
    tree = Tree(Path(__file__).parents[2])
    if "--write" in words:
        documents.write(tree)
        tree = Tree(tree.root)
    found = sorted(
        {finding for check in CHECKS for finding in check(tree)},
        key=lambda finding: (finding.path, finding.line, finding.what),
    )
    for finding in found:
        print(finding)
    print(f"tidy: {len(tree.sources)} files, {len(found)} findings" if found else "tidy: clean")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
