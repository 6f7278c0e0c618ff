"""From what is seen of a seal to a verdict, with its reasons in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from receipts.seal.validation import SealFacts, look

VerdictState = Literal["authentic", "altered", "not_sealed", "untrusted"]


@dataclass(frozen=True)
class Verdict:
    """One word, the reasons for it, and whose seal it was where there is one."""

    state: VerdictState
    reasons: tuple[str, ...]
    issuer: str = ""
    sealed_at: datetime | None = None
    pages: int = 0


def verify_bytes(data: bytes, trust_roots: Iterable[bytes], moment: datetime | None = None) -> Verdict:
    """The verdict on a file, trusting seals whose certificate comes from `trust_roots` (PEM or DER); never raises."""
    if b"%PDF-" not in data[:1024]:
        return Verdict("not_sealed", ("No es un archivo PDF.",))
    facts = look(data, trust_roots, moment)
    state, reasons = _judge(facts, data)
    return Verdict(state, reasons, facts.issuer, facts.sealed_at, facts.pages)


def _judge(facts: SealFacts, data: bytes) -> tuple[VerdictState, tuple[str, ...]]:
    if not facts.readable:
        if b"/ByteRange" in data:
            return "altered", ("El archivo lleva un sello, pero está dañado y no se puede leer.",)
        return "not_sealed", ("El archivo no se puede leer y no se ve en él ningún sello.",)
    if facts.seals == 0:
        return "not_sealed", ("El PDF no lleva ningún sello electrónico.",)
    faults = tuple(
        reason
        for sound, reason in (
            (facts.seals == 1, "Lleva más de un sello: se añadió algo después del primero."),
            (facts.digest_matches, "El contenido no es el que se selló."),
            (facts.covers_whole_file, "Hay contenido que el sello no cubre: se añadió después de sellar."),
            (facts.exact, "Se ha tocado el hueco del archivo que guarda el sello."),
        )
        if not sound
    )
    if faults:
        return "altered", faults
    if not facts.trusted:
        return "untrusted", ("El sello está entero, pero su certificado no procede de una autoridad admitida.",)
    return "authentic", ("El sello está entero, cubre todo el archivo y su certificado es de confianza.",)
