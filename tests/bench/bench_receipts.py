"""`python -m tests.bench.bench_receipts` — sealed PDFs a second and core, their size, and what checking one costs.

Counts processor time of this process, so that neighbours on the machine do not count.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from receipts.cea import new
from receipts.layout import lay_out
from receipts.verify import verify_bytes
from tests.unit.receipts.letters import ISSUED_AT, authority, letter, stamp

ROUNDS = 60


def milliseconds(action: Callable[[], object]) -> float:
    """Processor time of one run, the mean of many after a warm-up."""
    action()
    start = time.process_time()
    for _ in range(ROUNDS):
        action()
    return (time.process_time() - start) * 1000 / ROUNDS


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        keys, sealer = authority(Path(folder) / "keys")
        root = keys.root.read_bytes()
        document = letter()
        plain = lay_out(document, stamp())
        sealed = sealer.seal(plain, reason="bench")
        laying = milliseconds(lambda: lay_out(document, stamp(new(ISSUED_AT.date()))))
        sealing = milliseconds(lambda: sealer.seal(plain, reason="bench"))
        checking = milliseconds(lambda: verify_bytes(sealed, [root]))
        pages = verify_bytes(sealed, [root]).pages
    print(f"letter of {pages} pages, 30-row table, footer with QR, one attachment")
    print(f"lay out {laying:.1f} ms · seal {sealing:.1f} ms · check {checking:.1f} ms")
    print(f"sealed PDFs: {1000 / (laying + sealing):.1f} a second and core, {len(sealed) / 1000:.1f} kB each")


if __name__ == "__main__":
    main()
