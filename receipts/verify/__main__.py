"""`python -m receipts.verify FILE.pdf --trust ROOT.pem` — check a sealed PDF with no server and no network.

Exit 0: authentic. 1: altered, or sealed by somebody not trusted. 2: not a sealed PDF (or it cannot be opened).
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from pathlib import Path

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
    parser = argparse.ArgumentParser(
        prog="python -m receipts.verify", description="Comprueba el sello de un PDF sin conexión."
    )
    parser.add_argument("file", help="el PDF, o - para leerlo de la entrada")
    parser.add_argument("--trust", action="append", required=True, metavar="RAIZ.pem", help="certificado raíz admitido")
    parser.add_argument("--json", action="store_true", help="respuesta para máquinas")
    parser.add_argument("--limits", metavar="SEGUNDOS:MEGAS", help="tope de procesador y de memoria")
    options = parser.parse_args(arguments)
    if options.limits:
        _limit(*(int(part) for part in options.limits.split(":")))
    try:
        roots = [Path(name).read_bytes() for name in options.trust]
        data = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    except OSError as error:
        print(f"No se puede abrir {error.filename}: {error.strerror}", file=sys.stderr)  # noqa: T201
        return 2
    verdict = verify_bytes(data, roots)
    print(_as_json(verdict) if options.json else _as_text(verdict))  # noqa: T201
    return _CODES[verdict.state]


def _limit(seconds: int, megabytes: int) -> None:
    """Bind this process: a file built to exhaust the machine exhausts only this."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _as_text(verdict: Verdict) -> str:
    lines = [_WORDS[verdict.state], *verdict.reasons]
    if verdict.issuer:
        lines.append(f"Sello: {verdict.issuer}")
    if verdict.sealed_at:
        lines.append(f"Fecha que declara el sello: {verdict.sealed_at:%d/%m/%Y %H:%M:%S %z}")
    return "\n".join(lines)


def _as_json(verdict: Verdict) -> str:
    return json.dumps(
        {
            "state": verdict.state,
            "reasons": verdict.reasons,
            "issuer": verdict.issuer,
            "pages": verdict.pages,
            "sealed_at": verdict.sealed_at.isoformat() if verdict.sealed_at else None,
        },
        ensure_ascii=False,
    )


if __name__ == "__main__":
    sys.exit(main())
