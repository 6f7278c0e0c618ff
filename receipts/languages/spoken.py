"""What the house has to know of each language: its tag, its name and how it writes a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

SPANISH = "es"


@dataclass(frozen=True)
class Language:
    """One language. `tag` is its BCP 47 tag, `spanish_name` what Spanish calls it, `long_date` writes a day out."""

    code: str
    tag: str
    spanish_name: str
    long_date: Callable[[date], str]


def _spanish(day: date) -> str:
    return f"{day.day} de {_MONTHS['es'][day.month - 1]} de {day.year}"


def _catalan(day: date) -> str:
    month = _MONTHS["ca"][day.month - 1]
    return f"{day.day} d’{month} de {day.year}" if month[0] in "ao" else f"{day.day} de {month} de {day.year}"


def _galician(day: date) -> str:
    return f"{day.day} de {_MONTHS['gl'][day.month - 1]} de {day.year}"


def _basque(day: date) -> str:
    return f"{day.year}ko {_MONTHS['eu'][day.month - 1]}ren {day.day}a"


_MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),  # noqa: SIM905
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre".split(),  # noqa: SIM905
    "gl": "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro".split(),  # noqa: SIM905
    "eu": "urtarrila otsaila martxoa apirila maiatza ekaina uztaila abuztua iraila urria azaroa abendua".split(),  # noqa: SIM905
}

LANGUAGES = {
    language.code: language
    for language in (
        Language(SPANISH, "es-ES", "castellano", _spanish),
        Language("ca", "ca-ES", "catalán", _catalan),
        Language("ca@valencia", "ca-ES-valencia", "valenciano", _catalan),
        Language("gl", "gl-ES", "gallego", _galician),
        Language("eu", "eu-ES", "euskera", _basque),
    )
}
"""By the code that gettext gives their catalogues."""
