"""The tree, against the vectors of transparency-dev and against the definition in RFC 6962."""

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet
from hypothesis import given
from hypothesis import strategies as st

from datafloor.verify.merkle import (
    EMPTY,
    Node,
    ProofError,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    tree_root,
)

VECTORS = Path(__file__).parents[3] / "shared" / "reference" / "merkle"
needs_vectors = pytest.mark.skipif(
    not VECTORS.is_dir(), reason=f"the published Merkle vectors are not at {VECTORS}"
)


Case = dict[str, Any]


def vectors(kind: str) -> list[ParameterSet]:
    files = sorted((VECTORS / kind).rglob("*.json"))
    return [pytest.param(json.loads(each.read_text()), id=each.stem) for each in files]


def hashes(values: list[str] | None) -> list[bytes]:
    return [b64decode(value) for value in values or []]


@needs_vectors
@pytest.mark.parametrize("case", vectors("inclusion"))
def test_inclusion_vectors(case: Case) -> None:
    arguments = (
        case["leafIdx"],
        case["treeSize"],
        b64decode(case["leafHash"]),
        hashes(case["proof"]),
        b64decode(case["root"]),
    )
    if case["wantErr"]:
        with pytest.raises(ProofError):
            check_inclusion(*arguments)
    else:
        check_inclusion(*arguments)


@needs_vectors
@pytest.mark.parametrize("case", vectors("consistency"))
def test_consistency_vectors(case: Case) -> None:
    roots = (b64decode(case["root1"]), b64decode(case["root2"]))
    arguments = (case["size1"], case["size2"], *roots, hashes(case["proof"]))
    if case["wantErr"]:
        with pytest.raises(ProofError):
            check_consistency(*arguments)
    else:
        check_consistency(*arguments)


@needs_vectors
def test_all_vectors_are_there() -> None:
    assert (len(vectors("inclusion")), len(vectors("consistency"))) == (98, 98)


def by_definition(entries: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\0" + entries[0]).digest()
    half = 1
    while half * 2 < len(entries):
        half *= 2
    left, right = by_definition(entries[:half]), by_definition(entries[half:])
    return sha256(b"\1" + left + right).digest()


def node_in(leaves: list[bytes]) -> Node:
    return lambda level, index: root_of(leaves[index << level : (index + 1) << level])


ENTRIES = [str(number).encode() for number in range(70)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


@pytest.mark.parametrize("size", range(len(ENTRIES) + 1))
def test_the_root_is_that_of_the_definition(size: int) -> None:
    assert root_of(LEAVES[:size]) == by_definition(ENTRIES[:size])
    assert tree_root(size, node_in(LEAVES)) == root_of(LEAVES[:size])
    assert size or root_of([]) == EMPTY


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 64, 69])
def test_proofs_of_every_place_hold_and_no_other_entry_passes(size: int) -> None:
    node, root = node_in(LEAVES), root_of(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(index, size, node)
        check_inclusion(index, size, LEAVES[index], proof, root)
        with pytest.raises(ProofError):
            check_inclusion(index, size, LEAVES[69], proof, root)
    for old in range(1, size + 1):
        proof = consistency_proof(old, size, node)
        check_consistency(old, size, root_of(LEAVES[:old]), root, proof)
        if old < size:
            with pytest.raises(ProofError):
                check_consistency(old, size, root_of(LEAVES[1 : old + 1]), root, proof)


@given(st.integers(1, 69), st.data())
def test_a_proof_with_one_bit_changed_fails(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, node_in(LEAVES))
    if not proof:
        return
    place = data.draw(st.integers(0, len(proof) * 256 - 1))
    changed = bytearray(proof[place // 256])
    changed[place % 256 // 8] ^= 1 << place % 8
    proof[place // 256] = bytes(changed)
    with pytest.raises(ProofError):
        check_inclusion(index, size, LEAVES[index], proof, root_of(LEAVES[:size]))


@pytest.mark.parametrize("index, size", [(0, 0), (3, 3), (-1, 3)])
def test_no_proof_of_an_entry_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ProofError, match="there is no entry"):
        inclusion_proof(index, size, node_in(LEAVES))


def test_no_proof_that_a_tree_begins_with_a_larger_one() -> None:
    with pytest.raises(ProofError, match="cannot begin"):
        consistency_proof(4, 3, node_in(LEAVES))
