"""The documents an application needs, joined with what was given, and what we find out without asking for a paper."""

from __future__ import annotations

from dataclasses import dataclass

from applications.case import APPLICANT_REF
from applications.models import Application, Document, DocumentState, Member, PoliceState
from rules.types import DocumentNeeded, FormState

IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class PaperNeeded:
    """A document the law asks for: what it is, and how it stands. `ours`: we find it out, no paper is asked."""

    code: str
    label: str
    why: str
    issuer: str
    accepts: tuple[str, ...]
    document: Document | None
    ours: bool
    sensitive: bool = False

    @property
    def given(self) -> bool:
        """There is a file."""
        return self.document is not None and self.document.state in (DocumentState.RECEIVED, DocumentState.ACCEPTED)

    @property
    def promised(self) -> bool:
        """It will come later."""
        return self.document is not None and self.document.state == DocumentState.PROMISED

    @property
    def missing(self) -> bool:
        """Neither given, nor promised, nor ours to find out."""
        return not (self.ours or self.given or self.promised)


def papers_of(application: Application, form: FormState) -> list[PaperNeeded]:
    """Documents the answers ask for, in the order of the text."""
    given = {document.requirement_code: document for document in application.documents.all()}
    people = {member.ref: member for member in application.members.all()}
    papers = []
    for needed in form.documents:
        code = code_of(needed)
        member = people.get(needed.member_ref or "")
        papers.append(
            PaperNeeded(
                code=code,
                label=_label(needed, member),
                why=needed.why,
                issuer=needed.issuer,
                accepts=tuple(needed.accepts),
                document=given.get(code),
                ours=_found_out(application, needed, member),
                sensitive=needed.sensitive,
            )
        )
    return papers


def code_of(needed: DocumentNeeded) -> str:
    """The requirement's code, with the person's reference where each person needs their own."""
    return f"{needed.id}-{needed.member_ref}" if needed.member_ref else needed.id


def _label(needed: DocumentNeeded, member: Member | None) -> str:
    if member is None or not member.first_name or member.ref == APPLICANT_REF:
        return needed.label
    return f"{needed.label} de {member.first_name}"


def _found_out(application: Application, needed: DocumentNeeded, member: Member | None) -> bool:
    """Who somebody is, the police tell us; the applicant's card is looked at in the identity section."""
    if needed.id != IDENTITY or member is None:
        return False
    if member.ref == APPLICANT_REF:
        return True
    return member.police_state in (PoliceState.MATCH, PoliceState.PENDING, PoliceState.DOWN)
