"""Each dossier stands at one place of its procedure, and its state says the same."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef

from workflow.engine import census
from workflow.invariants.breach import Breach, breached, of_dossiers
from workflow.models import Dossier, DossierState

STATES_AT: dict[str, frozenset[str]] = {
    node: frozenset(states)
    for node, states in {
        # A job's place keeps both the state it finds and the one it leaves: its work commits before its task ends.
        "admission": (DossierState.OPEN, DossierState.ADMISSION, DossierState.CHECKING),
        "check": (DossierState.CHECKING,),
        "cross_check": (DossierState.CHECKING,),
        "assign": (DossierState.CHECKING, DossierState.ASSIGNED),
        "study": (
            DossierState.ASSIGNED,
            DossierState.UNDER_STUDY,
            DossierState.HEARING,
            DossierState.PROPOSED,
        ),
        "wait_documents": (DossierState.SUSPENDED_FOR_DOCUMENTS,),
        "fiscal_review": (DossierState.FISCAL_REVIEW,),
        "resolution": (DossierState.RESOLVED,),
        "notify": (DossierState.RESOLVED, DossierState.NOTIFIED),
    }.items()
}
"""The states a dossier may be in while it stands at a node. A new node where dossiers stand needs its line here."""
STATES_AFTER = {"DONE": (DossierState.NOTIFIED,), "CANCELED": (DossierState.WITHDRAWN,)}
"""The states of a dossier whose process ran to its end, or was cancelled."""


def every_dossier_has_its_process() -> Iterator[Breach]:
    """A dossier has a process, and that process is its own."""
    without = Dossier.objects.filter(process=None)
    yield from of_dossiers("process", "has no process", without)
    other = Dossier.objects.exclude(process=None).exclude(process__seed_object_id=F("pk"))
    yield from of_dossiers("process", "its process is of another", other)


def every_process_has_its_dossier() -> Iterator[Breach]:
    """No process runs for nobody."""
    strays = census.processes_outside(Dossier.objects.filter(process=OuterRef("pk")))
    yield from breached("stray-process", "belongs to no dossier", (f"process-{pk}" for pk in strays))


def every_name_resolves() -> Iterator[Breach]:
    """Every flow and node named in a row still is in the code."""
    yield from breached("name", "names a flow or node that is not in the code", census.unknown_names())


def nothing_is_left_open_behind() -> Iterator[Breach]:
    """A process that is over has nothing open, and no failed task, behind it."""
    left = Dossier.objects.filter(
        Exists(census.open_tasks(process=OuterRef("process_id"))), process__status__in=STATES_AFTER
    )
    yield from of_dossiers("left-open", "its process is over with a task open or failed", left)


def one_place() -> Iterator[Breach]:
    """While the process runs there is one open task, or the branches of one fan-out and nothing else."""
    nowhere = Dossier.objects.filter(~Exists(census.open_tasks(process=OuterRef("process_id"))), process__status="NEW")
    yield from of_dossiers("one-place", "stands nowhere", nowhere)
    standing: dict[str, set[str]] = defaultdict(set)
    for public_id, node, token in _standing("process__task__token"):
        standing[public_id].add(f"{node} {token.token.rpartition('_')[0] or token.token}")
    several = (public_id for public_id, at in standing.items() if len(at) > 1)
    yield from breached("one-place", "stands at several places", several)
    twice = census.doubled_tasks()
    yield from of_dossiers("one-place", "has the same task open twice", Dossier.objects.filter(process__in=twice))


def _standing(*columns: str) -> Iterator[tuple[Any, ...]]:
    rows = Dossier.objects.filter(process__status="NEW", process__task__status__in=census.OPEN)
    for public_id, node, *others in rows.values_list("public_id", "process__task__flow_task", *columns).iterator(2000):
        yield (str(public_id), node.name if node is not None else "?", *others)


def state_agrees_with_place() -> Iterator[Breach]:
    """The state is one of those the place allows."""
    wrong = {
        (public_id, node, state)
        for public_id, node, state in _standing("state")
        if state not in STATES_AT.get(node, frozenset())
    }
    for public_id, node, state in sorted(wrong):
        yield Breach("state", public_id, f"is {state} at {node}")
    for status, states in STATES_AFTER.items():
        over = Dossier.objects.filter(process__status=status).exclude(state__in=states)
        for dossier, state in over.values_list("public_id", "state"):
            yield Breach("state", str(dossier), f"is {state} with its process {status}")
