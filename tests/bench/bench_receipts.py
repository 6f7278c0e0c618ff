"""`python -m tests.bench.bench_receipts` — sealed PDFs a second and core, their size, and what checking one costs.

Counts processor time of this process, so that neighbours on the machine do not count. A plain reportlab document of the
same words, untagged and unsealed, is measured in the same run: the ratio to it means something on any machine.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from receipts import types
from receipts.cea import new
from receipts.layout import prepare
from receipts.verify import verify_bytes
from tests.unit.receipts.letters import ISSUED_AT, authority, letter, sealed_by, stamp

ROUNDS = 60
ROWS = 16  # of the table: two pages with the footer, the QR and one attachment


def times(action: Callable[[], object]) -> list[float]:
    """Processor time of each run in milliseconds, after a warm-up."""
    action()
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        action()
        found.append((time.process_time() - start) * 1000)
    return found


def two_pages() -> types.Document:
    """The letter of the tests with a shorter table."""
    blocks = letter().blocks
    return letter(blocks=tuple(_shorter(block) if isinstance(block, types.Table) else block for block in blocks))


def _shorter(table: types.Table) -> types.Table:
    return types.Table(table.caption, table.columns, table.rows[:ROWS], table.numeric)


def plain(document: types.Document) -> bytes:
    """The same words as reportlab alone lays them out: no tags, no footer, no seal."""
    style = getSampleStyleSheet()["BodyText"]
    story: list[object] = []
    for block in document.blocks:
        if isinstance(block, types.Table):
            story.append(Table([[Paragraph(str(cell), style) for cell in row] for row in block.rows]))
        elif isinstance(block, types.Items):
            story += [Paragraph(str(item), style) for item in block.items]
        elif isinstance(block, types.Paragraph):
            story.append(Paragraph(str(block.text), style))
    target = BytesIO()
    SimpleDocTemplate(target).build(story)
    return target.getvalue()


def main() -> None:
    """Measure and print."""
    document = two_pages()
    with tempfile.TemporaryDirectory() as folder:
        keys, sealer = authority(Path(folder) / "keys")
        root = keys.root.read_bytes()
        place = sealer.place(reason="bench", moment=ISSUED_AT)
        unsealed = prepare(document, stamp(), place)
        paper = sealed_by(sealer, document)
        bare = times(lambda: plain(document))
        laying = times(lambda: prepare(document, stamp(new(ISSUED_AT.date())), place))
        sealing = times(lambda: sealer.close(unsealed))
        checking = times(lambda: verify_bytes(paper, [root]))
        pages = verify_bytes(paper, [root]).pages
    letters, seals = statistics.mean(laying), statistics.mean(sealing)
    whole = letters + seals
    p95 = statistics.quantiles(checking, n=20)[-1]
    print(f"letter of {pages} pages, table of {ROWS} rows, footer with QR, one attachment; ECDSA P-256, PAdES B-B")
    print(f"lay out {letters:.1f} ms · seal {seals:.2f} ms · together {whole:.1f} ms")
    print(f"plain reportlab {statistics.mean(bare):.1f} ms · ratio {whole / statistics.mean(bare):.2f}")
    print(f"check {statistics.mean(checking):.1f} ms, p95 {p95:.1f} ms")
    print(f"sealed PDFs: {1000 / whole:.1f} a second and core, {len(paper) / 1000:.1f} kB each")


if __name__ == "__main__":
    main()
