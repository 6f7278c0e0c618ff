"""Sealed papers: what anyone may ask about them, and who may read, replace or revoke one."""

import uuid

from receipts.models import Receipt
from tests.rights.rooms.office import READ_OR_RUN
from tests.rights.rows import Public

_NO_SUCH = uuid.UUID("0197f6c8-0000-7000-8000-000000000000")
ADDRESSES = {
    "receipts:proof": Public("whoever holds a paper's code takes the proof of its day"),
    "receipts:without_sending": Public("anyone checks a paper in their own browser"),
    "receipts:original": Public(
        "only whoever may read it gets it: tests/flows/test_paper_rights.py", arguments=(_NO_SUCH,)
    ),
    "roots:list": Public("the sealed roots of each day, for anyone to keep"),
    "roots:json": Public("the same for machines"),
    "roots:statement": Public("one root", arguments=("2026-11-21",)),
    "roots:signature": Public("its seal", arguments=("2026-11-21",)),
    "receipts_api:check": Public("checking for machines"),
    "receipts_api:check_file": Public("checking for machines", "post"),
    "receipts_api:proof": Public("proof for machines"),
    "receipts_api:roots": Public("roots for machines"),
}
_SUPERVISOR = {"": {"supervisor here", "system"}}
POWERS = {
    "receipt.read_original": {state: labels | {"the citizen"} for state, labels in READ_OR_RUN.items()},
    "receipt.replace": _SUPERVISOR,
    "receipt.revoke": _SUPERVISOR,
    "seal.revoke": {"": {"administrator", "system"}},
}
SUBJECTS = {
    "receipt.": lambda scene: Receipt(subject_type="dossier", subject_ref=str(scene.dossier.public_id)),
    "seal.": lambda scene: None,
}
