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
    add_turn,
    answer_face_consent,
    ask_person,
    ask_turn,
    conclude_identity,
    open_identity_check,
    phone_link,
    withdraw_face_consent,
)
from applications.services.progress import STEPS, attach_resolution, close, record_progress, replace_letter
from applications.services.receipt import list_papers
from applications.services.submission import submission_of, submit, withdraw

__all__ = [
    "STEPS",
    "add_document",
    "add_member",
    "add_picture",
    "add_turn",
    "answer_face_consent",
    "answer_hearing",
    "ask_person",
    "ask_turn",
    "attach_resolution",
    "change_member",
    "check_member_identity",
    "close",
    "close_hearing",
    "completeness",
    "conclude_identity",
    "confirm_household",
    "delete_draft",
    "document_index",
    "draft_behind",
    "email_index",
    "go_without_email",
    "issue_certificate",
    "judge_document",
    "leave_draft",
    "list_papers",
    "new_draft_link",
    "open_hearing",
    "open_identity_check",
    "open_with_code",
    "phone_link",
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
    "start_capture",
    "start_draft",
    "submission_of",
    "submit",
    "withdraw",
    "withdraw_face_consent",
]
