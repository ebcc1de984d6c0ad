"""The one shape of a context, its door, and the purity of its rules."""

import ast
from collections.abc import Iterator

from tools.tidy.tree import Finding, Source, Tree, dotted, names

ROLES = {
    *("__init__", "model", "commands", "events", "rules"),
    *("store", "queries", "reactions", "followers"),
}
PURE_ROLES = ("rules", "reactions", "model", "commands", "events")

PURE = {
    *("bisect", "collections", "dataclasses", "datetime", "decimal", "enum", "fractions"),
    *("functools", "heapq", "itertools", "math", "operator", "re", "statistics", "string"),
    *("typing", "unicodedata", "zoneinfo", "msgspec", "stdnum"),
    *("datafloor.analysis", "datafloor.contexts", "datafloor.kernel.canonical"),
    *("datafloor.kernel.clock", "datafloor.kernel.ids", "datafloor.kernel.law"),
    *("datafloor.kernel.message", "datafloor.kernel.money", "datafloor.kernel.refusal"),
    "datafloor.verify.jws",
}
"""What a rule may import: values and functions of their arguments. No I/O, clock or chance."""

IMPURE_NAMES = {
    "datafloor.kernel.clock.now": "take `call.now`",
    "datafloor.kernel.ids.new_id": "let the caller send the id in the command",
    "datafloor.kernel.message.Way": "keep it in the context's __init__",
}


def context_files(tree: Tree) -> Iterator[Finding]:
    """A context holds the files of the shape and no others."""
    for context, sources in tree.contexts.items():
        for source in sources:
            if source.role not in ROLES:
                yield Finding(
                    source.path,
                    1,
                    f"{source.role} is no part of a context's shape",
                    "see ARCHITECTURE.md for the roles; pure numeric work belongs in analysis",
                )
        if f"datafloor/contexts/{context}/__init__.py" not in tree.sources:
            where = f"datafloor/contexts/{context}"
            yield Finding(where, 1, "no __init__.py", "write the page that a newcomer reads first")


def context_faces(tree: Tree) -> Iterator[Finding]:
    """A context's `__init__` is a page and a table: it defines no function and no class."""
    for sources in tree.contexts.values():
        for source in sources:
            if source.role != "__init__":
                continue
            for node in source.nodes:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    yield source.says(
                        node, f"{node.name} is defined in a face", "move it to the file of its role"
                    )


def trust_sentences(tree: Tree) -> Iterator[Finding]:
    """A store says who can write its tables, and what could be forged so."""
    for context in tree.contexts:
        for path in (f"{context}/store.py", f"{context}/store/__init__.py"):
            source = tree.sources.get(f"datafloor/contexts/{path}")
            if source and "Trust:" not in (ast.get_docstring(source.module) or ""):
                yield Finding(
                    source.path, 1, "no trust sentence", "say `Trust: who can write … can …`"
                )


def pure_rules(tree: Tree) -> Iterator[Finding]:
    """Rules, reactions and messages do no I/O and ask neither the clock nor chance."""
    for sources in tree.contexts.values():
        for source in sources:
            if source.role in PURE_ROLES:
                yield from _impure(source)


def _impure(source: Source) -> Iterator[Finding]:
    calls = {call.rpartition(".")[2]: instead for call, instead in IMPURE_NAMES.items()}
    for node in source.nodes:
        for name in names(node):
            if name in IMPURE_NAMES:
                yield source.says(node, f"{source.role} use {name}", IMPURE_NAMES[name])
            elif not any(name == pure or name.startswith(f"{pure}.") for pure in PURE):
                yield source.says(
                    node,
                    f"{source.role} import {name}, which may do I/O",
                    "load it into the facts in store.py, or list it as pure in tools/tidy/shape.py",
                )
        if isinstance(node, ast.Call) and "." in (call := dotted(node.func)):
            for last, instead in calls.items():
                if call in (f"clock.{last}", f"ids.{last}"):
                    yield source.says(node, f"{source.role} call {call}", instead)


def doors(tree: Tree) -> Iterator[Finding]:
    """A context is entered through its package only, and its own files do not go round by it."""
    inner = ROLES - {"__init__"}
    shown = {context: _shown(tree, context) for context in tree.contexts}
    for source in tree.python("datafloor/", "bench/"):
        for node in source.nodes:
            for name in names(node):
                parts = name.split(".")
                if parts[:2] != ["datafloor", "contexts"] or len(parts) < 4:
                    continue
                context, what = parts[2], parts[3]
                if context != source.context:
                    if what in inner and what not in shown.get(context, set()):
                        yield source.says(
                            node,
                            f"enters {context} by its inner file {what}",
                            f"import from datafloor.contexts.{context}, which says what it offers",
                        )
                elif what not in inner and source.role != "__init__":
                    yield source.says(
                        node,
                        f"takes {what} from its own package's face",
                        "import it from the file that defines it",
                    )


def _shown(tree: Tree, context: str) -> set[str]:
    face = tree.sources.get(f"datafloor/contexts/{context}/__init__.py")
    for node in face.module.body if face else []:
        if isinstance(node, ast.Assign) and dotted(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()
