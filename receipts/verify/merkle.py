"""Merkle trees as RFC 6962 draws them: a leaf's hash begins with 0, a node's with 1: they are never mistaken."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf_hash(entry: bytes) -> bytes:
    """Hash of an entry as a leaf."""
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of a node from those below it."""
    return hashlib.sha256(b"\1" + left + right).digest()


def tree_root(entries: Sequence[bytes]) -> bytes:
    """Root of the tree over `entries`; of none, the hash of nothing."""
    level = [leaf_hash(entry) for entry in entries]
    if not level:
        return hashlib.sha256(b"").digest()
    # Pairs from the left, a last one without a pair rises as it is: the same tree as splitting at powers of two.
    while len(level) > 1:
        pairs = [node_hash(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) - len(level) % 2 :]
    return level[0]


def inclusion_path(entries: Sequence[bytes], position: int) -> list[bytes]:
    """The hashes that lead from the entry at `position` to the root, the nearest first."""
    path: list[bytes] = []
    level = [leaf_hash(entry) for entry in entries]
    while len(level) > 1:
        beside = position ^ 1
        if beside < len(level):
            path.append(level[beside])
        pairs = [node_hash(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) - len(level) % 2 :]
        position //= 2
    return path


def root_from_path(entry: bytes, position: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that this path leads to, or None if it cannot be a path in a tree of that size."""
    if not 0 <= position < size:
        return None
    found, left = leaf_hash(entry), list(path)
    while size > 1:
        if position ^ 1 < size:
            if not left:
                return None
            beside = left.pop(0)
            found = node_hash(beside, found) if position & 1 else node_hash(found, beside)
        position, size = position // 2, (size + 1) // 2
    return None if left else found
