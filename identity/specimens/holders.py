"""The invented people that specimen cards are made out to: those of the demonstration, and random ones by seed.

Numbers come from the ends of their series, where none or hardly any has been given out, and carry their true letter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from core.validity import PERMANENT
from identity.specimens import zones

LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
# Spanish documents as the reader names them; then what is none: (kind as the reader names it, country).
DNI = ("dni4", "dni3", "dnie")
SPANISH_CARDS = (*DNI, "tie")
SPANISH = (*SPANISH_CARDS, "eu_certificate", "passport")
NEGATIVES = (
    "foreign_card",
    "foreign_dni",
    "foreign_passport",
    "official_card",
    "driving_licence",
    "health_card",
    "bank_card",
    "library_card",
)
_KIND_OF = {"dni": "dni4", "nie": "tie"}
_READ_AS = {"foreign_passport": "passport"}
_SERIES = {"dni4": "C", "dni3": "B", "dnie": "A"}

_SURNAMES = (
    "GARCÍA", "MUÑOZ", "FERNÁNDEZ", "IBÁÑEZ", "NÚÑEZ", "PÉREZ", "LÓPEZ", "GÓMEZ", "DÍAZ", "MARTÍN", "SÁNCHEZ", "ROMERO",
    "PEÑA", "ACUÑA", "MONTAÑÉS", "GÜELL", "AGÜERO", "CALÇADA", "FALCÓ", "BLANCH", "ETXEBERRIA", "GOIKOETXEA", "OROZCO",
    "VÁZQUEZ", "QUIROGA", "CASTRO", "BRAVO", "ORTIZ", "OSORIO", "ZÚÑIGA", "SOUTO", "IGLESIAS", "LLULL", "D'ORS",
    "DE LA TORRE", "DE LOS RÍOS", "SAN JOSÉ", "PUIG-ANTICH", "FERNÁNDEZ-MENDOZA", "GARCÍA-ABRIL", "SÁENZ DE BURUAGA",
    "LÓPEZ DE HARO", "MARTÍNEZ DE IRUJO", "XU", "BO", "OÑA",
)  # fmt: skip
_NAMES = {
    "F": (
        "CARMEN", "MARÍA JOSÉ", "LUCÍA", "ÁNGELA", "BEGOÑA", "MARÍA DEL PILAR", "ITZIAR", "NÚRIA", "MONTSERRAT", "INÉS",
        "ROCÍO", "ENCARNACIÓN", "MARÍA INMACULADA", "ANA", "SOLEDAD", "ICÍAR", "HELENA", "MAR", "FRANÇOISE", "IU",
    ),
    "M": (
        "JOSÉ", "ÍÑIGO", "JOSÉ ANTONIO", "FRANCISCO DE BORJA", "JUAN CARLOS", "ÓSCAR", "ADRIÁN", "MARTÍ", "SERGI",
        "XABIER", "BERTRÁN", "JUAN JOSÉ", "GONZALO", "IAGO", "RAÚL", "ÁLVARO", "BREOGÁN", "OTO", "HUGO", "MARÇAL",
    ),
}  # fmt: skip
_FOREIGN_SURNAMES = (
    "MAMANI", "EL IDRISSI", "BEN AÏSSA", "KOWALSKA", "SĂNDULESCU", "GRÖNBERG", "DOS SANTOS", "NGUYEN", "OKONKWO",
    "DIALLO", "O'BRIEN", "MÜLLER", "DUPOIS", "HERNÁNDEZ ROJAS", "QUISPE", "ZAHRAOUI", "CIOBANU", "VAN DER MEER",
)  # fmt: skip
_FOREIGN_NAMES = {
    "F": ("FATIMA ZAHRA", "IOANA", "MARTA", "GRETE", "ZOË", "YOLANDA", "AÏCHA", "HELENE", "OKSANA", "MARÍA ELENA"),
    "M": ("MOHAMED AMINE", "ANDREI", "JOÃO", "PÄR", "SEÁN", "IBRAHIMA", "EMEKA", "LUIS ÁNGEL", "HANS-PETER", "ION"),
}
_OUTSIDE_EU = ("MAR", "COL", "PER", "ECU", "UKR", "CHN", "SEN", "ARG", "VEN", "PAK")
_INSIDE_EU = ("ROU", "ITA", "PRT", "FRA", "POL", "BGR", "SWE", "NLD", "IRL")
_STREETS = ("C. INVENTADA", "AVDA. DE LA PRUEBA", "PL. DEL ENSAYO", "PASEO DEL MOLDE", "CTRA. DEL BORRADOR")
_TOWNS = ("MADRID", "A CORUÑA", "LOGROÑO", "CÁDIZ", "LLEIDA", "GETAFE", "ALCALÁ DE HENARES", "MÉRIDA", "DONOSTIA")


@dataclass(frozen=True)
class CardHolder:
    """What a specimen document says. ``document_kind``: one of SPANISH or NEGATIVES, or plainly ``dni`` or ``nie``."""

    document_kind: str
    number: str
    support: str
    first_name: str
    first_surname: str
    second_surname: str
    birth: date
    sex: str
    nationality: str
    expiry: date
    face_seed: int
    address: str = "C. INVENTADA 1"
    municipality: str = "MADRID"
    issue: date | None = None
    issuer: str = "ESP"
    can: str = ""

    @property
    def kind(self) -> str:
        """Which document is drawn."""
        return _KIND_OF.get(self.document_kind, self.document_kind)

    @property
    def read_as(self) -> str:
        """The kind a reader should give it: that of the document, ``passport`` or ``other``."""
        return self.kind if self.kind in SPANISH else _READ_AS.get(self.kind, "other")

    @property
    def surnames(self) -> str:
        """Both surnames, as the card prints them."""
        return f"{self.first_surname} {self.second_surname}".strip().upper()

    @property
    def issued(self) -> date:
        """Day of issue; ten years before the expiry where none is given."""
        return self.issue or self.expiry - timedelta(days=3652)

    @property
    def access_number(self) -> str:
        """The six digits at the foot of newer cards."""
        return self.can or f"{int(''.join(sign for sign in self.support if sign.isdigit()) or 0) % 1_000_000:06d}"

    def lines(self) -> tuple[str, ...]:
        """The machine-readable zone: three lines of 30, two of 44, or none.

        The zone of the DNI is that of the official specimens. That of the residence permit (document code IR, issuer
        ESP, support number, NIE in the optional field) is what Regulation 1030/2002 and ICAO 9303-5 lead to; no true
        card has confirmed it. What a Spanish passport writes in its optional field is not known here: the DNI is put.
        """
        people = {"birth": self.birth, "sex": self.sex, "expiry": self.expiry, "nationality": self.nationality}
        named = {"surnames": self.surnames, "names": self.first_name, "issuer": self.issuer}
        if self.kind in ("dni4", "dni3", "dnie", "tie"):
            code = "IR" if self.kind == "tie" else "ID"
            return zones.td1(code=code, document=self.support, optional=self.number, **people, **named)  # type: ignore[arg-type]
        if self.kind == "foreign_card":
            return zones.td1(code="I", document=self.number, optional="", **people, **named)  # type: ignore[arg-type]
        if self.kind in ("passport", "foreign_passport"):
            return zones.td3(document=self.support, optional=self._optional(), **people, **named)  # type: ignore[arg-type]
        return ()

    def _optional(self) -> str:
        return self.number if self.kind == "passport" else ""


def dni(digits: int) -> str:
    """A DNI of those digits, with its letter."""
    return f"{digits:08d}{LETTERS[digits % 23]}"


def nie(first: str, digits: int) -> str:
    """A NIE that starts with X, Y or Z, with its letter."""
    return f"{first}{digits:07d}{LETTERS[('XYZ'.index(first) * 10_000_000 + digits) % 23]}"


def with_wrong_letter(number: str) -> str:
    """The same digits with a letter that is not theirs."""
    return number[:-1] + LETTERS[(LETTERS.index(number[-1]) + 7) % 23]


def random_holder(kind: str, seed: int, today: date) -> CardHolder:
    """An invented person with a document of that kind in force on ``today``; the same for the same seed."""
    random = np.random.default_rng([seed, sum(map(ord, kind)), 41])

    def one(of: tuple[str, ...]) -> str:
        return of[int(random.integers(len(of)))]

    foreign = kind in ("tie", "eu_certificate", "foreign_card", "foreign_passport")
    sex = one(("F", "M"))
    surnames = _FOREIGN_SURNAMES if foreign else _SURNAMES
    nationality = {"tie": one(_OUTSIDE_EU), "eu_certificate": one(_INSIDE_EU)}.get(kind, "UTO" if foreign else "ESP")
    years = 5 if kind in ("tie", "foreign_card") or random.random() < 0.25 else 10
    issue = today - timedelta(days=int(random.integers(40, years * 365 - 60)))
    return CardHolder(
        document_kind=kind,
        number=_number(kind, random),
        support=_support(kind, random),
        first_name=one((_FOREIGN_NAMES if foreign else _NAMES)[sex]),
        first_surname=one(surnames),
        second_surname="" if foreign and random.random() < 0.6 else one(surnames),
        birth=issue - timedelta(days=int(random.integers(18 * 366, 68 * 365))),
        sex=sex,
        nationality=nationality,
        expiry=_years_on(issue, years),
        face_seed=5000 + int(random.integers(12)),
        address=f"{one(_STREETS)} {int(random.integers(1, 180))}",
        municipality=one(_TOWNS),
        issue=issue,
        issuer="UTO" if kind.startswith("foreign") else "ESP",
        can=f"{int(random.integers(1_000_000)):06d}",
    )


def permanently(holder: CardHolder, seed: int) -> CardHolder:
    """The same person, old enough when a DNI was given out that never ends; of a foreigner, whose card always does,
    as they are."""
    if holder.kind not in DNI:
        return holder
    random = np.random.default_rng([seed, 53])
    birth = holder.issued - timedelta(days=int(random.integers(70 * 366, 96 * 365)))
    return replace(holder, birth=birth, issue=holder.issued, expiry=PERMANENT)


def _number(kind: str, random: np.random.Generator) -> str:
    if kind in ("tie", "eu_certificate"):
        first = "XYZ"[int(random.integers(3))]
        return nie(first, int(random.integers(9_900_000 if first != "Z" else 9_000_000, 10_000_000)))
    if kind == "foreign_card":
        return "UTD" + f"{int(random.integers(1_000_000)):06d}"
    return dni(int(random.integers(85_000_000, 100_000_000)))


def _support(kind: str, random: np.random.Generator) -> str:
    """Support number: series letters and six digits; E and eight digits on a residence permit; else a passport's."""
    if kind == "tie":
        return f"E{int(random.integers(100_000_000)):08d}"
    digits, letters = f"{int(random.integers(1_000_000)):06d}", random.integers(26, size=2)
    second, third = (chr(ord("A") + int(letter)) for letter in letters)
    return f"{_SERIES.get(kind, 'Z')}{second}{third}{digits}"


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)
