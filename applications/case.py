"""The contract's case of an application: what the rules read, and how a change is merged into it."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from django.utils import timezone

from applications.models import Application, Member

APPLICANT_REF = "a"
PERSON_FACTS = ("relation", "birth_date", "sex")


def empty_answers() -> dict[str, Any]:
    """The answers of a draft nobody has filled in yet: one applicant, nothing known."""
    return {"unit": {}, "members": [{"ref": APPLICANT_REF, "relation": "applicant"}]}


def case_of(application: Application, on: date | None = None) -> dict[str, Any]:
    """The contract's case dated on `on` (today when nothing is said)."""
    answers = deepcopy(application.answers) or empty_answers()
    return {
        "benefit": application.benefit,
        "on": (on or timezone.localdate()).isoformat(),
        "unit": answers.get("unit", {}),
        "members": answers.get("members", []),
    }


def member_facts(application: Application, ref: str) -> dict[str, Any]:
    """Facts of one person of the case; empty when the person is not there."""
    for member in application.answers.get("members", []):
        if member.get("ref") == ref:
            return dict(member)
    return {}


def relation_of(application: Application, ref: str) -> str:
    """Relation with the applicant, as the contract names it."""
    return str(member_facts(application, ref).get("relation", ""))


def birth_date_of(application: Application, ref: str) -> date | None:
    """Date of birth, if it is known."""
    value = member_facts(application, ref).get("birth_date")
    return date.fromisoformat(value) if value else None


def merged(answers: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """`answers` with `patch` over it.

    `patch` is {"unit": {fact: value}, "members": {ref: {fact: value}}}; an unknown ref is ignored, because the
    person was removed meanwhile. A value of "" takes the fact away: it is not asked yet, which is not *no*.
    """
    result = deepcopy(answers)
    _lay_over(result.setdefault("unit", {}), patch.get("unit", {}))
    by_ref = {member["ref"]: member for member in result.setdefault("members", [])}
    for ref, facts in patch.get("members", {}).items():
        if ref in by_ref:
            _lay_over(by_ref[ref], {name: value for name, value in facts.items() if name != "ref"})
    return result


def _lay_over(facts: dict[str, Any], patch: dict[str, Any]) -> None:
    for name, value in patch.items():
        if value == "":
            facts.pop(name, None)
        else:
            facts[name] = value


def next_ref(answers: dict[str, Any]) -> str:
    """A reference no person of the unit uses: a, b, … z, then p27, p28…"""
    used = {member["ref"] for member in answers.get("members", [])}
    for letter in "bcdefghijklmnopqrstuvwxyz":
        if letter not in used:
            return letter
    number = 27
    while f"p{number}" in used:
        number += 1
    return f"p{number}"


def with_member(answers: dict[str, Any], ref: str, facts: dict[str, Any]) -> dict[str, Any]:
    """`answers` with one more person."""
    result = deepcopy(answers)
    result.setdefault("members", []).append({"ref": ref, **facts})
    return result


def without_member(answers: dict[str, Any], ref: str) -> dict[str, Any]:
    """`answers` without the person `ref`."""
    result = deepcopy(answers)
    result["members"] = [member for member in result.get("members", []) if member["ref"] != ref]
    return result


def from_simulation(simulated: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Answers of the simulator as a draft's answers, and the pointers of facts to look at again.

    The simulator asks nobody's name, so people come with facts only. The applicant is always "a".
    """
    members: list[dict[str, Any]] = []
    used = {APPLICANT_REF}
    for member in simulated.get("members", []):
        facts = {name: value for name, value in member.items() if value is not None}
        ref = str(facts.get("ref", ""))[:8]
        if facts.get("relation") == "applicant":
            ref = APPLICANT_REF
        elif ref in used or not ref:
            ref = next_ref({"members": [{"ref": name} for name in used]})
        used.add(ref)
        members.append({**facts, "ref": ref})
    if not any(member.get("relation") == "applicant" for member in members):
        members.insert(0, {"ref": APPLICANT_REF, "relation": "applicant"})
    unit = {name: value for name, value in simulated.get("unit", {}).items() if value is not None}
    pointers = [f"/unit/{name}" for name in unit]
    pointers += [
        f"/members/{member['ref']}/{name}" for member in members for name in member if name not in ("ref", "relation")
    ]
    return {"unit": unit, "members": members}, pointers


def ordered_members(application: Application) -> list[Member]:
    """Members in the order of the case, the applicant first."""
    order = {member["ref"]: index for index, member in enumerate(application.answers.get("members", []))}
    return sorted(application.members.all(), key=lambda member: order.get(member.ref, 99))
