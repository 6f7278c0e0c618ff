"""A rule text that is wrong is refused with its place, what is wrong and what to do, before anybody is answered."""

from pathlib import Path

import pytest

from rules.language.errors import RuleTextError
from rules.language.load import load
from rules.language.reader import files_of

FOLDER = Path(__file__).resolve().parents[3] / "rules" / "texts" / "imv"
FILES = files_of(FOLDER)


def broken(file: str, old: str, new: str) -> RuleTextError:
    assert old in FILES[file]
    with pytest.raises(RuleTextError) as caught:
        load({**FILES, file: FILES[file].replace(old, new, 1)})
    return caught.value


def line_of(file: str, words: str) -> int:
    return next(number for number, line in enumerate(FILES[file].splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("file", "old", "new", "wrong"),
    [
        ("variables.yaml", "formula: count(counts)\n", "formula: count(cuonts)\n", "`cuonts` is not a member name"),
        ("variables.yaml", "formula: members == 1", "formula: members == alone", "depends on itself"),
        ("variables.yaml", "formula: members == 1", "formula: age == 1", "`age` is not a unit name"),
        ("variables.yaml", "formula: members == 1", "formula: members == net_patrimony", "Both sides need one type"),
        ("variables.yaml", "formula: members == 1", "formula: members * 2", "no product"),
        ("variables.yaml", "formula: members == 1", "formula: members / 2 == 1", "no division"),
        ("variables.yaml", "formula: members == 1", "formula: __import__('os').getcwd()", "not understood"),
        ("variables.yaml", "formula: members == 1", "formula: exec('1')", "not a function"),
        ("variables.yaml", "formula: members == 1", "formula: '[m for m in members]'", "not part of the language"),
        ("variables.yaml", "formula: members == 1", "formula: 'members == ('", "not an expression"),
        ("variables.yaml", "formula: members == 1", "formula: members == 1.5", "only whole numbers"),
        ("variables.yaml", "relation != 'unrelated'", "relation != 'unrelatd'", "not one of its values"),
        ("variables.yaml", "custody == 'exclusive'", "custody in ('exclusive', 'sole')", "not one of its values"),
        ("variables.yaml", "p.majority", "p.mayority", "no parameter"),
        ("variables.yaml", "p.guaranteed_income[members]", "p.guaranteed_income", "is a table"),
        ("variables.yaml", "met.applicant_age", "met.applicant_edge", "no requirement"),
        ("variables.yaml", "  alone:\n", "  members:\n", "written twice"),
        ("parameters.yaml", "1: 658.81", "1: 658.815", "not an amount in euros"),
        ("parameters.yaml", "4: 1393.84, ", "", "rows are missing"),
        ("parameters.yaml", "unit: money\n", "unit: euros\n", "not a unit"),
        ("facts.yaml", "closed: none", "closed: nothing", "not one of its options"),
        ("facts.yaml", "type: date", "type: day", "not known"),
        ("facts.yaml", '{who: TGSS, article: "21.8"}', "{who: TGSS}", "No article says"),
        ("facts.yaml", '{who: TGSS, article: "21.8"}', '{article: "21.8"}', "`who` is missing"),
        ("facts.yaml", "section: household", "section: home", "no such section"),
        ("facts.yaml", "        fostering: Guarda", "        foster: Guarda", "`option_labels` and options differ"),
        ("requirements.yaml", "{age} años y la ley pide", "{edad} años y la ley pide", "muestra {edad}, que no existe"),
        ("requirements.yaml", '    article: "5.2"\n', "", "has no article"),
        ("requirements.yaml", "    clauses:\n", "    clausulas:\n", "means nothing here"),
        ("documents.yaml", "    if: counts\n", "    if: members\n", "`members` is not a member name"),
        ("processing.yaml", "kind: registry", "kind: register", "no fact of kind"),
        ("processing.yaml", "value > d.value", "value > x.value", "names no fact before"),
        ("benefit.yaml", "  eligible: eligible", "  eligible: elegible", "not a variable"),
    ],
)
def test_a_wrong_text_is_refused_with_its_place(file: str, old: str, new: str, wrong: str) -> None:
    error = broken(file, old, new)
    assert wrong in f"{error.wrong} {error.mend}"
    assert error.place.file == file
    assert error.place.line > 0
    assert error.mend


def test_the_line_is_the_line_of_the_mistake() -> None:
    error = broken("variables.yaml", "formula: members == 1", "formula: members == uno")
    assert abs(error.place.line - line_of("variables.yaml", "formula: members == 1")) <= 2


def test_a_missing_file_is_named() -> None:
    with pytest.raises(RuleTextError, match=r"facts\.yaml"):
        load({name: content for name, content in FILES.items() if name != "facts.yaml"})


def test_an_edition_from_before_articles_were_asked_for_says_who_alone() -> None:
    before = FILES["facts.yaml"].replace('\n      - {who: TGSS, article: "21.8"}', " [TGSS]")
    (found,) = load({**FILES, "facts.yaml": before}).text.facts["member", "months_registered"].answered_by
    assert (found.who, found.article) == ("TGSS", None)


def test_the_hash_names_the_content_and_not_its_spelling() -> None:
    original = load(FILES).text.hash
    commented = {**FILES, "benefit.yaml": "# A comment more.\n" + FILES["benefit.yaml"]}
    assert load(commented).text.hash == original
    assert (
        load({**FILES, "parameters.yaml": FILES["parameters.yaml"].replace("733.60", "733.61")}).text.hash != original
    )


def test_words_of_yaml_are_not_taken_for_truths_or_dates() -> None:
    from rules.language.reader import read

    found = read({"x.yaml": "on: yes\nno: 1_000\nday: 2026-01-31\namount: 10.10\nnothing:\n"}, "x.yaml")
    assert dict(found) | {"day": str(found["day"])} == {
        "on": "yes",
        "no": "1_000",
        "day": "2026-01-31",
        "amount": "10.10",
        "nothing": None,
    }


def test_no_amount_of_money_is_written_in_a_formula() -> None:
    """Amounts stand in parameters, with their source; formulas may hold ages of the child supplement and counts."""
    from rules.language.expressions import Constant

    text = load(FILES).text
    numbers = set()
    for variable in text.variables:
        numbers |= {
            node.value
            for node in variable.formula.walk()
            if isinstance(node, Constant) and isinstance(node.value, int) and not isinstance(node.value, bool)
        }
    assert numbers <= {-1, 0, 1, 2, 3, 6}
