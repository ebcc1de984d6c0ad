"""Every route says who may call it, and asks who calls where it says so."""

import ast
from collections.abc import Iterator

from tools.tidy.tree import Finding, Source, Tree, dotted, names

METHODS = {"get", "post", "put", "patch", "delete", "head", "route"}
ASKS = {"somebody", "visitor", "bearer"}
"""The functions of `signing_in` that find out who calls."""

OPEN = "OPEN"


def routes(tree: Tree) -> Iterator[Finding]:
    """A route declares `security=`: `OPEN`, or what it asks for with `somebody` or `visitor`."""
    asking = _asking(tree)
    for source in tree.python("datafloor/web/"):
        ours = {
            name.rpartition(".")[2]
            for node in source.module.body
            for name in names(node)
            if name.startswith("litestar.") and name.rpartition(".")[2] in METHODS
        }
        if ours:
            yield from _in(source, ours, asking)


def _asking(tree: Tree) -> set[str]:
    """The functions of the web that find out who calls, by themselves or through another."""
    calls: dict[str, set[str]] = {}
    for source in tree.python("datafloor/web/"):
        for node in source.nodes:
            if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
                calls.setdefault(node.name, set()).update(_called(node))
    asking, before = set(ASKS), set[str]()
    while asking != before:
        before = set(asking)
        asking |= {name for name, called in calls.items() if called & asking}
    return asking


def _open(security: ast.expr) -> bool:
    """Whether anybody may call: `OPEN`, or `[{}]` written out."""
    return dotted(security) == OPEN or ast.unparse(security) == "[{}]"


def _called(node: ast.AST) -> set[str]:
    return {dotted(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}


def _in(source: Source, methods: set[str], asking: set[str]) -> Iterator[Finding]:
    shared = set(_shared(source))
    for node in source.nodes:
        if isinstance(node, ast.Call) and dotted(node.func) in methods:
            if not any(
                word.arg == "security" or (word.arg is None and dotted(word.value) in shared)
                for word in node.keywords
            ):
                yield source.says(
                    node,
                    "a route that does not say who may call it",
                    "write security=OPEN where anybody may, else what it asks for",
                )
        elif isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
            yield from _forgets(source, node, methods, asking)


def _shared(source: Source) -> Iterator[str]:
    """The names of dicts with a `security` key, to be given to routes by `**`."""
    for node in source.nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            keys = [key.value for key in node.value.keys if isinstance(key, ast.Constant)]
            if "security" in keys:
                yield dotted(node.targets[0] if isinstance(node, ast.Assign) else node.target)


def _forgets(
    source: Source,
    node: ast.AsyncFunctionDef | ast.FunctionDef,
    methods: set[str],
    asking: set[str],
) -> Iterator[Finding]:
    """A handler that says it asks who calls, and does not."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and dotted(decorator.func) in methods:
            says = [word.value for word in decorator.keywords if word.arg == "security"]
            if says and not _open(says[0]) and not _called(node) & asking:
                yield source.says(
                    node, f"{node.name} never asks who calls", f"call one of {sorted(ASKS)}"
                )
