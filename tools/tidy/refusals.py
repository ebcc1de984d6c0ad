"""Each refusal is complete: status, both languages, raised somewhere, and tested."""

import ast
import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from tools.tidy.tree import Finding, Tree, dotted

ENUM = "datafloor/kernel/refusal.py"
VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.I
)


class Written(NamedTuple):
    """A refusal as the enum's source writes it."""

    name: str
    line: int
    status: int
    en: str
    vi: str
    law: str


def written(tree: Tree) -> Iterator[Written]:
    """The members of `Refusal`, in precedence."""
    source = tree.sources.get(ENUM)
    for node in source.nodes if source else []:
        if isinstance(node, ast.ClassDef) and node.name == "Refusal":
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call):
                    said = dict(zip(("status", "en", "vi", "law"), line.value.args, strict=False))
                    said |= {word.arg or "": word.value for word in line.value.keywords}
                    value = {key: ast.literal_eval(node) for key, node in said.items()}
                    yield Written(
                        dotted(line.targets[0]),
                        line.lineno,
                        value.get("status", 0),
                        value.get("en", ""),
                        value.get("vi", ""),
                        value.get("law", ""),
                    )


def refusal_texts(tree: Tree) -> Iterator[Finding]:
    """A refusal has an HTTP error status and the same details in English and in Vietnamese."""
    for refusal in written(tree):
        says = partial(Finding, ENUM, refusal.line)
        if not 400 <= refusal.status <= 599:
            yield says(f"{refusal.name} has status {refusal.status}", "use one from 400 to 599")
        if not refusal.en.endswith((".", "?", "}")):  # or ends with a quoted reason
            yield says(f"{refusal.name} has no English sentence", "write what is wrong, what to do")
        if not VIETNAMESE.search(refusal.vi):
            yield says(f"{refusal.name} has no Vietnamese text", "write it, with its diacritics")
        if _details(refusal.en) != _details(refusal.vi):
            yield says(f"{refusal.name} fills in different details", "name the same in both")


def refusal_uses(tree: Tree) -> Iterator[Finding]:
    """A refusal is raised somewhere, and some test or scenario names it."""
    refusals = list(written(tree))
    if not refusals:
        return
    code = "\n".join(s.text for s in tree.python("datafloor/") if s.path != ENUM)
    used = set(re.findall(r"\bRefusal\.(\w+)", code))
    tests = "\n".join(s.text for p, s in tree.sources.items() if p.startswith("tests/"))
    tested = set(re.findall(r"\w+", tests))
    for refusal in refusals:
        if refusal.name not in used:
            yield Finding(ENUM, refusal.line, f"nothing raises {refusal.name}", "remove it")
        elif refusal.name not in tested:
            yield Finding(
                ENUM, refusal.line, f"no test names {refusal.name}", "write one that produces it"
            )


def _details(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))
