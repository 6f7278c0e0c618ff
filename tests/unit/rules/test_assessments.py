"""Assessments explain themselves, hide what must stay hidden, and can be replayed byte for byte."""

import copy
from datetime import date
from typing import Any

import pytest

from core.errors import AmparoError
from rules import services
from rules.models import ArchivedText, Assessment
from tests.unit.rules.test_cases import CASE, changed

HIDDEN = ("violencia", "trata", "prisión", "violence", "trafficking", "prison")


def assessment_of(case: dict[str, Any]) -> Any:
    read = services.read_case(case)
    return services.assess(services.text("imv", read.on), read)


def test_an_explanation_never_names_a_hidden_exception() -> None:
    for fact in ("gender_violence_victim", "trafficking_victim", "released_from_prison"):
        case = changed(member__independent_since="never", **{f"member__{fact}": True})
        found = assessment_of(case)
        assert found.eligible is True
        assert found.requirement("independence").hidden
        words = " ".join(sentence for part in services.explain(found) for sentence in part.sentences).lower()
        words += " ".join(result.reason for result in found.requirements).lower()
        assert not any(word in words for word in HIDDEN)


def test_the_calculation_adds_up_line_by_line() -> None:
    case = copy.deepcopy(CASE)
    case["unit"] |= {"annual_income_previous_year": "4800.00", "unit_formed_on": "2020-01-01"}
    case["members"].append(
        {
            "ref": "b",
            "relation": "child",
            "birth_date": "2019-07-30",
            "legal_residence_since": "2019-07-30",
            "custody": "exclusive",
        }
    )
    lines = {line.rule: line.cents for line in assessment_of(case).lines}
    assert lines == {
        "base_income": 95368,
        "single_parent": 16139,
        "guaranteed_income": 111507,
        "computable_income": -40000,
        "imv": 71507,
        "child_supplement": 5750,
        "total": 77257,
    }
    assert all(line.article and line.source for line in assessment_of(case).lines)


def test_a_no_says_when_it_could_be_a_yes() -> None:
    young = assessment_of(changed(member__legal_residence_since="2026-02-03"))
    result = young.requirement("residence")
    assert (result.met, result.members) == (False, ("a",))
    assert "la ley pide 12 meses" in result.reason
    assert result.advice == "Podrías pedirlo desde el 3 de febrero de 2027."
    assert assessment_of(changed(member__legal_residence_since="never")).requirement("residence").advice == ""


def test_every_leaf_says_rule_values_and_person() -> None:
    leaves = assessment_of(changed(member__independent_since="2026-05-01")).requirement("independence").leaves
    months = next(leaf for leaf in leaves if "p.independence_months" in leaf.source and leaf.holds is False)
    assert months.rule == "independence.general"
    assert months.member == "a"
    assert months.values["p.independence_months"] == 12


def test_process_is_reached_through_the_same_door() -> None:
    facts = [
        {"id": "1", "kind": "decision", "eligible": "yes", "decision_kind": "imv", "total": 73360},
        {"id": "2", "kind": "check", "person": "a", "source": "police", "state": "ok"},
    ]
    text = services.text("imv", date(2026, 10, 15))
    assert [route.name for route in services.process(text, facts).routes] == ["automatic_grant_proposal"]
    facts[1]["state"] = "differs"
    found = services.process(text, facts)
    assert [flag.name for flag in found.flags] == ["identity_differs"]
    assert found.routes == ()


def test_the_control_limit_is_a_parameter_of_the_text() -> None:
    assert services.text("imv", date(2026, 10, 15)).parameter("control_limit_monthly") == 150_000


@pytest.mark.django_db
def test_an_assessment_is_kept_encrypted_and_replayed() -> None:
    found = assessment_of(CASE)
    row = services.store_assessment(found, "submission", "0190-x")
    kept = Assessment.objects.get(pk=row.pk)
    assert services.replay(kept).outcome() == found.outcome()
    raw = Assessment.objects.filter(pk=row.pk).extra(select={"raw": '"case"'}).values("raw").get()["raw"]
    assert "1984-05-02" not in str(raw)
    assert ArchivedText.objects.get().hash == found.text.hash


@pytest.mark.django_db
def test_an_assessment_of_an_older_text_is_replayed_with_that_text() -> None:
    from rules import texts_store

    edition = texts_store.current("imv")
    assert edition is not None
    files = dict(edition.files)
    files["parameters.yaml"] = files["parameters.yaml"].replace("1: 733.60", "1: 700.00")
    older = texts_store.keep(files)
    read = services.read_case(CASE)
    found = services.assess(older.on(read.on), read)
    assert found.monthly["imv"] == 70_000
    row = services.store_assessment(found, "proposal", "0190-x")
    texts_store._EDITIONS.pop(older.text.hash)
    assert services.replay(Assessment.objects.get(pk=row.pk)).monthly["imv"] == 70_000
    texts_store._EDITIONS.pop(older.text.hash)
    ArchivedText.objects.all().delete()
    with pytest.raises(AmparoError) as caught:
        services.replay(row)
    assert caught.value.code == "assessment.text_missing"


@pytest.mark.django_db
def test_a_tampered_assessment_does_not_replay() -> None:
    row = services.store_assessment(assessment_of(CASE), "proposal", "0190-x")
    row.case = changed(unit__annual_income_previous_year="1200.00")
    with pytest.raises(AmparoError) as caught:
        services.replay(row)
    assert caught.value.code == "assessment.not_the_same"


def test_the_system_check_finds_a_text_that_does_not_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    from rules import checks, texts_store
    from rules.language.errors import Place, RuleTextError

    assert checks.check_texts() == []

    def broken(benefit: str) -> None:
        raise RuleTextError(Place("facts.yaml", 3), "Mal.", "Arréglalo.")

    monkeypatch.setattr(texts_store, "current", broken)
    (error,) = checks.check_texts()
    assert "facts.yaml:3" in error.msg
    assert error.hint == "Arréglalo."
