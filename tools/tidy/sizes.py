"""Files and functions stay small enough to read. What is too big today is listed, and shrinks."""

import ast
from collections.abc import Iterator

from tools.tidy.tree import Finding, Source, Tree

FILE_LINES = 450
FUNCTION_LINES = 60
TABLES = {"datafloor/kernel/refusal.py"}
"""Files that are one long table of texts, read entry by entry: no limit."""

RATCHET = "tools/tidy/ratchet.txt"


def sizes(tree: Tree) -> Iterator[Finding]:
    """A file has at most 450 lines, a function 60, or exactly what the ratchet says."""
    known = dict(_ratchet(tree))
    seen = set()
    for source in tree.python():
        for what, line, size, most in _measured(source):
            limit, entry = known.get(what, (most, 0))
            seen.add(what)
            if size > limit:
                yield Finding(
                    source.path,
                    line,
                    f"{what.rpartition(':')[2]} has {size} lines, {limit} is the most",
                    "give each idea a file or a function of its own",
                )
            elif entry and size < limit:
                keep = f"write {size} there" if size > most else "remove its line"
                yield Finding(RATCHET, entry, f"{what} has shrunk to {size} lines", keep)
    for what, (_, entry) in known.items():
        if what not in seen:
            yield Finding(RATCHET, entry, f"{what} is gone", "remove its line")


def _measured(source: Source) -> Iterator[tuple[str, int, int, int]]:
    if source.path not in TABLES:
        yield source.path, 1, source.text.count("\n"), FILE_LINES
    for name, node in _functions(source.module, ""):
        size = (node.end_lineno or node.lineno) - node.lineno + 1
        yield f"{source.path}:{name}", node.lineno, size, FUNCTION_LINES


def _functions(
    node: ast.AST, inside: str
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield inside + child.name, child
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _functions(child, f"{inside}{child.name}.")
        else:
            yield from _functions(child, inside)


def _ratchet(tree: Tree) -> Iterator[tuple[str, tuple[int, int]]]:
    if RATCHET in tree.sources:
        for number, line in enumerate(tree.sources[RATCHET].text.splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                what, size = line.split()
                yield what, (int(size), number)
