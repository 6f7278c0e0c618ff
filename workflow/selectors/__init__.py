"""Reads of this room, narrowed to what the asker may see. Callers ask for the right to a dossier first."""

from workflow.selectors.calculation import conditions, missing
from workflow.selectors.dossier import (
    cards,
    checks,
    failed_steps,
    flags,
    hearings,
    history,
    next_acts,
    open_request,
    returned,
)
from workflow.selectors.queue import counts, queue, row

__all__ = (
    "cards",
    "checks",
    "conditions",
    "counts",
    "failed_steps",
    "flags",
    "hearings",
    "history",
    "missing",
    "next_acts",
    "open_request",
    "queue",
    "returned",
    "row",
)
