"""What no committed text may name: a folder of one machine, or the host of a package registry."""

import re
from collections.abc import Iterator

from tools.tidy.tree import Finding, Tree

_MACHINE = re.compile(r"(?<![\w.$}])/(?:work|root|home/\w+|Users/\w+|tmp)/\w")
_REGISTRY = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|proxy\.golang\.org|crates\.io)\b"
)


def places(tree: Tree) -> Iterator[Finding]:
    """No machine's paths and no registry's hosts."""
    for source in tree.sources.values():
        for number, line in enumerate(source.text.splitlines(), 1):
            if found := _MACHINE.search(line):
                yield Finding(
                    source.path,
                    number,
                    f"the path {found[0]}… of some machine",
                    "take it from a setting, tempfile or the checkout",
                )
            if found := _REGISTRY.search(line):
                yield Finding(
                    source.path, number, f"the registry {found[0]}", "leave it to the installer"
                )
