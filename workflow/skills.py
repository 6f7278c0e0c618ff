"""What in a dossier asks for a speciality of its processor. The closed list of specialities is `fair_share.SKILLS`.

Only facts that are declared or checked already, and few: each narrows who can take a dossier, so each can make it wait.
"""

from collections.abc import Iterable

from applications.types import SubmittedApplication
from workflow.models import Flag, Severity

_MEMBER_FACTS = ("gender_violence_victim", "trafficking_victim")
_UNIT_FACTS = ("special_unit", "unit_duration_exception")
_PROTECTED = frozenset({"gender_violence", "trafficking"})


def asked(application: SubmittedApplication, flags: Iterable[Flag]) -> list[str]:
    """Codes of the specialities the dossier asks for now, in alphabetical order."""
    found = set()
    if _protected(application):
        found.add("protected")
    if any(person.document_kind == "passport" for person in application.people):
        # Not in the police's records: papers of another country are read by a person.
        found.add("foreign_documents")
    if any(flag.kind == "flag" and flag.severity == Severity.HIGH for flag in flags):
        found.add("discrepancies")
    return sorted(found)


def _protected(application: SubmittedApplication) -> bool:
    """Gender violence, trafficking or sexual exploitation, said of anybody of the unit."""
    unit, members = application.case["unit"], application.case["members"]
    if any(unit.get(fact) in _PROTECTED for fact in _UNIT_FACTS):
        return True
    return any(
        member.get("residence_exception") in _PROTECTED or any(member.get(fact) is True for fact in _MEMBER_FACTS)
        for member in members
    )
