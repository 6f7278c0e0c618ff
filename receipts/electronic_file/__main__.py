"""`python -m receipts.electronic_file FILE.zip --trust ROOT.pem`: check an exported dossier, with nothing else at hand.

Exit 0 whole, 1 altered, 2 not an exported dossier. Needs neither Django nor a database nor a connection.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from receipts.electronic_file.checking import FileReport, check_package

EXITS = {"sound": 0, "altered": 1, "not_a_file": 2}
_WORDS = {"sound": "ÍNTEGRO", "altered": "ALTERADO", "not_a_file": "NO ES UN EXPEDIENTE EXPORTADO"}


def told(report: FileReport) -> str:
    """The report in words."""
    lines = [_WORDS[report.state]]
    if report.identifier:
        lines += [
            f"Expediente {report.identifier}, {report.documents} documentos",
            f"Índice del {report.made_at}, sellado por {report.sealed_by}",
        ]
    return "\n".join([*lines, *(f"- {problem}" for problem in report.problems)])


def main(arguments: list[str] | None = None) -> int:
    """Check one package and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m receipts.electronic_file", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--trust", type=Path, action="append", required=True, help="root certificate, PEM or DER")
    options = parser.parse_args(arguments)
    with options.file.open("rb") as file:
        report = check_package(file, [path.read_bytes() for path in options.trust])
    sys.stdout.write(told(report) + "\n")
    return EXITS[report.state]


if __name__ == "__main__":
    sys.exit(main())
