"""The verbs of this room: each asks *may you?*, locks, changes, records and announces, in one transaction."""

from applications.services.captures import (
    go_without_email,
    prove_email,
    resume_capture,
    see_document_again,
    start_capture,
)
from applications.services.certificates import issue_certificate
from applications.services.completeness import completeness
from applications.services.confirmations import (
    adults_of,
    ask_confirmation,
    confirm,
    confirmation_behind,
    confirmation_of,
    confirmation_sheet,
    decline,
    evidence_of,
    issue_signature_evidence,
    shown_text,
    take_back,
)
from applications.services.drafts import (
    confirm_household,
    delete_draft,
    draft_behind,
    email_index,
    leave_draft,
    new_draft_link,
    open_with_code,
    save_section,
    start_draft,
)
from applications.services.electronic import accept_electronic_identity, open_electronically
from applications.services.hearings import answer_hearing, close_hearing, open_hearing
from applications.services.household import (
    add_member,
    change_member,
    check_member_identity,
    document_index,
    remove_member,
)
from applications.services.papers import (
    add_document,
    judge_document,
    promise_document,
    receive_document,
    remove_document,
    request_document,
)
from applications.services.pictures import (
    add_picture,
    answer_face_consent,
    conclude_identity,
    open_identity_check,
)
from applications.services.progress import STEPS, attach_resolution, close, record_progress, replace_letter
from applications.services.receipt import list_papers
from applications.services.submission import submission_of, submit, withdraw

__all__ = [
    "STEPS",
    "accept_electronic_identity",
    "add_document",
    "add_member",
    "add_picture",
    "adults_of",
    "answer_face_consent",
    "answer_hearing",
    "ask_confirmation",
    "attach_resolution",
    "change_member",
    "check_member_identity",
    "close",
    "close_hearing",
    "completeness",
    "conclude_identity",
    "confirm",
    "confirm_household",
    "confirmation_behind",
    "confirmation_of",
    "confirmation_sheet",
    "decline",
    "delete_draft",
    "document_index",
    "draft_behind",
    "email_index",
    "evidence_of",
    "go_without_email",
    "issue_certificate",
    "issue_signature_evidence",
    "judge_document",
    "leave_draft",
    "list_papers",
    "new_draft_link",
    "open_electronically",
    "open_hearing",
    "open_identity_check",
    "open_with_code",
    "promise_document",
    "prove_email",
    "receive_document",
    "record_progress",
    "remove_document",
    "remove_member",
    "replace_letter",
    "request_document",
    "resume_capture",
    "save_section",
    "see_document_again",
    "shown_text",
    "start_capture",
    "start_draft",
    "submission_of",
    "submit",
    "take_back",
    "withdraw",
]
