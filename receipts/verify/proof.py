"""Proof that a paper stands in the sealed root of its day: a small JSON file that anyone can check without us."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from receipts.seal.validation import Trust, look_beside
from receipts.verify.merkle import root_from_path
from receipts.verify.verdict import judge

PROOF, STATEMENT, VERSION = "amparo-inclusion-proof", "amparo-daily-root", 1


@dataclass(frozen=True)
class DayStatement:
    """What is sealed each day. `previous` is the SHA-256 of the statement of the day before, empty on the first day."""

    installation: str
    day: date
    size: int
    root: str
    previous: str

    def encoded(self) -> bytes:
        """The bytes that are sealed."""
        fields = {
            "type": STATEMENT,
            "version": VERSION,
            "installation": self.installation,
            "day": self.day.isoformat(),
            "size": self.size,
            "root": self.root,
            "previous": self.previous,
        }
        return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    @classmethod
    def parse(cls, encoded: bytes) -> DayStatement:
        """Read a statement; raises ValueError if it is not one, to the letter."""
        try:
            found = json.loads(encoded)
            day = date.fromisoformat(found["day"])
            made = cls(found["installation"], day, found["size"], found["root"], found["previous"])
        except (KeyError, TypeError, UnicodeDecodeError) as error:
            raise ValueError("not a statement") from error
        if made.encoded() != encoded:
            raise ValueError("not a statement as they are written")
        return made


@dataclass(frozen=True)
class InclusionProof:
    """The way from one paper to the sealed root of its day."""

    sha256: str
    position: int
    size: int
    path: tuple[str, ...]
    statement: bytes
    signature: bytes

    def as_json(self) -> dict[str, Any]:
        """As it is handed out."""
        return {
            "type": PROOF,
            "version": VERSION,
            "sha256": self.sha256,
            "position": self.position,
            "size": self.size,
            "path": list(self.path),
            "statement": base64.b64encode(self.statement).decode(),
            "signature": base64.b64encode(self.signature).decode(),
        }

    @classmethod
    def parse(cls, text: bytes) -> InclusionProof:
        """Read a proof; raises ValueError if it is not one."""
        try:
            found = json.loads(text)
            if found["type"] != PROOF or found["version"] != VERSION:
                raise ValueError("another kind of proof")
            statement, signature = (base64.b64decode(found[name], validate=True) for name in ("statement", "signature"))
            path = tuple(str(step) for step in found["path"])
            return cls(str(found["sha256"]), int(found["position"]), int(found["size"]), path, statement, signature)
        except (KeyError, TypeError, UnicodeDecodeError, binascii.Error) as error:
            raise ValueError("not a proof") from error


def check_proof(data: bytes, proof: InclusionProof, trust: Trust) -> tuple[DayStatement | None, tuple[str, ...]]:
    """The statement of the day this file is proved to belong to, or None and why it is not; never raises."""
    if hashlib.sha256(data).hexdigest() != proof.sha256:
        return None, ("La prueba es de otro archivo.",)
    try:
        statement = DayStatement.parse(proof.statement)
        entry, path = bytes.fromhex(proof.sha256), [bytes.fromhex(step) for step in proof.path]
    except ValueError:
        return None, ("La prueba está dañada.",)
    if proof.size != statement.size:
        return None, ("La prueba no es de la raíz que trae.",)
    root = root_from_path(entry, proof.position, proof.size, path)
    if root is None or root.hex() != statement.root:
        return None, ("El camino de la prueba no lleva a la raíz de ese día.",)
    state, reasons = judge(look_beside(proof.statement, proof.signature, trust))
    if state != "authentic":
        return None, ("La raíz del día no lleva un sello de confianza.", *reasons)
    return statement, ()
