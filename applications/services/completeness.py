"""What a draft still lacks, and the state that follows from it. The state of a draft is derived, never set by hand."""

from __future__ import annotations

from dataclasses import dataclass

from applications.case import APPLICANT_REF, case_of, member_facts
from applications.models import Application, ApplicationState, DocumentState, Member
from rules import services as rules
from rules.types import FormState

PERSONAL, ADDRESS, HOUSEHOLD, QUESTIONS = "personal", "address", "household", "questions"
DOCUMENTS, ACCOUNT, IDENTITY = "documents", "account", "identity"
GIVEN = (DocumentState.RECEIVED, DocumentState.PROMISED, DocumentState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Completeness:
    """Sections that lack something, in the order of the task list, and the form they were read from."""

    missing: tuple[str, ...]
    form: FormState

    @property
    def ready_to_sign(self) -> bool:
        """Nothing is missing, identity included."""
        return not self.missing


def form_of(application: Application) -> FormState:
    """The rules' form for the answers so far."""
    case = case_of(application)
    return rules.form(rules.text(application.benefit, _day(case["on"])), case)


def _day(iso: str) -> object:
    from datetime import date

    return date.fromisoformat(iso)


def completeness(application: Application) -> Completeness:
    """What is missing before the application can be signed."""
    form = form_of(application)
    people = {member.ref: member for member in application.members.all()}
    checks = {
        PERSONAL: person_complete(application, people.get(APPLICANT_REF)),
        ADDRESS: bool(application.address.get("street") and application.address.get("postal_code")),
        HOUSEHOLD: application.household_confirmed
        and all(person_complete(application, member) for ref, member in people.items() if ref != APPLICANT_REF),
        QUESTIONS: not form.needed,
        DOCUMENTS: not missing_documents(application, form),
        ACCOUNT: bool(application.iban),
        IDENTITY: bool(application.identity_outcome),
    }
    return Completeness(tuple(name for name, done in checks.items() if not done), form)


def person_complete(application: Application, member: Member | None) -> bool:
    """Whether we know who a person is: names, document and date of birth."""
    if member is None:
        return False
    known = member.first_name and member.first_surname and member.document_number
    dated = member.document_kind == "passport" or member.document_expires_on
    return bool(known and dated and member_facts(application, member.ref).get("birth_date"))


def missing_documents(application: Application, form: FormState) -> list[str]:
    """Documents the answers ask for, neither given nor promised."""
    given = {document.requirement_code for document in application.documents.all() if document.state in GIVEN}
    return [needed.id for needed in form.documents if needed.id not in given]


def state_of_draft(application: Application) -> str:
    """The state a draft is in, read from what it has."""
    missing = set(completeness(application).missing)
    if missing - {IDENTITY}:
        return ApplicationState.DRAFT
    if IDENTITY in missing:
        return ApplicationState.IDENTITY_PENDING
    if application.identity_outcome == "review":
        return ApplicationState.IDENTITY_REVIEW
    return ApplicationState.SIGNATURE_PENDING
