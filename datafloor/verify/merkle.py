"""The Merkle tree of RFC 6962: one hash stands for a whole list, and short proofs show it.

Two proofs, both checked by anyone who has the hashes: *inclusion* (this entry is in the list
that this root stands for) and *consistency* (the later list begins with the earlier one, so
nothing was taken out, put in or changed). Formulas: RFC 6962 section 2.1, RFC 9162 section 2.1.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

Node = Callable[[int, int], bytes]
"""`node(level, index)`: the hash over the entries `index * 2**level` up to the next multiple."""

EMPTY = sha256(b"").digest()
"""The root of the tree without entries."""


class ProofError(ValueError):
    """A proof does not show what it was given for. The text says how it fails."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry. Its first byte keeps an entry from passing for a node."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return sha256(b"\1" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over a list of leaf hashes (or of the roots of whole subtrees of one size)."""
    if not hashes:
        return EMPTY
    row = list(hashes)
    while len(row) > 1:
        odd = [row[-1]] if len(row) % 2 else []
        pairs = zip(row[0::2], row[1::2], strict=False)
        row = [sha256(b"\1" + left + right).digest() for left, right in pairs] + odd
    return row[0]


def range_hash(low: int, high: int, node: Node) -> bytes:
    """The hash over the entries from `low` up to but without `high`, one range of the tree."""
    count = high - low
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return node(level, low >> level)
    half = 1 << (count - 1).bit_length() - 1
    return node_hash(range_hash(low, low + half, node), range_hash(low + half, high, node))


def tree_root(size: int, node: Node) -> bytes:
    """The root of the first `size` entries."""
    return range_hash(0, size, node) if size else EMPTY


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """The hashes that lead from entry `index` to the root of the first `size` entries."""
    if not 0 <= index < size:
        raise ProofError(f"there is no entry {index} in a tree of {size}")
    low, high, path = 0, size, []
    while high - low > 1:
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        if index < middle:
            path.append(range_hash(middle, high, node))
            high = middle
        else:
            path.append(range_hash(low, middle, node))
            low = middle
    return path[::-1]


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """The hashes that show that the tree of `new` entries begins with the tree of `old`."""
    if not 0 <= old <= new:
        raise ProofError(f"a tree of {new} entries cannot begin with {old}")
    if old in (0, new):
        return []
    low, high, path = 0, new, []
    while high != old:
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        if old <= middle:
            path.append(range_hash(middle, high, node))
            high = middle
        else:
            path.append(range_hash(low, middle, node))
            low = middle
    if low:
        path.append(range_hash(low, high, node))
    return path[::-1]


def check_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Raises `ProofError` unless `leaf` is the hash at `index` under `root` (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        raise ProofError(f"there is no entry {index} in a tree of {size}")
    if len(leaf) != 32 or len(root) != 32:
        raise ProofError("a SHA-256 hash has 32 bytes")
    place, last, seen = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("the inclusion proof is too long")
        if place & 1 or place == last:
            seen = node_hash(sibling, seen)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            seen = node_hash(seen, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofError("the inclusion proof is too short")
    if seen != root:
        raise ProofError("the inclusion proof leads to another root")


def check_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Raises `ProofError` unless the new tree begins with the old one (RFC 9162 2.1.4.2).

    Nothing can be shown about an empty old tree, so that is an error too.
    """
    if not 0 < old <= new:
        raise ProofError(f"a tree of {new} entries shows nothing about one of {old}")
    if old == new:
        if proof:
            raise ProofError("trees of one size need no consistency proof")
        if old_root != new_root:
            raise ProofError("two different roots are given for one size")
        return
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        raise ProofError("the consistency proof is empty")
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofError("the consistency proof is too long")
        if place & 1 or place == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofError("the consistency proof is too short")
    if first != old_root:
        raise ProofError("the consistency proof does not lead to the earlier root")
    if second != new_root:
        raise ProofError("the consistency proof does not lead to the later root")
