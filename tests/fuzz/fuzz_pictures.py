"""`python -m tests.fuzz.fuzz_pictures [COUNT] [SEED]` — hostile pictures through the reader, and what they cost.

Each goes the way of a picture somebody sends. It may be refused with an error of the catalogue, examined, or given up
with the loss of one process; anything else is printed and ends the run with 1. ``fuzz/`` of the data folder keeps what
lost a process.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import django

os.environ.setdefault("AMPARO_DATA_DIR", tempfile.mkdtemp(prefix="amparo-fuzz-"))
os.environ.setdefault("AMPARO_DEMONSTRATION", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
django.setup()

from django.conf import settings  # noqa: E402

from core.demonstration import person  # noqa: E402
from identity.specimens.catalogue import specimen  # noqa: E402
from identity.vision import apart  # noqa: E402
from tests.fuzz.pictures import hostile  # noqa: E402
from tests.fuzz.run import Report, send  # noqa: E402


def main() -> int:
    """Run and report."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    kept = Path(settings.DATA_DIR) / "fuzz"
    kept.mkdir(parents=True, exist_ok=True)
    specimens = [specimen(person("adrian"), name) for name in ("front", "back", "selfie")]
    report = Report()
    begun = time.monotonic()
    for number in range(count):
        one = hostile(number, seed, specimens)
        outcome = send(one, report)
        if outcome in apart.GIVEN_UP or outcome.startswith("unforeseen"):
            (kept / f"{seed}-{number}-{one.trick}").write_bytes(one.content)
        if (number + 1) % 1000 == 0:
            print(f"  {number + 1} of {count}, {time.monotonic() - begun:.0f} s", flush=True)
    print(f"\n{count} hostile pictures, seed {seed}, {time.monotonic() - begun:.0f} s by the clock")
    print(report.told())
    print(f"kept what lost a process in {kept}")
    if report.unforeseen:
        print("UNFORESEEN:", *report.unforeseen, sep="\n  ")
    print("processes:", dict(apart.workers().counts))
    return 1 if report.unforeseen else 0


if __name__ == "__main__":
    sys.exit(main())
