"""What the house has to know of each language: its tag, its names and how it writes a day.

Plain data, no Django: letters, rule texts and screens all read it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

SPANISH = "es"


@dataclass(frozen=True)
class Language:
    """A language. `tag` is its BCP 47 tag, `own_name` its own name.

    `day_of` writes a day of a month; `with_year` adds the year to that.
    """

    code: str
    tag: str
    spanish_name: str
    own_name: str
    day_of: Callable[[int, int], str]
    with_year: Callable[[str, int], str]

    def long_date(self, day: date) -> str:
        """A day written out: ``15 de octubre de 2026``."""
        return self.written(day.day, day.month, day.year)

    def written(self, day: int, month: int, year: int) -> str:
        """The same of a day that may not exist, as it was typed."""
        return self.with_year(self.day_of(day, month), year)


def _spanish(day: int, month: int) -> str:
    return f"{day} de {MONTHS['es'][month - 1]}"


def _catalan(day: int, month: int) -> str:
    name = MONTHS["ca"][month - 1]
    return f"{day} d’{name}" if name[0] in "ao" else f"{day} de {name}"


def _galician(day: int, month: int) -> str:
    return f"{day} de {MONTHS['gl'][month - 1]}"


def _basque(day: int, month: int) -> str:
    return f"{MONTHS['eu'][month - 1]}ren {day}"


def _english(day: int, month: int) -> str:
    return f"{day} {MONTHS['en'][month - 1]}"


def _with_year(day: str, year: int) -> str:
    return f"{day} de {year}"


def _with_year_basque(day: str, year: int) -> str:
    return f"{year}ko {day}a"


def _with_year_english(day: str, year: int) -> str:
    return f"{day} {year}"


MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),  # noqa: SIM905
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre".split(),  # noqa: SIM905
    "gl": "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro".split(),  # noqa: SIM905
    "eu": "urtarrila otsaila martxoa apirila maiatza ekaina uztaila abuztua iraila urria azaroa abendua".split(),  # noqa: SIM905
    "en": "January February March April May June July August September October November December".split(),  # noqa: SIM905
}

LANGUAGES = {
    language.code: language
    for language in (
        Language(SPANISH, "es-ES", "castellano", "Castellano", _spanish, _with_year),
        Language("ca", "ca-ES", "catalán", "Català", _catalan, _with_year),
        Language("ca@valencia", "ca-ES-valencia", "valenciano", "Valencià", _catalan, _with_year),
        Language("gl", "gl-ES", "gallego", "Galego", _galician, _with_year),
        Language("eu", "eu-ES", "euskera", "Euskara", _basque, _with_year_basque),
        Language("en", "en-GB", "inglés", "English", _english, _with_year_english),
    )
}
"""By the code that gettext gives their catalogues."""


def language(code: str | None) -> Language:
    """The language of a code; Spanish where the house does not know it."""
    return LANGUAGES.get(code or SPANISH, LANGUAGES[SPANISH])
