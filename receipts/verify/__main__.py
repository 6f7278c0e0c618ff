"""`python -m receipts.verify FILE.pdf --trust ROOT.pem` — check a sealed PDF with no server and no network.

Exit 0: authentic. 1: altered, or sealed by somebody not trusted, or its proof does not hold. 2: not a sealed PDF, or
something cannot be opened.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import sys
from pathlib import Path

from receipts.seal.validation import Trust
from receipts.verify.proof import DayStatement, InclusionProof, check_proof
from receipts.verify.verdict import Verdict, verify_bytes

_WORDS = {
    "authentic": "AUTÉNTICO",
    "altered": "ALTERADO",
    "untrusted": "NO ES DE CONFIANZA",
    "not_sealed": "SIN SELLO",
}
_CODES = {"authentic": 0, "altered": 1, "untrusted": 1, "not_sealed": 2}


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    options = _parser().parse_args(arguments)
    logging.disable(logging.CRITICAL)  # the answer says it all, in one place
    if options.limits:
        _limit(*(int(part) for part in options.limits.split(":")))
    try:
        trust = Trust(
            roots=tuple(Path(name).read_bytes() for name in options.trust),
            timestamp_roots=tuple(Path(name).read_bytes() for name in options.trust_timestamps),
            organisation=options.organisation,
            revocation_lists=tuple(Path(name).read_bytes() for name in options.crl),
        )
        data = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
        proof = InclusionProof.parse(Path(options.proof).read_bytes()) if options.proof else None
    except OSError as error:
        print(f"No se puede abrir {error.filename}: {error.strerror}", file=sys.stderr)  # noqa: T201
        return 2
    except ValueError:
        print(f"{options.proof} no es una prueba de inclusión.", file=sys.stderr)  # noqa: T201
        return 2
    verdict = verify_bytes(data, trust)
    day, doubts = check_proof(data, proof, trust) if proof is not None else (None, ())
    print(_as_json(verdict, day, doubts) if options.json else _as_text(verdict, day, doubts))  # noqa: T201
    return _CODES[verdict.state] or (1 if doubts else 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m receipts.verify", description="Comprueba el sello de un PDF sin conexión."
    )
    parser.add_argument("file", help="el PDF, o - para leerlo de la entrada")
    parser.add_argument("--trust", action="append", required=True, metavar="RAIZ.pem", help="certificado raíz admitido")
    parser.add_argument(
        "--trust-timestamps",
        action="append",
        default=[],
        metavar="RAIZ.pem",
        help="raíz admitida para sellos de tiempo, si no es la misma",
    )
    parser.add_argument("--organisation", default="", metavar="NOMBRE", help="de quién tiene que ser el sello")
    parser.add_argument(
        "--crl", action="append", default=[], metavar="LISTA.crl", help="lista de certificados revocados"
    )
    parser.add_argument("--proof", metavar="PRUEBA.json", help="prueba de que estaba en la raíz de su día")
    parser.add_argument("--json", action="store_true", help="respuesta para máquinas")
    parser.add_argument("--limits", metavar="SEGUNDOS:MEGAS", help="tope de procesador y de memoria")
    return parser


def _limit(seconds: int, megabytes: int) -> None:
    """Bind this process: a file built to exhaust the machine exhausts only this."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _as_text(verdict: Verdict, day: DayStatement | None, doubts: tuple[str, ...]) -> str:
    lines = [_WORDS[verdict.state], *verdict.reasons]
    if verdict.issuer:
        lines.append(f"Sello: {verdict.issuer} (PAdES {verdict.level})")
    if verdict.sealed_at:
        lines.append(f"Fecha que declara el sello: {verdict.sealed_at:%d/%m/%Y %H:%M:%S %z}")
    if verdict.timestamp:
        lines.append(f"Fecha que prueba el sello de tiempo: {verdict.timestamp:%d/%m/%Y %H:%M:%S %z}")
    if day is not None:
        lines.append(f"Está en la raíz sellada del día {day.day:%d/%m/%Y} de {day.installation}")
    return "\n".join([*lines, *doubts])


def _as_json(verdict: Verdict, day: DayStatement | None, doubts: tuple[str, ...]) -> str:
    return json.dumps(
        {
            "state": verdict.state,
            "reasons": verdict.reasons,
            "issuer": verdict.issuer,
            "level": verdict.level,
            "pages": verdict.pages,
            "sealed_at": verdict.sealed_at.isoformat() if verdict.sealed_at else None,
            "timestamp": verdict.timestamp.isoformat() if verdict.timestamp else None,
            "chained_on": day.day.isoformat() if day is not None else None,
            "proof_reasons": doubts,
        },
        ensure_ascii=False,
    )


if __name__ == "__main__":
    sys.exit(main())
