"""The catalogue of the screens: in step with code and templates, whole, and compiled as Django reads it."""

import re

import polib
import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

from tools.screen_phrases import LANGUAGES, LOCALE, compile_catalogue, compiled, phrases_in_screens

PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
LEFT = ("Queda %(high)d pregunta", "Quedan %(high)d preguntas")
PATHS = {code: LOCALE / code / "LC_MESSAGES" / "django.po" for code in LANGUAGES}


@pytest.fixture(scope="module")
def phrases() -> dict[str, str]:
    """Every phrase of the screens, with its plural."""
    return {entry.msgid: entry.msgid_plural for entry in phrases_in_screens()}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_catalogue_holds_what_the_screens_say_and_all_of_it(code: str, phrases: dict[str, str]) -> None:
    entries = {entry.msgid: entry for entry in polib.pofile(str(PATHS[code]))}
    assert set(entries) == set(phrases), "run python -m tools.phrases"
    for entry in entries.values():
        said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        assert all(said), f"{code}: {entry.msgid}"
        spanish = entry.msgid_plural or entry.msgid
        assert sorted(PLACES.findall(said[-1])) == sorted(PLACES.findall(spanish)), f"{code}: {entry.msgid}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_its_text(code: str) -> None:
    assert compiled(PATHS[code]).read_bytes() == compile_catalogue(PATHS[code]), "run python -m tools.phrases"


def test_a_phrase_nobody_has_read_is_used_all_the_same() -> None:
    assert polib.pofile(str(PATHS["eu"])).find("Ahora mismo no").fuzzy
    with translation.override("eu"):
        assert gettext("Ahora mismo no") == "Oraintxe ez"
        assert (
            ngettext("Queda %(high)d pregunta", "Quedan %(high)d preguntas", 1) % {"high": 1} == "Galdera 1 geratzen da"
        )
    with translation.override("es"):
        assert gettext("Ahora mismo no") == "Ahora mismo no"
        assert ngettext(*LEFT, 3) % {"high": 3} == "Quedan 3 preguntas"
