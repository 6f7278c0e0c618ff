"""The certificate a person takes to a third party: how their application stands, or that the benefit was recognised."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from applications.case import APPLICANT_REF
from applications.letters.heading import paper
from applications.models import Application, ApplicationState
from core.money import euros
from receipts.types import (
    Callout,
    CheckBarcode,
    Document,
    Facts,
    Paragraph,
    Phrase,
    Words,
    data_attachment,
    say,
    titled,
)

STATUS_KIND, RECOGNITION_KIND = "status_certificate", "recognition_certificate"
_STATES = {
    ApplicationState.SUBMITTED: say("En trámite: todavía no hay resolución"),
    ApplicationState.JOINED: say("Unida a otra solicitud de la misma persona"),
    ApplicationState.WITHDRAWN: say("Retirada por la persona interesada"),
    ApplicationState.CLOSED: say("Terminada"),
}
_DECIDED = {
    "denied": say("Resuelta: se denegó la prestación"),
    "inadmissible": say("Terminada: no se admitió la solicitud"),
    "lapsed": say("Terminada por caducidad"),
}
_RIGHTS: dict[str, Phrase] = {
    "imv": say("Ingreso Mínimo Vital"),
    "imv_and_child_supplement": say("Ingreso Mínimo Vital y complemento de ayuda para la infancia"),
    "child_supplement_only": say("Complemento de ayuda para la infancia"),
}


def certificate(application: Application, decision: dict[str, Any], on: date) -> Document:
    """What stands on the day. `decision` is what the office told of its resolution; empty where there is none."""
    granted = decision.get("kind") == "granted"
    rows = _person(application)
    if granted:
        rows += _recognised(decision)
    else:
        decided = _DECIDED.get(str(decision.get("kind", "")))
        rows.append((say("Estado"), decided or _STATES[ApplicationState(application.state)]))
    blocks = (
        Callout(say("Se certifica"), say("Que esto es lo que consta en el expediente. Día: {day}.", day=on)),
        Facts(tuple(rows)),
        CheckBarcode(),
        Paragraph(
            say(
                "Se expide a petición de la persona interesada. Cualquiera puede comprobarlo leyendo el código de "
                "barras o el código QR."
            )
        ),
        Paragraph(say("Dice lo que consta ese día. Después puede haber cambiado."), "small"),
    )
    data = {
        "registry_number": application.registry_number,
        "on": on,
        "state": application.state,
        "decision": {name: decision[name] for name in sorted(decision)},
    }
    attached = data_attachment("certificado.json", data, "Lo que dice este certificado, para programas")
    title = (
        titled("Certificado de prestación reconocida") if granted else titled("Certificado del estado de la solicitud")
    )
    return paper(RECOGNITION_KIND if granted else STATUS_KIND, title, application, blocks, (attached,))


def _person(application: Application) -> list[tuple[Words, Words]]:
    assert application.submitted_at is not None
    applicant = application.members.get(ref=APPLICANT_REF)
    return [
        (say("Persona interesada"), applicant.full_name),
        # Whole, not masked: whoever is shown this paper compares it with the card in the person's hand.
        (say("Documento"), applicant.document_number),
        (say("Número de registro"), application.registry_number or ""),
        (say("Entrada en el registro"), say("{day}", day=timezone.localdate(application.submitted_at))),
    ]


def _recognised(decision: dict[str, Any]) -> list[tuple[Words, Words]]:
    return [
        (say("Prestación reconocida"), _RIGHTS[decision["due"]]),
        (say("Importe"), say("{monthly} al mes", monthly=euros(decision["monthly_cents"]))),
        (say("Día desde el que cuenta"), say("{day}", day=date.fromisoformat(decision["effects_from"]))),
        (say("Fecha de la resolución"), say("{day}", day=date.fromisoformat(decision["resolved_on"]))),
    ]
