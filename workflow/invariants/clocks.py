"""The legal clock that queues sort by is the one the ledger tells."""

from collections.abc import Iterator
from itertools import groupby

from workflow.clock import reading
from workflow.invariants.breach import Breach
from workflow.models import ClockEntry, Dossier
from workflow.models.dossier import CLOSED


def one_clock() -> Iterator[Breach]:
    """One start, no move after the close, and the stored date and stop as the ledger gave them at its last line."""
    # Two sorted readings walked side by side: neither is ever held whole.
    entries = groupby(ClockEntry.objects.order_by("dossier_id", "id").iterator(5000), key=lambda one: one.dossier_id)
    owner_id, ledger = next(entries, (None, iter(())))
    columns = ("id", "public_id", "state", "silence_date", "clock_stopped", "closed_at")
    for pk, public_id, *stored in Dossier.objects.order_by("id").values_list(*columns).iterator(5000):
        while owner_id is not None and owner_id < pk:
            owner_id, ledger = next(entries, (None, iter(())))
        words = _fault(list(ledger) if owner_id == pk else [], *stored)
        if words:
            yield Breach("one-clock", str(public_id), words)


def _fault(ledger: list[ClockEntry], state: str, silence_date: object, stopped: bool, closed_at: object) -> str:
    moves = [entry.move for entry in ledger]
    if moves.count("start") != 1 or moves[0] != "start":
        return "its clock did not start once"
    if "close" in moves[:-1]:
        return "its clock moved after it closed"
    if (closed_at is not None) != (moves[-1] == "close"):
        return "its clock and its closing disagree"
    read = reading(ledger, ledger[-1].on)
    if read.silence_date != silence_date:
        return f"its silence date is {silence_date}; the ledger says {read.silence_date}"
    if (read.stopped_since is not None) != stopped:
        return "its clock runs in one place and stands in the other"
    return "" if not stopped or state not in CLOSED else "its clock stands though it is closed"
