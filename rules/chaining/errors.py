"""The one error of chaining. It never carries a fact: facts are personal data and errors reach logs."""

from __future__ import annotations


class ChainingError(Exception):
    """`code` says what is wrong; `where` names a fact id, an attribute or the engine's error class, never a value."""

    def __init__(self, code: str, where: str = "") -> None:
        self.code = code
        self.where = where
        super().__init__(f"{code}: {where}" if where else code)
