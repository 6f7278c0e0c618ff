"""Catalogues of the letters' languages: in step with the code, whole, and honest about who has read them."""

import datetime as dt
import re
import string
import subprocess

import polib
import pytest

from core.provinces import CO_OFFICIAL_LANGUAGE, PROVINCES
from receipts.languages import LANGUAGES, Phrase, say, translation
from tools.phrases import FOLDER, catalogues, phrases_in_code

CODES = [path.stem for path in catalogues()]


def values_in(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_every_co_official_language_has_its_catalogue():
    assert set(CO_OFFICIAL_LANGUAGE.values()) == set(CODES) == set(LANGUAGES) - {"es", "en"}, (
        "English is the simulator's"
    )
    assert set(CO_OFFICIAL_LANGUAGE) <= set(PROVINCES)
    spoken = {code: sorted(p for p, language in CO_OFFICIAL_LANGUAGE.items() if language == code) for code in CODES}
    assert spoken == {
        "ca": ["07", "08", "17", "25", "43"],
        "ca@valencia": ["03", "12", "46"],
        "gl": ["15", "27", "32", "36"],
        "eu": ["01", "20", "48"],
    }


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_is_in_step_with_the_code(code):
    phrases = phrases_in_code()
    entries = {entry.msgid: entry for entry in polib.pofile(str(FOLDER / f"{code}.po")) if not entry.obsolete}
    assert set(entries) <= set(phrases), "run python -m tools.phrases"
    if "@" not in code:
        assert set(phrases) <= set(entries), "run python -m tools.phrases"
    for entry in entries.values():
        if entry.msgstr:
            assert values_in(entry.msgstr) == values_in(entry.msgid), entry.msgid
            assert entry.msgstr[-1:] in ".:" if entry.msgid[-1:] in ".:" else True, entry.msgid
            assert set(re.findall(r"\d+(?:[./]\d+)*", entry.msgstr)) == set(
                re.findall(r"\d+(?:[./]\d+)*", entry.msgid)
            ), f"a figure or an article differs: {entry.msgid}"


@pytest.mark.parametrize("code", CODES)
def test_gettext_s_own_checker_is_content(code):
    path = FOLDER / f"{code}.po"
    if not any(polib.pofile(str(path))):
        pytest.skip("nothing in it")
    done = subprocess.run(["msgfmt", "--check-format", "-o", "/dev/null", str(path)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_days_are_written_as_each_language_does():
    day = dt.date(2026, 10, 5)
    written = {code: LANGUAGES[code].long_date(day) for code in LANGUAGES}
    assert written["es"] == "5 de octubre de 2026"
    assert written["ca"] == written["ca@valencia"] == "5 d’octubre de 2026"
    assert written["gl"] == "5 de outubro de 2026"
    assert written["eu"] == "2026ko urriaren 5a"
    assert written["en"] == "5 October 2026"


def test_a_phrase_fills_its_values_in_each_language():
    phrase = say(
        "Se reconoce el derecho {right}, por {monthly} al mes.", right=say("al Ingreso Mínimo Vital"), monthly="1 €"
    )
    assert str(phrase) == "Se reconoce el derecho al Ingreso Mínimo Vital, por 1 € al mes."
    found = translation(phrase, "ca")
    assert (found.text, found.found) == ("Es reconeix el dret a l’Ingrés Mínim Vital, per 1 € al mes.", True)


def test_valencian_is_catalan_but_where_it_says_otherwise():
    assert translation(say("Dato"), "ca@valencia").text == translation(say("Dato"), "ca").text
    assert translation(say("Se cumple"), "ca@valencia").text != translation(say("Se cumple"), "ca").text


def test_what_is_not_translated_stays_spanish_and_is_known():
    for words in (
        "Núria Àvila",
        Phrase("Una frase que no está en ningún catálogo."),
        Phrase("{a} nada", (("a", "x"),)),
    ):
        found = translation(words, "gl")
        assert (found.text, found.found) == (str(words), False)
    half = say("Con los datos del expediente no se cumplen {count} requisitos de la ley.", count=Phrase("tres cosas"))
    assert not translation(half, "gl").found, "half a sentence in each language is none"


def test_a_translation_is_read_by_a_person_only_when_its_flag_is_gone(tmp_path, monkeypatch):
    from receipts.languages import catalogue

    catalogue_file = polib.pofile(str(FOLDER / "gl.po"))
    next(entry for entry in catalogue_file if entry.msgid == "Fecha").flags.remove("fuzzy")
    catalogue_file.save(str(tmp_path / "gl.po"))
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    catalogue.entries.cache_clear()
    assert translation(say("Fecha"), "gl").reviewed
    assert not translation(say("Referencia"), "gl").reviewed
    monkeypatch.undo()
    catalogue.entries.cache_clear()
    assert not translation(say("Fecha"), "gl").reviewed
    assert translation(say("{day}", day=dt.date(2026, 1, 1)), "gl").reviewed, "a day needs no reader"
