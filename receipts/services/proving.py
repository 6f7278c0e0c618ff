"""Proof that a paper is in the root of its day, and the walk along the chain that finds what is not as it was."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from core import vault
from core.errors import AmparoError
from receipts import keys, models
from receipts.seal.validation import look_beside
from receipts.services.chaining import statement_hash
from receipts.services.checking import find_by_code
from receipts.verify.merkle import inclusion_path, tree_root
from receipts.verify.proof import DayStatement, InclusionProof
from receipts.verify.verdict import judge


def proof(code: str) -> InclusionProof:
    """The proof for the paper with this CEA. Raises ``receipt.cea_unreadable``, ``.not_found`` or ``.not_chained``."""
    row = find_by_code(code)
    if row is None:
        raise AmparoError("receipt.not_found")
    leaf = models.Leaf.objects.select_related("daily_root").filter(sha256=row.sha256).first()
    if leaf is None:
        raise AmparoError("receipt.not_chained")
    root = leaf.daily_root
    path = inclusion_path(_entries(root), leaf.position)
    steps = tuple(step.hex() for step in path)
    return InclusionProof(row.sha256, leaf.position, root.size, steps, bytes(root.statement), bytes(root.signature))


def published(root: models.DailyRoot) -> dict[str, object]:
    """One day as the list of roots shows it to machines."""
    return {
        "day": root.day.isoformat(),
        "size": root.size,
        "root": root.root,
        "previous": root.previous,
        "statement_sha256": statement_hash(root),
    }


def verify_chain(*, contents: bool = True, since: date | None = None, witness: str = "") -> Iterator[str]:
    """Walk the chain and yield a sentence for each fault; a sound one yields none.

    `contents` also opens every paper and hashes it; `since` leaves earlier days' papers unopened. `witness` is a list
    of roots downloaded some day: what it says must still be so.
    """
    previous: models.DailyRoot | None = None
    seen: dict[str, str] = {}
    for root in models.DailyRoot.objects.order_by("day").iterator(chunk_size=200):
        yield from _links(root, previous)
        yield from _tree(root)
        yield from _papers(root, contents=contents and (since is None or root.day >= since))
        previous, seen[root.day.isoformat()] = root, statement_hash(root)
    yield from _outside(previous)
    for day in json.loads(witness) if witness else ():
        if seen.get(day["day"]) != day["statement_sha256"]:
            yield f"{day['day']}: the root kept by the witness is not ours any more"


def _links(root: models.DailyRoot, previous: models.DailyRoot | None) -> Iterator[str]:
    try:
        said = DayStatement.parse(bytes(root.statement))
    except ValueError:
        yield f"{root.day}: the statement was changed"
        return
    if (said.day, said.size, said.root, said.previous) != (root.day, root.size, root.root, root.previous):
        yield f"{root.day}: the statement says something else than the register"
    if previous is not None and root.day != previous.day + timedelta(days=1):
        yield f"{root.day}: the days between {previous.day} and this one are missing"
    if said.previous != (statement_hash(previous) if previous is not None else ""):
        yield f"{root.day}: it does not follow the day before"
    seen = look_beside(bytes(root.statement), bytes(root.signature), keys.trust(), root.closed_at)
    state, _ = judge(seen)
    if not seen.readable or state != "authentic":
        yield f"{root.day}: its seal does not hold"


def _entries(root: models.DailyRoot) -> list[bytes]:
    return [bytes.fromhex(one) for one in root.leaves.order_by("position").values_list("sha256", flat=True)]


def _tree(root: models.DailyRoot) -> Iterator[str]:
    places = list(root.leaves.order_by("position").values_list("position", flat=True))
    if places != list(range(root.size)) or tree_root(_entries(root)).hex() != root.root:
        yield f"{root.day}: its leaves are not those of its root"


def _papers(root: models.DailyRoot, *, contents: bool) -> Iterator[str]:
    hashes = list(root.leaves.order_by("position").values_list("sha256", flat=True))
    rows = {row.sha256: row for row in models.Receipt.objects.select_related("stored_file").filter(sha256__in=hashes)}
    for sha256 in hashes:
        row = rows.get(sha256)
        if row is None:
            yield f"{root.day}: the paper with hash {sha256} is missing or its record was changed"
            continue
        if timezone.localdate(row.issued_at) != root.day:
            yield f"{root.day}: the paper {row.cea_id} says it is of {timezone.localdate(row.issued_at)}"
        if contents and not _unchanged(row):
            yield f"{root.day}: the paper {row.cea_id} was changed or cannot be opened"


def _unchanged(row: models.Receipt) -> bool:
    if row.stored_file is None:
        return False
    try:
        return hashlib.sha256(vault.read(row.stored_file)).hexdigest() == row.sha256
    except AmparoError:
        return False


def _outside(last: models.DailyRoot | None) -> Iterator[str]:
    """Papers that say they are of a closed day and are in no tree."""
    if last is None:
        return
    rows = models.Receipt.objects.exclude(sha256__in=models.Leaf.objects.values("sha256")).exclude(stored_file=None)
    for row in rows.order_by("issued_at").iterator(chunk_size=200):
        day = timezone.localdate(row.issued_at)
        if day <= last.day:
            yield f"{day}: the paper {row.cea_id} was added after the day was closed"
