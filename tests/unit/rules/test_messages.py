"""The checker speaks Spanish at screens: every sentence it can raise has its entry, and says the same names."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rules import reforms, services
from rules.language.errors import Place, RuleTextError
from rules.language.load import load
from rules.language.messages import SPANISH, in_spanish
from rules.texts_store import current

ROOT = Path(__file__).resolve().parents[3] / "rules"
#: Sentences about amounts are raised in Spanish already: the first screens of the product showed them.
_RAISED_IN_SPANISH = ("La fila ", "Pon ", "La frase ", "Aquí ")


def _template(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def _raised() -> Iterator[tuple[str, str]]:
    """Every sentence that a RuleTextError may be given, with where it is written."""
    for path in sorted(ROOT.rglob("*.py")):
        if path.name == "messages.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            given: list[ast.expr] = []
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if called == "RuleTextError":
                    given = node.args[1:3]
                elif called == "refuse" and "language" in path.parts:
                    given = node.args[:2]
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("wrong", "mend", "_UPDATE"):
                given = [node.value]
            for part in (found for one in given for found in ast.walk(one)):
                sentence = _template(part)
                inside = any(
                    part in ast.walk(one) and part is not one for one in given if isinstance(one, ast.JoinedStr)
                )
                if sentence and not inside and sentence[-1] in ".}" and " " in sentence + " ":
                    yield sentence, f"{path.name}:{part.lineno}"


def test_every_sentence_the_checker_raises_has_its_spanish() -> None:
    raised = dict(_raised())
    assert len(raised) > 120
    lacking = {
        sentence: place
        for sentence, place in raised.items()
        if in_spanish(sentence) == sentence and sentence not in SPANISH and not sentence.startswith(_RAISED_IN_SPANISH)
    }
    assert lacking == {}


def test_no_entry_is_left_over() -> None:
    assert set(SPANISH) - {sentence for sentence, _ in _raised()} == set()


def test_the_spanish_of_a_sentence_shows_the_same_names() -> None:
    for sentence, spanish in SPANISH.items():
        assert sentence.count("{}") == spanish.count("{}"), sentence
    assert in_spanish("`ages` is not a unit name.") == "«ages» no es un dato de la unidad."
    assert in_spanish("`a` is money and `b` is date.") == "«a» es un importe y «b» es una fecha."
    assert in_spanish("`a * b`: there is no product and no division.") == (
        "En «a * b»: no se puede multiplicar ni dividir."
    )
    assert in_spanish("Otra cosa.") == "Otra cosa."


@pytest.mark.parametrize(
    ("formula", "wrong"),
    [
        ("members * 2", "En «members * 2»: no se puede multiplicar ni dividir."),
        ("minors and is_review", "«minors» es un número entero, y hace falta sí o no."),
        ("membres == 1", "«membres» no es un dato de la unidad."),
        ("members ==", "«members ==» no es una fórmula (invalid syntax)."),
        ("is_review if is_review else minors", "«is_review» es sí o no y «minors» es un número entero."),
    ],
)
def test_a_wrong_formula_is_told_in_spanish_with_file_and_line(formula: str, wrong: str) -> None:
    edition = current("imv")
    assert edition is not None
    files = dict(edition.files)
    files["variables.yaml"] = files["variables.yaml"].replace("formula: members == 1", f"formula: {formula}", 1)
    with pytest.raises(RuleTextError) as caught:
        load(files)
    told = caught.value.in_spanish()
    assert told.wrong == wrong
    assert told.mend != caught.value.mend
    assert told.place == caught.value.place
    assert (told.place.file, told.place.line > 1) == ("variables.yaml", True)


def test_a_reform_refused_is_told_in_spanish() -> None:
    text = services.text("imv", date(2026, 10, 15))
    with pytest.raises(RuleTextError) as caught:
        reforms.reformed(text, {"guaranteed_income[2]": "muchos"})
    assert str(caught.value).endswith("«muchos» no es un importe en euros. Escríbelo así: 733.60.")
    with pytest.raises(RuleTextError, match="No hay ninguna cifra «nothing» el 2026-10-15"):
        reforms.reformed(text, {"nothing": "1"})


def test_the_same_error_keeps_its_place_and_row() -> None:
    error = RuleTextError(Place("parameters.yaml", 3), "`x` is missing.", "Add it.", 2)
    assert (error.in_spanish().place, error.in_spanish().cell) == (error.place, 2)
    assert str(error.in_spanish()) == "parameters.yaml:3: Falta «x». Añádelo."
