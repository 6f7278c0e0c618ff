"""From what is seen of a seal to a verdict, with its reasons in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from receipts.seal.validation import SealFacts, Trust, look

VerdictState = Literal["authentic", "altered", "not_sealed", "untrusted"]


@dataclass(frozen=True)
class Verdict:
    """One word, the reasons for it, and whose seal it was where there is one."""

    state: VerdictState
    reasons: tuple[str, ...]
    issuer: str = ""
    sealed_at: datetime | None = None
    pages: int = 0
    level: str = ""
    timestamp: datetime | None = None


def verify_bytes(data: bytes, trust: Trust | Iterable[bytes], moment: datetime | None = None) -> Verdict:
    """The verdict on a file, trusting seals whose certificate comes from the roots of `trust` (PEM or DER).

    `moment` is when the file is known to have existed; without one, only a timestamp can prove any time but now. Never
    raises.
    """
    if b"%PDF-" not in data[:1024]:
        return Verdict("not_sealed", ("No es un archivo PDF.",))
    facts = look(data, trust if isinstance(trust, Trust) else Trust(tuple(trust)), moment)
    if not facts.readable:
        return Verdict(*_unreadable(data))
    state, reasons = judge(facts)
    level = facts.level if facts.seals else ""
    return Verdict(state, reasons, facts.issuer, facts.sealed_at, facts.pages, level, facts.timestamp)


def _unreadable(data: bytes) -> tuple[VerdictState, tuple[str, ...]]:
    if b"/ByteRange" in data:
        return "altered", ("El archivo lleva un sello, pero está dañado y no se puede leer.",)
    return "not_sealed", ("El archivo no se puede leer y no se ve en él ningún sello.",)


def judge(facts: SealFacts) -> tuple[VerdictState, tuple[str, ...]]:
    """What the facts about a readable seal amount to."""
    if facts.seals == 0:
        return "not_sealed", ("El PDF no lleva ningún sello electrónico.",)
    if facts.seals > 1:
        return "altered", ("Lleva más de un sello: se añadió algo después del primero.",)
    faults = _said(
        (facts.digest_matches, "El contenido no es el que se selló."),
        (facts.covers_whole_file, "Hay contenido que el sello no cubre: se añadió después de sellar."),
        (facts.exact, "Se ha tocado el hueco del archivo que guarda el sello."),
        (not facts.timestamp_broken, "El sello de tiempo no es de este sello: se cambió o se trajo de otro sitio."),
    )
    if faults:
        return "altered", faults
    doubts = _said(
        (not facts.revoked, "El certificado del sello estaba revocado."),
        (not facts.expired, "El certificado del sello no estaba en vigor, o ya no hay prueba de que lo estuviera."),
        (facts.right_organisation, "El sello es de otra organización."),
    )
    if doubts:
        return "untrusted", doubts
    if not facts.trusted:
        return "untrusted", ("El sello está entero, pero su certificado no procede de una autoridad admitida.",)
    return "authentic", ("El sello está entero, cubre todo el archivo y su certificado es de confianza.",)


def _said(*checks: tuple[bool, str]) -> tuple[str, ...]:
    return tuple(reason for sound, reason in checks if not sound)
