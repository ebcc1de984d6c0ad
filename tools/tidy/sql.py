"""SQL stays in `store`, `queries` and the kernel, and each context keeps to its own tables."""

import ast
import re
from collections.abc import Iterator

from tools.tidy.tree import Finding, Source, Tree

_SQL = re.compile(
    r"\s*(SELECT\s.*\bFROM\b|INSERT\s+(OR \w+ )?INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s"
    r"|WITH\s+(RECURSIVE\s+)?\w+.*\sAS\s*\(|(CREATE|DROP|ALTER)\s+(UNIQUE\s+)?(TABLE|INDEX)\s)",
    re.DOTALL,
)
_TABLE = re.compile(
    r"(?<!DISTINCT )\b(?:FROM|JOIN|INTO|UPDATE|TABLE|REFERENCES|INDEX \w+ ON)\s+"
    r"(?:IF NOT EXISTS\s+|IF EXISTS\s+|ONLY\s+)?([a-z_]\w*)\b(?!\s*\()"
    r"((?:\s+(?:AS\s+)?[a-z]\w*)?(?:\s*,\s*[a-z_]\w*(?:\s+(?:AS\s+)?[a-z]\w*)?)*)"
)
_INTO = re.compile(r"\bINTO\s+([a-z_]\w*)\s*\(")
_REFERENCES = re.compile(r"\bREFERENCES\s+([a-z_]\w*)\s*\(")
_INDEX = re.compile(r"\bINDEX\s+(?:IF NOT EXISTS\s+)?\w+\s+ON\s+([a-z_]\w*)\s*\(")
_CREATED = re.compile(r"\bTABLE\s+(?:IF NOT EXISTS\s+)?([a-z_]\w*)\s*\(")
_NAMED = re.compile(
    r"\b([a-z_]\w*)\s*(?:\([\w\s,]*\)\s*)?AS\s+(?:NOT MATERIALIZED |MATERIALIZED )?\("
)


def sql_places(tree: Tree) -> Iterator[Finding]:
    """Only `store`, `queries` and the kernel hold SQL on the exchange's tables.

    The web, the plane and the other files of a context hold none at all; elsewhere SQL may ask
    other databases: an engine over a buyer's files, a package's own data.
    """
    kernels = {
        table
        for source in tree.python("datafloor/kernel/")
        for _, sql in statements(source)
        for table in _CREATED.findall(sql)
    }
    for source in tree.python("datafloor/"):
        if source.role in ("store", "queries") or source.path.startswith("datafloor/kernel/"):
            continue
        strict = source.context or source.parts[1] in ("web", "plane")
        for node, sql in statements(source):
            if strict or any(_is_ours(tree, table) or table in kernels for table in tables(sql)):
                yield source.says(
                    node, "SQL outside store, queries and kernel", "ask a context's face for it"
                )


def _is_ours(tree: Tree, table: str) -> bool:
    return any(table.startswith(f"{context}_") for context in tree.contexts)


def foreign_tables(tree: Tree) -> Iterator[Finding]:
    """A context's SQL names only its own tables, `context_noun`."""
    for context, sources in tree.contexts.items():
        for source in sources:
            for node, sql in statements(source):
                for table in sorted(tables(sql)):
                    if not table.startswith(f"{context}_"):
                        yield source.says(
                            node,
                            f"{context} names the table {table}",
                            f"its own tables are {context}_…; ask the face of the other's owner",
                        )


def statements(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """The strings of a file that are SQL, with `{}` where an f-string puts a value."""
    inside: set[int] = set()
    for node in source.nodes:
        if isinstance(node, ast.JoinedStr):
            inside.update(id(child) for child in ast.walk(node) if child is not node)
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = "" if id(node) in inside else node.value
        else:
            continue
        if _SQL.match(text):
            yield node, text


def tables(sql: str) -> set[str]:
    """The tables that SQL names, but for those that it defines itself in a WITH."""
    sql = re.sub(r"--[^\n]*|'[^']*'", " ", sql)
    found = {name for rule in (_INTO, _REFERENCES, _INDEX, _CREATED) for name in rule.findall(sql)}
    for first, others in _TABLE.findall(sql):
        found.add(first)
        found.update(re.findall(r",\s*([a-z_]\w*)", others))
    return found - set(_NAMED.findall(sql))
