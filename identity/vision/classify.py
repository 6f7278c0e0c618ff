"""Which document a picture shows, and which of its sides: by its words, its numbers and its zone.

A card counts as Spanish only on the strength of what only a Spanish card says; when in doubt it is ``other``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from identity.vision.fields import Field
from identity.vision.mrz import Mrz
from identity.vision.mrz_card import series_of
from identity.vision.ocr import TextLine

SPANISH_CARDS = ("dni4", "dni3", "dnie", "tie")
_LEAST = 0.5
_DNI_TITLE = r"DOCUMENTO NACIONAL|NACIONAL DE IDENT|MENTO NACIO"
_DNI_LABEL = r"SOPORT|^IDESP$"
_TIE_TITLE = r"PERMISO DE RESID|TARJETA DE (?:IDENTIDAD DE )?(?:EXTRANJERO|RESIDENCIA)|ISO DE RESIDENC"
_TIE_LABEL = r"TIPO DE PERMISO|RESIDENCE PERMIT"
# What each kind of document says of itself, and how much each saying weighs.
_SAYINGS: dict[str, tuple[tuple[str, float], ...]] = {
    "dni": (
        (_DNI_TITLE, 0.4),
        (r"\bESPANA", 0.3),
        (r"APELLIDO", 0.05),
        (r"NACIMIENTO", 0.05),
        (r"VALIDEZ|VALIDO HASTA", 0.05),
        (_DNI_LABEL, 0.1),
    ),
    "tie": (
        (_TIE_TITLE, 0.4),
        (r"^ESP\b|\bESPANA", 0.2),
        (r"\bNIE\b", 0.15),
        (r"APELLIDO", 0.05),
        (r"NACIMIENTO", 0.05),
        (_TIE_LABEL, 0.1),
    ),
    "eu_certificate": (
        (r"CERTIFICADO DE REGISTRO|REGISTRO DE CIUDADANO", 0.5),
        (r"CIUDADANO DE LA UNION", 0.25),
        (r"MINISTERIO DEL INTERIOR|DIRECCION GENERAL DE LA POLICIA|\bESPANA", 0.15),
    ),
    "passport": ((r"PASAPORTE|PASSPORT|PASSEPORT|REISEPASS", 0.6),),
}
# What only that card prints: State, number and labels stand on the licences and permits of every Spanish office.
_OWN = {
    "dni": re.compile(f"{_DNI_TITLE}|{_DNI_LABEL}", re.MULTILINE),
    "tie": re.compile(f"{_TIE_TITLE}|{_TIE_LABEL}"),
}
# Under these stand names and places of the holder, whatever they are.
_OF_HOLDER = re.compile(r"APELL?ID|SURNAME|DOMICILIO|ADDRESS|LUGAR DE NAC|PLACE OF BIRTH")
_BACK_SAYINGS = r"DOMICILIO|LUGAR DE NACIMIENTO|\bEQUIPO\b|HIJ[OA]/?A? DE"
# What is printed on cards that are easily taken for a Spanish one: of other States, and other Spanish papers.
_ELSEWHERE = re.compile(
    r"REPUBLIQUE|REPUBBLICA|BUNDESREP|REPUBLIK|REPUBLICA (?:PORTUG|ARGENT|DEL|DE |ORIENTAL|BOLIV|DOMIN)|REPUBLICA$"
    r"|FRANCAISE|IDENTITATSK|PERSONALAUSWEIS|CARTE (?:NATIONALE|D.IDENT)|CARTA D.IDENT|CARTAO DE CID|CEDULA"
    r"|CARTE DE IDENT"
    r"|IDENTITEITSKAART|DOWOD OSOB|AUFENTHALTSTITEL|PERMESSO DI SOGG|TITULO DE RESID|VERBLIJFS"
    r"|DRIVING|DRIVER|CONDUCCION|CONDUIRE|CONDUCAO|FUHRERSCHEIN|PATENTE DI|RIJBEWIJS|LICENCIA DE CONDUCIR"
    r"|TARJETA SANITARIA|BIBLIOTECA|\bVISA\b|MASTERCARD|\bDEBIT|\bCREDIT|\bUNIVERSI|\bCARNET?\b"
    r"|REGISTRO NACIONAL DE LAS|^PERU$|RENIEC|MERCOSUR|EMPLEADO PUBLICO|DE ARMAS\b|MILITAR|MINISTERIO DE DEFENSA"
    r"|PERMISO DE CONDU|LICENCIA DE|COLEGIAD[OA]|PROTECCION INTERNACIONAL|SOLICITANTE|SEGURIDAD SOCIAL"
    r"|TARJETA DE IDENTIDAD(?! DE EXTR)"
    r"|UNITED STATES|UNITED KINGDOM|NEDERLAND|DEUTSCH|ITALIA\b|PORTUGAL|ROMANIA|POLSKA|BRASIL|SVERIGE|SUOMI",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Document:
    """Kind (``dni4 dni3 dnie tie eu_certificate passport other``), side (``front back both``), and how sure."""

    kind: str
    side: str
    score: float
    by_print: bool = False
    """Whether the kind follows from what the front prints alone, and not from the support number's series."""

    @property
    def spanish_card(self) -> bool:
        """Whether it is a DNI or a foreigner's card of Spain."""
        return self.kind in SPANISH_CARDS


def _said_by_the_card(lines: list[TextLine]) -> str:
    """What was read but for what it says of its holder: a street, a birthplace or a surname may be a State's name."""
    heads = [line for line in lines if _OF_HOLDER.search(line.folded)]
    return words_of([line for line in lines if not any(_under(head, line) for head in heads)])


def _under(head: TextLine, line: TextLine) -> bool:
    """Whether a line is one of the two under another."""
    high, middle = max(head.bottom - head.top, line.bottom - line.top), (line.top + line.bottom) / 2
    return head.bottom < middle < head.bottom + 2.5 * high and line.left < head.right and line.right > head.left


def _elsewhere(text: str) -> bool:
    """Whether the words are those of another State's card or of another paper; the DNI 4.0 has an English title too."""
    return bool(_ELSEWHERE.search(text)) or ("IDENTITY CARD" in text and "DOCUMENTO NACIONAL" not in text)


def front_marks(text: str) -> dict[str, float]:
    """How much a front's words speak for each kind, 0 to 1."""
    return {
        kind: sum(weight for pattern, weight in sayings if re.search(pattern, text, re.MULTILINE))
        for kind, sayings in _SAYINGS.items()
    }


def words_of(lines: list[TextLine]) -> str:
    """Everything read, folded, one line under the other."""
    return "\n".join(line.folded for line in lines)


def speaks_of_foreigner(text: str) -> bool | None:
    """Whether the words are those of a foreigner's card; None where they do not tell."""
    marks = front_marks(text)
    if marks["tie"] >= 0.4 or marks["eu_certificate"] >= 0.5 or "EXTRANJER" in text:
        return True
    return False if marks["dni"] >= 0.4 else None


def classify(lines: list[TextLine], fields: dict[str, Field], zone: Mrz | None, zone_seen: bool) -> Document:
    """Kind and side of what was read in one picture."""
    text = words_of(lines)
    if zone is not None and zone.format == "TD3":
        return Document("passport", "front", 0.99 if zone.valid else 0.8)
    marks = front_marks(text)
    number = fields["number"].value if "number" in fields else ""
    best = max(marks, key=lambda kind: marks[kind])
    score = min(0.99, marks[best] + (0.25 if number and _fits(number, best) else 0.0))
    # A certificate is a running text that names its holder's State and street; no other State has that title.
    elsewhere = best != "eu_certificate" and _elsewhere(_said_by_the_card(lines))
    front = score >= _LEAST and _own(best, text, fields) and not elsewhere
    if zone_seen and zone is not None and sum(zone.checks.values()) >= 3:
        return _by_zone(zone, front and best in ("dni", "tie"), fields)
    if front:
        printed = _printed_version(text, fields, lines) if best == "dni" else best
        kind = printed or _version(text, fields)
        return Document(kind, "both" if zone_seen else "front", round(score, 3), bool(printed))
    if _back_words(text) >= 2 and not elsewhere:
        foreigner = re.search(r"RESIDEN|REMARKS|PLACE OF BIRTH", text)
        return Document("tie" if foreigner else "dni3", "back", 0.5)
    return Document("other", "back" if zone_seen else "front", round(1 - score, 3))


def _fits(number: str, kind: str) -> bool:
    return number[0].isdigit() if kind == "dni" else kind in ("tie", "eu_certificate") and number[0] in "XYZ"


def _own(kind: str, text: str, fields: dict[str, Field]) -> bool:
    """Whether what was read is a card of Spain's, and that card: other States have a DNI, other papers its number."""
    if kind not in _OWN:
        return True
    of_kind = "support" in fields and series_of(fields["support"].value).startswith(kind)
    of_spain = of_kind or "number" in fields or bool(re.search(r"\bESPANA|^ESP\b", text, re.MULTILINE))
    return of_spain and (of_kind or bool(_OWN[kind].search(text)))


def _back_words(text: str) -> int:
    return len(set(re.findall(_BACK_SAYINGS, text)))


def _by_zone(zone: Mrz, front_too: bool, fields: dict[str, Field]) -> Document:
    side = "both" if front_too else "back"
    score = 0.99 if zone.valid else 0.5 + 0.08 * sum(zone.checks.values())
    if not zone.spanish:
        return Document("other", side, round(min(0.99, score), 3))
    if zone.number[:1] in tuple("XYZ") or zone.support[1:2].isdigit():
        return Document("tie", side, round(score, 3))
    support = zone.support or (fields["support"].value if "support" in fields else "")
    return Document(series_of(support) or "dni3", side, round(score, 3))


def _printed_version(text: str, fields: dict[str, Field], lines: list[TextLine]) -> str:
    """Which DNI by what only one of them prints; empty where none of it was read."""
    if re.search(r"PRIMER APELL|SEGUNDO APELL|VALIDO HASTA|^IDESP$", text, re.MULTILINE):
        return "dnie"
    if re.search(r"REINO DE ESP", text):
        return "dni4"
    numbered = [line for line in lines if "number" in fields and fields["number"].value in line.folded.replace(" ", "")]
    bottom = max((line.bottom for line in lines), default=0.0)
    if not numbered:
        return ""
    # DNI 4.0 has its number under the title, the others at the foot; the first one has no labelled support number.
    if numbered[0].top < 0.4 * bottom:
        return "dni4"
    labelled = re.search(r"^NUM\W? ?S[O0]P[O0]R", text, re.MULTILINE)
    return "dni3" if labelled and not re.search(r"EMISI.N", text) else ""


def _version(text: str, fields: dict[str, Field]) -> str:
    """Which DNI by its support number's series, else by what the newest alone says."""
    series = series_of(fields["support"].value) if "support" in fields else ""
    if series.startswith("dni"):
        return series
    return "dni4" if re.search(r"EMISI.N", text) else "dni3"
