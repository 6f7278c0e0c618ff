"""Documents an officer may ask for in a dossier: those the rule text lists for this household, promised ones first."""

from applications.types import SubmittedApplication
from rules import services as rules
from workflow.models import Dossier

CERTIFICATES = (
    ("padron_collective", "Certificado histórico y colectivo de empadronamiento"),
    ("income_proof", "Justificante de los ingresos del año anterior"),
    ("identity_document", "Documento de identidad en vigor, por las dos caras"),
)
"""Documents that clear up what a check can say; offered whatever the household."""


def documents_to_ask(dossier: Dossier, application: SubmittedApplication) -> list[tuple[str, str]]:
    """Codes and names, without repeats, for the list of the form."""
    promised = [(one.requirement_code, one.label) for one in application.documents if one.state == "promised"]
    text = rules.text(dossier.benefit, application.registered_on)
    listed = [(needed.id, needed.label) for needed in rules.form(text, application.case).documents]
    choices: dict[str, str] = {}
    for code, label in (*promised, *listed, *CERTIFICATES):
        choices.setdefault(code, label)
    return list(choices.items())
