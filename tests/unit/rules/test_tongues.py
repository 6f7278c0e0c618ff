"""A text in another language: whole, with the same places and figures, and the same answers to every case."""

import re
import shutil
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings

from rules import services, texts_store
from rules.examples import examples_of
from rules.language.load import load
from rules.language.reader import files_of
from rules.language.tongue import LANGUAGES, in_tongue, phrases_of, problems, tongue
from tests.unit.rules.households import cases

pytestmark = pytest.mark.req("S2-58")
FOLDER = texts_store.TEXTS / "imv"
ON = date(2026, 10, 15)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
FIGURES = re.compile(r"\d+")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the text and its catalogues."""
    return Path(shutil.copytree(FOLDER, tmp_path / "imv", ignore=shutil.ignore_patterns("examples")))


def changed(folder: Path, code: str, change: Any) -> list[str]:
    """What is wrong with the copy once `change` has been at the catalogue of a language."""
    path = folder / "languages" / f"{code}.po"
    catalogue = polib.pofile(str(path), wrapwidth=118)
    change(catalogue)
    catalogue.save(str(path))
    return [f"{one.place}: {one.wrong} {one.mend}" for one in problems(load(files_of(folder)).text, folder)]


@pytest.mark.parametrize("benefit", texts_store.benefits())
def test_no_phrase_lacks_a_translation_in_any_language(benefit: str) -> None:
    edition = texts_store.current(benefit)
    assert edition is not None
    assert [str(problem) for problem in problems(edition.text, texts_store.TEXTS / benefit)] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_keeps_the_figures_and_how_a_sentence_ends(code: str) -> None:
    for entry in polib.pofile(str(FOLDER / "languages" / f"{code}.po")):
        assert sorted(FIGURES.findall(entry.msgstr)) == sorted(FIGURES.findall(entry.msgid)), entry.msgid
        assert (entry.msgid[-1] in ".?:") == (entry.msgstr[-1] in ".?:"), entry.msgid
        assert entry.msgid[-1] not in ".?" or entry.msgstr[-1] == entry.msgid[-1], entry.msgid
        assert entry.msgstr == entry.msgstr.strip(), entry.msgid
        assert not re.search(r"[¿¡]", entry.msgstr), "only Spanish opens a question with its mark"


def test_a_missing_phrase_is_told_with_file_line_what_and_how(folder: Path) -> None:
    def drop(catalogue: polib.POFile) -> None:
        catalogue.remove(catalogue.find("¿Cuándo naciste?"))

    (said,) = changed(folder, "eu", drop)
    assert said.startswith("languages/eu.po:1: «¿Cuándo naciste?» (facts.yaml:")
    assert "Run `python -m tools.phrases`" in said


def test_an_empty_translation_is_told_at_its_line(folder: Path) -> None:
    (said,) = changed(folder, "gl", lambda catalogue: setattr(catalogue.find("¿Cuándo naciste?"), "msgstr", ""))
    line = int(re.match(r"languages/gl\.po:(\d+): «¿Cuándo naciste\?» has no translation\.", said)[1])  # type: ignore[index]
    assert (folder / "languages" / "gl.po").read_text().splitlines()[line - 1] == 'msgid "¿Cuándo naciste?"'


@pytest.mark.parametrize(
    "written", ["Podries demanar-lo.", "Podries demanar-lo: {availableon}.", "{available_on} {available_on}"]
)
def test_other_places_are_refused(folder: Path, written: str) -> None:
    spanish = "Podrías pedirlo desde el {available_on}."
    (said,) = changed(folder, "ca", lambda catalogue: setattr(catalogue.find(spanish), "msgstr", written))
    assert re.match(r"languages/ca\.po:\d+: The translation has other places\. The Spanish has: \{available_on\}", said)


def test_a_phrase_the_text_no_longer_says_is_told(folder: Path) -> None:
    (said,) = changed(folder, "en", lambda catalogue: catalogue.append(polib.POEntry(msgid="Nada", msgstr="Nothing")))
    assert "The text does not say «Nada». Take the entry out." in said


def test_a_catalogue_that_cannot_be_read_or_is_not_there_is_told(folder: Path) -> None:
    path = folder / "languages" / "ca.po"
    path.write_text(path.read_text().replace('msgstr "Quan vas néixer?"', 'msgstr "Quan "vas" néixer?"', 1))
    (folder / "languages" / "eu.po").unlink()
    broken, absent = problems(load(files_of(folder)).text, folder)
    assert re.match(r"languages/ca\.po:\d+: Not a gettext catalogue\.", str(broken))
    assert broken.place.line > 1
    assert str(absent).startswith("languages/eu.po:1: The catalogue is missing.")


@pytest.mark.django_db
def test_rules_check_refuses_a_text_whose_catalogues_are_not_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts_store, "TEXTS", folder.parent)
    changed(folder, "ca", lambda catalogue: setattr(catalogue.find("¿Cuándo naciste?"), "msgstr", ""))
    told = StringIO()
    with pytest.raises(CommandError, match="1 frases"):
        call_command("rules_check", stdout=StringIO(), stderr=told)
    assert "imv/languages/ca.po:" in told.getvalue()
    monkeypatch.undo()
    assert examples_of("imv")  # those of that copy, which has none, are not taken for ours


def test_a_translation_changes_no_hash(folder: Path) -> None:
    before = load(files_of(folder)).text.hash
    changed(folder, "ca", lambda catalogue: setattr(catalogue.find("¿Cuándo naciste?"), "msgstr", "Quan?"))
    shutil.rmtree(folder / "languages")
    assert load(files_of(folder)).text.hash == before
    assert services.text("imv", ON, "eu").hash == services.text("imv", ON).hash


def test_loading_and_checking_a_text_reads_no_catalogue() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from rules.language.load import load; "
            "from rules.language import tongue; from rules.language.reader import files_of; "
            f"load(files_of(Path({str(FOLDER)!r}))); assert 'polib' not in sys.modules",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_what_a_catalogue_lacks_stays_spanish(folder: Path) -> None:
    changed(folder, "ca", lambda catalogue: setattr(catalogue.find("¿Cuándo naciste?"), "msgstr", ""))
    text = in_tongue(load(files_of(folder)).text, tongue(folder, "ca"))
    assert text.facts[("member", "birth_date")].question.label == "¿Cuándo naciste?"  # type: ignore[union-attr]
    assert text.requirement("net_patrimony").label == "Patrimoni net"
    shutil.rmtree(folder / "languages")
    bare = in_tongue(load(files_of(folder)).text, tongue(folder, "gl"))
    assert phrases_of(bare) == phrases_of(load(files_of(folder)).text)


def test_a_language_is_reviewed_when_no_entry_is_flagged(folder: Path) -> None:
    assert not tongue(FOLDER, "ca").reviewed

    def read(catalogue: polib.POFile) -> None:
        for entry in catalogue:
            entry.flags = []

    changed(folder, "ca", read)
    assert tongue(folder, "ca").reviewed
    assert not tongue(folder, "gl").reviewed
    assert services.is_reviewed("imv", "es")
    assert not services.is_reviewed("imv", "eu")


@given(cases())
@FEW
def test_every_language_gives_the_same_answers_in_its_own_words(case: dict[str, Any]) -> None:
    spanish = services.simulate_case(case)
    read = services.read_case(case)
    for code in LANGUAGES:
        text = services.text("imv", read.on, code)
        found = services.assess(text, read)
        outcome = found.outcome()
        for name in ("eligible", "kind", "monthly", "payments", "missing", "missing_for_amount", "warnings", "text"):
            assert outcome[name] == spanish[name], (code, name)
        for ours, theirs in zip(found.requirements, spanish["requirements"], strict=True):
            assert (ours.id, ours.met, ours.exception) == (theirs["id"], theirs["met"], theirs["exception"])
            assert "{" not in ours.reason
            assert "—" not in ours.reason or "—" in theirs["reason"]["es"]
            assert _amounts(ours.reason) == _amounts(theirs["reason"]["es"]), (code, ours.reason)
        form, theirs_form = services.form(text, case), services.form(services.text("imv", read.on), case)
        assert [field.pointer for field in form.fields] == [field.pointer for field in theirs_form.fields]
        assert (form.settled, form.stopped_by) == (theirs_form.settled, theirs_form.stopped_by)


def _amounts(sentence: str) -> list[str]:
    return sorted(re.findall(r"[\d.]+,\d{2}", sentence))


def test_reasons_come_in_the_languages_asked_for_and_no_others() -> None:
    case = {"benefit": "imv", "on": "2026-10-15", "members": [{"ref": "a", "relation": "applicant"}]}
    only = services.simulate_case(case)
    assert {tuple(row["reason"]) for row in only["requirements"]} == {("es",)}
    both = services.simulate_case(case, ["eu", "ca"])
    assert {tuple(row["reason"]) for row in both["requirements"]} == {("es", "eu", "ca")}
    by_id = {row["id"]: row["reason"] for row in both["requirements"]}
    assert by_id["residence"]["ca"] == "Falta saber des de quan resideix legalment a Espanya la persona sol·licitant."
    for row in both["requirements"]:
        row["reason"] = {"es": row["reason"]["es"]}
    assert both == only


def test_days_and_people_are_said_as_each_language_does() -> None:
    case = {
        "benefit": "imv",
        "on": "2026-10-15",
        "members": [
            {"ref": "a", "relation": "applicant", "birth_date": "2004-10-16", "legal_residence_since": "2026-02-03"},
            {"ref": "b", "relation": "child", "birth_date": "2020-01-01", "legal_residence_since": "2026-02-03"},
        ],
    }
    read = services.read_case(case)
    texts = {code: services.text("imv", ON, code) for code in LANGUAGES}
    found = {code: services.assess(text, read).requirement("residence") for code, text in texts.items()}
    assert found["ca"].reason.endswith("(la persona sol·licitant i un fill o una filla): la llei demana 12 mesos.")
    assert found["eu"].advice == "Egun honetatik aurrera eska zenezake: 2027ko otsailaren 3a."
    assert found["gl"].advice == "Poderías pedilo a partir deste día: 3 de febreiro de 2027."
    assert found["en"].advice == "You could apply from this day: 3 February 2027."


@pytest.mark.parametrize("code", LANGUAGES)
def test_figures_and_kinds_of_income_are_told_in_every_language(code: str) -> None:
    """Labels of the year's figures, and why each kind of income counts or does not."""
    day = date(2026, 10, 15)
    labels = [one["label"] for one in services.parameters("imv", day, [code])["parameters"]]
    assert all(set(label) == {"es", code} for label in labels)
    # Some are written alike in Galician.
    assert sum(label[code] != label["es"] for label in labels) > len(labels) * 3 / 4
    line = {"kind": "work", "year": 2025, "gross": "100.00"}
    (told,) = services.income("imv", day, [line], [code])["lines"]
    assert set(told["reason"]) == {"es", code}
    assert told["reason"][code] != told["reason"]["es"]
    assert services.income("imv", day, [line])["lines"][0]["reason"] == {"es": told["reason"]["es"]}


def test_what_is_decided_before_a_figure_is_known_says_so_and_shows_no_hole() -> None:
    """Too much for any household: the limit is not known yet, and makes no difference any more."""
    members = [{"ref": "a", "relation": "applicant"}, {"ref": "b", "relation": "child"}]
    answers = {"unit": {"net_patrimony": "900000.00"}, "members": members}
    texts = {code: services.text("imv", ON, code) for code in ("es", *LANGUAGES)}
    found = {code: services.form(text, answers).reasons["net_patrimony"] for code, text in texts.items()}
    assert found["es"] == "Patrimonio neto: no se cumple, sea cual sea la respuesta a lo que falta."
    assert (
        found["en"]
        == f"{texts['en'].requirement('net_patrimony').label}: not met, whatever the answer to what is missing."
    )
    assert len(set(found.values())) == len(found)
    assert not any("—" in said for said in found.values())
