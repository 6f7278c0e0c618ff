"""Who may read, replace or revoke the sealed papers of a dossier and of its application: `receipts` asks here."""

from core.actors import Actor
from core.policies import may
from receipts.services import register_rule
from workflow.models import Dossier

_SUBJECTS = {
    "dossier": "public_id",
    "application": "application__public_id",
    "consent": "application__confirmations__consent_id",
}


def _dossier(field: str, reference: str) -> Dossier | None:
    return Dossier.objects.select_related("office", "application").filter(**{field: reference}).first()


def _register(subject_type: str, field: str) -> None:
    def reads(actor: Actor, reference: str) -> bool:
        dossier = _dossier(field, reference)
        if dossier is None:
            return False
        # Another adult's consent is theirs: whoever applies reads what it says in their own pages, not its proof.
        its_citizen = (
            subject_type != "consent" and actor.kind == "citizen" and actor.ref == str(dossier.application.public_id)
        )
        return its_citizen or may(actor, "letter.download", dossier)

    def corrects(actor: Actor, reference: str) -> bool:
        dossier = _dossier(field, reference)
        return dossier is not None and may(actor, "paper.correct", dossier)

    register_rule(subject_type, "receipt.read_original", reads)
    register_rule(subject_type, "receipt.replace", corrects)
    register_rule(subject_type, "receipt.revoke", corrects)


for _subject_type, _field in _SUBJECTS.items():
    _register(_subject_type, _field)
