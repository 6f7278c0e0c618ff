"""What must hold of every dossier, however it got where it is: `manage.py verify_dossiers`, and every test of a flow.

Each invariant is a function that reads and yields `Breach`es; none changes anything. Their number of queries does not
grow with the number of dossiers, save one for each few thousand of them.
"""

from collections.abc import Callable, Iterator

from django.db import connection, transaction

from workflow.invariants import acts, clocks, owners, places, submissions
from workflow.invariants.breach import Breach

__all__ = ("INVARIANTS", "Breach", "breaches")

INVARIANTS: tuple[Callable[[], Iterator[Breach]], ...] = (
    places.every_dossier_has_its_process,
    places.every_process_has_its_dossier,
    places.every_name_resolves,
    places.nothing_is_left_open_behind,
    places.one_place,
    places.state_agrees_with_place,
    owners.the_act_stands_with_the_processor,
    owners.in_hand_means_in_somebodys_hands,
    owners.one_live_assignment,
    owners.nobody_has_their_own_capture,
    owners.elsewhere_only_by_relocation,
    clocks.one_clock,
    acts.a_request_is_open_while_suspended,
    acts.a_proposal_is_live_while_proposed,
    acts.resolved_means_there_is_a_resolution,
    acts.over_the_limit_another_person_approved,
    acts.closed_has_its_moment,
    submissions.one_number_and_one_receipt,
    submissions.submitted_means_dossier,
)


def breaches() -> list[Breach]:
    """Every breach found, all read from one moment: work going on meanwhile does not look like a fault."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return [breach for invariant in INVARIANTS for breach in invariant()]
