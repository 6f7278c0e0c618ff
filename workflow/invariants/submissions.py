"""What was acknowledged to a citizen exists: a number, a receipt, a dossier."""

from collections.abc import Iterator

from django.db.models import F

from applications import selectors as applications
from core.models import OutboxMessage, OutboxState
from workflow.invariants.breach import Breach, breached, of_dossiers
from workflow.models import Dossier


def one_number_and_one_receipt() -> Iterator[Breach]:
    """Every registered application has its number and one standing receipt; its dossier carries the same number."""
    for public_id, words in applications.unsound_submissions():
        yield Breach("submission", str(public_id), words)
    other = Dossier.objects.exclude(registry_number=F("application__registry_number"))
    words = "its number is not its application's"
    yield from of_dossiers("submission", words, other)


def submitted_means_dossier() -> Iterator[Breach]:
    """A submitted application has its dossier, or the message that will open it is on its way."""
    # The reverse name of the dossier's own foreign key: the other room's model is not imported.
    rows = Dossier._meta.get_field("application").related_model._default_manager
    refs = {str(ref) for ref in rows.filter(state="submitted", dossier=None).values_list("public_id", flat=True)}
    if refs:
        waiting = OutboxMessage.objects.filter(state=OutboxState.PENDING, event__kind="application.submitted")
        refs -= set(waiting.values_list("event__subject_ref", flat=True))
    yield from breached("no-dossier", "was submitted and nothing will open its dossier", sorted(refs))
