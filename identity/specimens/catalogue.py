"""The specimens of each person of the demonstration: good pictures, and the bad ones worth trying.

Each is drawn once and kept under ``DATA_DIR``; the folder carries a version, so that a change here draws them anew.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from PIL import Image

from core.demonstration import DemoPerson, people
from identity.specimens import cards, faces, zones
from identity.specimens.cards import CardHolder
from identity.specimens.photographs import Scene, jpeg, photograph

VERSION = "5"


@dataclass(frozen=True)
class Specimen:
    """One picture to try: its name in addresses, what it shows, and what Amparo should say to it.

    ``other``: another document, or another way of sending this one. ``only``: for holders of a DNI alone.
    """

    name: str
    title: str
    side: str
    expected: str
    good: bool = False
    other: bool = False
    only: str = ""

    @property
    def short(self) -> str:
        """One word for lists."""
        return {"front": "Anverso", "back": "Reverso"}.get(self.side, "Selfie")


SPECIMENS = (
    Specimen("front", "Documento, por delante", "front", "Se acepta.", good=True),
    Specimen("back", "Documento, por detrás", "back", "Se acepta.", good=True),
    Specimen("selfie", "Selfie", "selfie", "Se acepta y se compara con el documento.", good=True),
    Specimen("front-blurred", "Por delante, borroso", "front", "Pide repetirla: está borrosa."),
    Specimen("front-glare", "Por delante, con un reflejo", "front", "Pide repetirla: un reflejo tapa un dato."),
    Specimen("front-cut", "Por delante, cortado", "front", "Pide repetirla: falta un trozo."),
    Specimen("front-photocopy", "Fotocopia en blanco y negro", "front", "Pide el documento original."),
    Specimen("back-of-another", "Por detrás, de otra persona", "back", "Dice que no son del mismo documento."),
    Specimen("back-expired", "Por detrás, caducado", "back", "Se acepta y una persona lo mira."),
    Specimen("selfie-of-another", "Selfie de otra persona", "selfie", "Pide repetirlo; al tercero, una persona."),
    Specimen("not-a-document", "Un carné de biblioteca", "front", "Dice que no es un DNI ni una TIE."),
    Specimen("back-edited", "Por detrás, con otra fecha de nacimiento", "back", "Se acepta y una persona lo mira."),
    Specimen("front-dni3", "DNI 3.0, por delante", "front", "Se acepta.", other=True, only="dni"),
    Specimen("back-dni3", "DNI 3.0, por detrás", "back", "Se acepta.", other=True, only="dni"),
    Specimen("front-dnie", "DNI electrónico de 2006, por delante", "front", "Se acepta.", other=True, only="dni"),
    Specimen("back-dnie", "DNI electrónico de 2006, por detrás", "back", "Se acepta.", other=True, only="dni"),
    Specimen("front-upside-down", "Documento, por delante, del revés", "front", "Se acepta.", other=True),
    Specimen("back-messenger", "Documento, por detrás, enviado por mensajería", "back", "Se acepta.", other=True),
    Specimen("passport", "Pasaporte", "front", "Pide el DNI o la TIE.", other=True),
    Specimen("eu-certificate", "Certificado de registro de la Unión", "front", "Pide el DNI o la TIE.", other=True),
    Specimen("driving-licence", "Permiso de conducir", "front", "Pide el DNI o la TIE.", other=True),
    Specimen("health-card", "Tarjeta sanitaria", "front", "Pide el DNI o la TIE.", other=True),
)
_SERIES = {"dni3": "B", "dnie": "A"}


def offered(person: DemoPerson) -> list[Specimen]:
    """The pictures there are of a person."""
    return [one for one in SPECIMENS if one.only in ("", person.document_kind)]


def age_of(person: DemoPerson, today: date | None = None) -> int:
    """Age in whole years."""
    today = today or timezone.localdate()
    born = person.birth_date
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def holder_of(person: DemoPerson) -> CardHolder:
    """What the person's card says."""
    return CardHolder(
        document_kind=person.document_kind,
        number=person.document_number,
        support=person.support_number,
        first_name=person.first_name,
        first_surname=person.first_surname,
        second_surname=person.second_surname,
        birth=person.birth_date,
        sex=person.sex,
        nationality=person.nationality,
        expiry=person.document_expires_on,
        face_seed=person.face_seed,
        address=person.address,
        municipality=person.municipality,
    )


def specimen(person: DemoPerson, name: str) -> bytes:
    """The JPEG of one specimen of one person, drawn the first time it is asked for. KeyError for an unknown name."""
    draw = _DRAWN[name]
    folder = Path(settings.DATA_DIR) / "specimens" / VERSION
    path = folder / f"{person.key}-{name}.jpg"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        content = jpeg(draw(person))
        # Written aside and renamed, so that two requests at once never see half a picture.
        descriptor, aside = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        Path(aside).replace(path)
    return path.read_bytes()


def _scene(person: DemoPerson, salt: int) -> Scene:
    turn = (person.face_seed * 7 + salt * 5) % 13 - 6
    return Scene(seed=person.face_seed * 10 + salt, turn=float(turn), tilt=float(6 + (person.face_seed + salt) % 10))


def _in(person: DemoPerson, kind: str) -> CardHolder:
    """The person with a document of another kind; an older DNI has a support number of its own series."""
    holder = replace(holder_of(person), document_kind=kind)
    return replace(holder, support=_SERIES[kind] + holder.support[1:]) if kind in _SERIES else holder


def _front(person: DemoPerson, kind: str = "") -> Image.Image:
    return cards.front(_in(person, kind) if kind else holder_of(person), timezone.localdate())


def _back(person: DemoPerson, kind: str = "") -> Image.Image:
    return cards.back(_in(person, kind) if kind else holder_of(person))


def _edited_back(person: DemoPerson) -> Image.Image:
    """The zone with another year of birth and its check digits mended."""
    first, second, third = holder_of(person).lines()
    year = f"{int(second[:2]) ^ 1:02d}"
    return cards.back(holder_of(person), zones.with_digits_again((first, year + second[2:], third)))


def _neighbour(person: DemoPerson) -> DemoPerson:
    """Another grown-up of the demonstration, of the same sex where there is one."""
    others = [other for other in people() if other.key != person.key and age_of(other) >= 18]
    alike = [other for other in others if other.sex == person.sex and other.household != person.household]
    return (alike or others)[person.face_seed % len(alike or others)]


def _selfie(person: DemoPerson, salt: int = 1) -> Image.Image:
    return Image.fromarray(faces.selfie(person.face_seed, person.sex, age_of(person), salt=salt))


def _expired_back(person: DemoPerson) -> Image.Image:
    holder = replace(holder_of(person), expiry=timezone.localdate().replace(day=1) - timedelta(days=200))
    return photograph(cards.back(holder), _scene(person, 2))


def _photographed(
    face: Callable[[DemoPerson], Image.Image], salt: int, **how: object
) -> Callable[[DemoPerson], Image.Image]:
    return lambda person: photograph(face(person), replace(_scene(person, salt), **how))  # type: ignore[arg-type]


def _in_kind(side: str, kind: str) -> Callable[[DemoPerson], Image.Image]:
    face = _front if side == "front" else _back
    return lambda person: photograph(face(person, kind), _scene(person, 4))


_DRAWN: dict[str, Callable[[DemoPerson], Image.Image]] = {
    "front": _photographed(_front, 1),
    "back": _photographed(_back, 2),
    "selfie": _selfie,
    "front-blurred": _photographed(_front, 1, blur=5.5),
    "front-glare": _photographed(_front, 1, glare=(0.5, 0.38, 0.13)),
    "front-cut": _photographed(_front, 1, shift=(0.24, 0.05)),
    "front-photocopy": _photographed(_front, 1, grey=True),
    "back-of-another": lambda person: photograph(_back(_neighbour(person)), _scene(person, 2)),
    "back-expired": _expired_back,
    "selfie-of-another": lambda person: _selfie(_neighbour(person), salt=2),
    "not-a-document": lambda person: photograph(cards.library_card(person.face_seed), _scene(person, 3)),
    "back-edited": _photographed(_edited_back, 2),
    "front-upside-down": _photographed(_front, 1, upside_down=True),
    "back-messenger": _photographed(_back, 2, messenger=True),
}
_DRAWN |= {f"{side}-{kind}": _in_kind(side, kind) for side in ("front", "back") for kind in _SERIES}
_DRAWN |= {
    name: _in_kind("front", name.replace("-", "_"))
    for name in ("passport", "eu-certificate", "driving-licence", "health-card")
}
