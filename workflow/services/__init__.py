"""The verbs of this room: who may, lock, change, record, announce — in one transaction each."""

from workflow.services.asking import accept_check, ask_and_settle, create_checks, retry_check, retry_due_checks
from workflow.services.assigning import assign_automatically
from workflow.services.correcting import reissue_paper, revoke_paper
from workflow.services.crossing import cross
from workflow.services.deciding import drop_proposal, notify, propose, resolve
from workflow.services.documents import request_document, seal_request, stop_waiting, take_received_document
from workflow.services.filing import export_dossier
from workflow.services.handing_over import dismiss_notice, hand_over, mail_notices
from workflow.services.hearing import drop_hearing, open_hearing, seal_hearing, take_hearing_answer
from workflow.services.opening import close_withdrawn, open_dossier, rearm_job
from workflow.services.reading import (
    PURPOSES,
    open_document,
    open_evidence,
    open_letter,
    open_picture,
    read_dossier,
    review_identity,
    search,
    state_purpose,
)
from workflow.services.reviewing import approve_proposal, return_proposal
from workflow.services.sealing import seal_resolution, seal_withdrawal
from workflow.services.stopping import STOPPED, is_stopped, resume_automation, stop_automation
from workflow.services.supervising import (
    end_absence,
    record_absence,
    set_automatic,
    set_terms,
    welcome_processor,
)

__all__ = (
    "PURPOSES",
    "STOPPED",
    "accept_check",
    "approve_proposal",
    "ask_and_settle",
    "assign_automatically",
    "close_withdrawn",
    "create_checks",
    "cross",
    "dismiss_notice",
    "drop_hearing",
    "drop_proposal",
    "end_absence",
    "export_dossier",
    "hand_over",
    "is_stopped",
    "mail_notices",
    "notify",
    "open_document",
    "open_dossier",
    "open_evidence",
    "open_hearing",
    "open_letter",
    "open_picture",
    "propose",
    "read_dossier",
    "rearm_job",
    "record_absence",
    "reissue_paper",
    "request_document",
    "resolve",
    "resume_automation",
    "retry_check",
    "retry_due_checks",
    "return_proposal",
    "review_identity",
    "revoke_paper",
    "seal_hearing",
    "seal_request",
    "seal_resolution",
    "seal_withdrawal",
    "search",
    "set_automatic",
    "set_terms",
    "state_purpose",
    "stop_automation",
    "stop_waiting",
    "take_hearing_answer",
    "take_received_document",
    "welcome_processor",
)
