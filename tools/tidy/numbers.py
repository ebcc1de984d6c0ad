"""No float comes near money: not in a context, and not in `kernel/money.py`."""

import ast
from collections.abc import Iterator

from tools.tidy.tree import Finding, Tree

EXACT = ("rules", "model", "commands", "events", "reactions")


def floats(tree: Tree) -> Iterator[Finding]:
    """Contexts and money compute in whole numbers: no `float`, and `//` in place of `/`."""
    for source in tree.python("datafloor/contexts/", "datafloor/kernel/money.py"):
        for node in source.nodes:
            if isinstance(node, ast.Name) and node.id == "float":
                yield source.says(node, "a float", "whole units, or a function in analysis")
            elif isinstance(node, ast.Constant) and type(node.value) is float:
                yield source.says(node, f"the float {node.value}", "basis points or whole units")
            elif (
                isinstance(node, ast.BinOp)
                and isinstance(node.op, ast.Div)
                and (source.role in EXACT or not source.context)
            ):
                yield source.says(node, "a division into a float", "`//`, or `money.split`")
