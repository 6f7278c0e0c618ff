"""What the check in the browser must know: the roots, their fingerprints to compare by eye, whose the seal must be."""

import hashlib
from typing import Any

from django.conf import settings

from receipts import keys
from receipts.seal import certificates_in, organisation_of


def check_context() -> dict[str, Any]:
    """Context of ``receipts/browser_check.html``."""
    encoded = keys.roots_file().read_bytes()
    prints = [hashlib.sha256(one.dump()).hexdigest().upper() for one in certificates_in(encoded)]
    return {
        "roots": encoded.decode("ascii", "replace"),
        "fingerprints": [" ".join(one[start : start + 4] for start in range(0, len(one), 4)) for one in prints],
        "organisation": settings.SEAL["organisation"] or organisation_of(keys.sealer().signer.certificate),
    }
