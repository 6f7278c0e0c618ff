"""What another adult of the unit confirms, word by word, with its version. The code they give is bound to it.

Nobody has to: the law asks the unit's data of whoever applies, and the office asks for what it lacks.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from applications.models import Confirmation

VERSION = "imv-convivencia-2026-1"
PARAGRAPHS = (
    "Vivo en el domicilio de la solicitud y formo parte de esa unidad de convivencia.",
    "Los datos míos que se muestran en esta página son correctos.",
    "Sé que para estudiar la solicitud se pedirán a otras administraciones mis datos de identidad, empadronamiento, "
    "renta, patrimonio y prestaciones que hagan falta.",
    "Puedo no confirmar, o retirar esta confirmación cuando quiera. No pasa nada automático: si falta algo, la oficina "
    "lo pedirá.",
)


@dataclass(frozen=True, slots=True)
class CohabitantText:
    """The words, and the hash that ties a code to them, to this application and to this person's data as shown."""

    version: str
    paragraphs: tuple[str, ...]
    text: str
    text_hash: str
    hash: str


def text_for(confirmation: Confirmation, shown: str) -> CohabitantText:
    """The text for one person; `shown` is what the page shows of them, as text."""
    text = "\n".join(PARAGRAPHS)
    material = "\n".join((VERSION, text, str(confirmation.application.public_id), confirmation.member_ref, shown))
    return CohabitantText(
        VERSION,
        PARAGRAPHS,
        text,
        hashlib.sha256(text.encode()).hexdigest(),
        hashlib.sha256(material.encode()).hexdigest(),
    )
