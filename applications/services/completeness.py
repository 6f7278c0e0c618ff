"""What a draft still lacks, and the state that follows from it. The state of a draft is derived, never set by hand."""

from __future__ import annotations

from dataclasses import dataclass

from applications.case import APPLICANT_REF, birth_date_of, member_facts
from applications.levels import settled
from applications.models import Application, ApplicationState, Member
from applications.papers import PaperNeeded, papers_of
from applications.questions import Group, form_of, groups_of
from applications.services.rows import member_of
from core.errors import AmparoError
from identity.types import ClaimedIdentity
from rules.types import FormState

PERSONAL, ADDRESS, HOUSEHOLD, QUESTIONS = "personal", "address", "household", "questions"
DOCUMENTS, ACCOUNT, IDENTITY = "documents", "account", "identity"


@dataclass(frozen=True, slots=True)
class Completeness:
    """Sections that lack something, in the order of the task list, and the form they were read from."""

    missing: tuple[str, ...]
    form: FormState
    groups: tuple[Group, ...]
    papers: tuple[PaperNeeded, ...]

    @property
    def ready_to_sign(self) -> bool:
        """Nothing is missing, identity included."""
        return not self.missing


def completeness(application: Application) -> Completeness:
    """What is missing before the application can be signed."""
    form = form_of(application)
    groups = tuple(groups_of(form))
    papers = tuple(papers_of(application, form))
    people = {member.ref: member for member in application.members.all()}
    others = [member for ref, member in people.items() if ref != APPLICANT_REF]
    checks = {
        PERSONAL: person_complete(application, people.get(APPLICANT_REF)),
        ADDRESS: bool(application.address.get("street") and application.address.get("postal_code")),
        HOUSEHOLD: application.household_confirmed and all(person_complete(application, one) for one in others),
        QUESTIONS: not any(group.missing for group in groups),
        DOCUMENTS: not any(paper.missing for paper in papers),
        ACCOUNT: bool(application.iban),
        IDENTITY: settled(application),
    }
    return Completeness(tuple(name for name, done in checks.items() if not done), form, groups, papers)


def person_complete(application: Application, member: Member | None) -> bool:
    """Whether we know who a person is: names, document, its expiry, date of birth and relation."""
    if member is None:
        return False
    facts = member_facts(application, member.ref)
    return bool(
        member.first_name
        and member.first_surname
        and member.document_number
        and member.document_expires_on
        and facts.get("birth_date")
        and facts.get("relation")
    )


def claimed_identity(application: Application) -> ClaimedIdentity:
    """Who the applicant says they are. Raises ``identity.applicant_incomplete`` while something of it is missing."""
    member = member_of(application, APPLICANT_REF)
    if not person_complete(application, member):
        raise AmparoError("identity.applicant_incomplete")
    return ClaimedIdentity(
        document_kind=member.document_kind,
        number=member.document_number,
        first_name=member.first_name,
        first_surname=member.first_surname,
        second_surname=member.second_surname,
        birth_date=birth_date_of(application, APPLICANT_REF),
        expires_on=member.document_expires_on,
    )


def state_from(application: Application, found: Completeness) -> str:
    """The state a draft is in, read from what it lacks."""
    missing = set(found.missing)
    if missing - {IDENTITY}:
        return ApplicationState.DRAFT
    if IDENTITY in missing:
        return ApplicationState.IDENTITY_PENDING
    if application.identity_outcome == "review":
        return ApplicationState.IDENTITY_REVIEW
    return ApplicationState.SIGNATURE_PENDING
