"""What a person who looks at a check sees of it: each value with its limit, in words, and until when the pictures stay.

Reads only; who may see it is asked before anything is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.actors import Actor
from core.policies import require
from core.validity import PERMANENT_WORD
from identity.models import IdentityCheck

_AGREEMENT = {"agrees": "Coincide", "differs": "No coincide", "not_read": "No se ha leído"}
_FIELDS = {
    "number": "Número del documento, con lo escrito",
    "sides": "Anverso con reverso",
    "names": "Nombre y apellidos",
    "birth": "Fecha de nacimiento",
    "expiry": "Fecha de validez",
}
_POLICE_FIELDS = {
    "document_kind": "tipo de documento",
    "number": "número",
    "first_name": "nombre",
    "first_surname": "primer apellido",
    "second_surname": "segundo apellido",
    "birth_date": "fecha de nacimiento",
    "expires_on": "fecha de validez",
}
_NOT_COMPARED = {
    "not_consented": "No dio permiso para compararla",
    "no_selfie": "No hay foto de la cara",
    "not_found": "No se encontró una de las dos caras",
    "unavailable": "La comparación no estaba disponible",
}
_SIDES = {"left": "su izquierda", "right": "su derecha"}
# As they are looked at: the card's portrait beside the face, then the other side of each.
_BESIDE = ("front", "selfie", "turn", "back")
_DETECTORS = {"recapture_peak": "Dibujo repetido, como de pantalla o de papel"}


@dataclass(frozen=True)
class SheetRow:
    """One value: what it is, how it came out, and the limit it is held against."""

    label: str
    value: str
    limit: str = ""


@dataclass(frozen=True)
class ReviewSheet:
    """Everything measured of a check, as a table; its models, by name and hash; when the pictures go."""

    rows: tuple[SheetRow, ...]
    models: tuple[tuple[str, str], ...]
    pictures_until: datetime | None
    sides: tuple[str, ...]


def review_sheet(check_id: str | UUID, actor: Actor) -> ReviewSheet:
    """The sheet of a check, for whoever may see its pictures. Raises a refusal."""
    check = IdentityCheck.objects.get(public_id=check_id)
    require(actor, "identity.see_picture", check)
    kept = check.pictures.filter(replaced_at=None, file__purged_at=None).order_by("id")
    measures = check.measures
    selfie = measures.get("pictures", {}).get("selfie", {})
    rows = (
        *_face(measures.get("face", {})),
        *_turn(selfie),
        *_selfie(selfie, measures),
        *_card(measures),
        *_agreement(measures, check),
    )
    until = [picture.file.purge_at for picture in kept.select_related("file") if picture.file.purge_at]
    return ReviewSheet(
        rows=rows,
        models=tuple(sorted(measures.get("models", {}).items())),
        pictures_until=min(until, default=None),
        sides=tuple(sorted(kept.values_list("side", flat=True), key=_BESIDE.index)),
    )


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",").replace("-", "\N{MINUS SIGN}")


def _face(face: dict[str, Any]) -> list[SheetRow]:
    label = "Parecido de la cara con la del documento"
    if face.get("cosine") is None:
        return [SheetRow(label, _NOT_COMPARED.get(face.get("state", ""), "Sin comparar"))]
    limit = (
        f"Segura desde {_number(face['verified_from'])}; dudosa desde {_number(face['review_from'])}; "
        f"misma foto desde {_number(face['same_picture_from'])}"
    )
    return [SheetRow(label, _number(face["cosine"]), limit)]


def _turn(selfie: dict[str, Any]) -> list[SheetRow]:
    turn = selfie.get("turn")
    if not turn:
        return [SheetRow("Giro de la cabeza", "No lo hizo: mandó una foto normal")] if selfie else []
    moved = f"{_number(min(turn['ways']))}, hacia {_SIDES[turn['asked']]}"
    return [
        SheetRow("Giro de la cabeza", moved, f"Desde {_number(turn['way_from'])}"),
        SheetRow(
            "La misma cara en las tres fotos", _number(min(turn["alike"])), f"Desde {_number(turn['alike_from'])}"
        ),
    ]


def _selfie(selfie: dict[str, Any], measures: dict[str, Any]) -> list[SheetRow]:
    rows = [
        SheetRow(
            _DETECTORS.get(name, name), _number(one["value"]), f"Sospechoso desde {_number(one['suspicious_from'])}"
        )
        for name, one in selfie.get("detectors", {}).items()
    ]
    if "face_px" in selfie:
        least = measures.get("limits", {}).get("face_px", 0)
        rows.append(SheetRow("Ancho de la cara", f"{selfie['face_px']} puntos", f"Desde {least}"))
    return rows


def _card(measures: dict[str, Any]) -> list[SheetRow]:
    peaks = [one["recapture_peak"] for one in measures.get("pictures", {}).values() if "recapture_peak" in one]
    limit = measures.get("limits", {}).get("recapture_peak")
    if not peaks or limit is None:
        return []
    words = f"{_DETECTORS['recapture_peak']}, en el documento"
    return [SheetRow(words, _number(max(peaks)), f"Sospechoso desde {_number(limit)}")]


def _agreement(measures: dict[str, Any], check: IdentityCheck) -> list[SheetRow]:
    states = measures.get("agreement", {})
    rows = [SheetRow(label, _AGREEMENT.get(states[name], "")) for name, label in _FIELDS.items() if name in states]
    if states.get("expired"):
        rows.append(SheetRow("En vigor", "No: está caducado"))
    elif states.get("permanent"):
        rows.append(SheetRow("En vigor", f"Sí: es {PERMANENT_WORD}"))
    if check.police_state:
        rows.append(SheetRow("Policía", _police_words(check.police_state, measures.get("police_differences", []))))
    return rows


def _police_words(state: str, differences: list[str]) -> str:
    """What the police said of the data as they were typed; they never hand out a value."""
    if state == "ok":
        return "Coincide"
    if state == "not_found":
        return "No le consta esta persona"
    fields = ", ".join(_POLICE_FIELDS.get(name, name) for name in differences)
    return f"No coincide: {fields}" if fields else "No coincide"
