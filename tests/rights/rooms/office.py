"""Processors' pages and acts, and the actions behind them."""

from identity.models import IdentityCheck
from receipts.selectors import receipts_of
from tests.rights.cast import ASSIGNED, EVERY_STAFF
from tests.rights.rows import NOBODY, Office, Scene, dossier_and, no_such, nothing

PROCESSORS = {ASSIGNED, "processor here", "processor elsewhere", "processor elsewhere, purpose stated"}
READERS = {ASSIGNED, "processor here", "processor elsewhere, purpose stated", "supervisor here"}
ASKED_WHY = {"processor elsewhere"}
SENT = {"fiscal reviewer here"}
READ = {"": READERS, "fiscal_review": READERS | SENT}
ENDED = {"resolved": NOBODY, "notified": NOBODY, "withdrawn": NOBODY}
STOP = {"": {ASSIGNED, "supervisor here"}, "notified": NOBODY, "withdrawn": NOBODY}
IN_HAND = {"": {ASSIGNED}, "checking": NOBODY, "fiscal_review": NOBODY, **ENDED}


def _check(scene: Scene):
    return scene.dossier.checks.first().public_id


def _paper(scene: Scene):
    """The application's receipt: there is one in every state."""
    return receipts_of("application", str(scene.dossier.application.public_id))[0].public_id


ADDRESSES = {
    # Everybody's first page: whoever has no queue is led to where their work is.
    "workflow:queue": Office(set(EVERY_STAFF), arguments=nothing),
    "workflow:search": Office(PROCESSORS, "form", arguments=nothing),
    "workflow:dossier": Office(READ, asked=ASKED_WHY),
    "workflow:checks": Office(READ, asked=ASKED_WHY),
    "workflow:calculation": Office(READ, asked=ASKED_WHY),
    "workflow:documents": Office(READ, asked=ASKED_WHY),
    "workflow:history": Office(READ, asked=ASKED_WHY),
    "workflow:purpose": Office({"processor elsewhere", "processor elsewhere, purpose stated"}, "form"),
    "workflow:evidence": Office(READ, "act", arguments=dossier_and(no_such)),
    "workflow:retry_check": Office(IN_HAND, "act", arguments=dossier_and(_check)),
    "workflow:accept_check": Office(IN_HAND, "form", arguments=dossier_and(_check)),
    "workflow:request_document": Office(IN_HAND, "form"),
    "workflow:stop_waiting": Office(IN_HAND, "form"),
    "workflow:open_hearing": Office(IN_HAND, "form"),
    "workflow:drop_hearing": Office(IN_HAND, "form"),
    "workflow:identity": Office(IN_HAND, "form"),
    "workflow:picture": Office(IN_HAND, arguments=dossier_and("front")),
    "workflow:document_file": Office(READ, arguments=dossier_and(no_such)),
    "workflow:letter": Office(READ, arguments=dossier_and(no_such)),
    "workflow:correct_paper": Office({"supervisor here"}, "form", arguments=dossier_and(_paper)),
    "workflow:export": Office({ASSIGNED, "supervisor here"}, "act"),
    "workflow:propose": Office(IN_HAND, "form"),
    "workflow:propose_inadmission": Office(IN_HAND, "form"),
    "workflow:propose_lapse": Office(IN_HAND, "form"),
    "workflow:resolve": Office(IN_HAND, "form"),
    "workflow:drop_proposal": Office(IN_HAND, "act"),
    "workflow:stop_automation": Office(STOP, "form"),
    "workflow:resume_automation": Office(STOP, "act"),
    "workflow:rearm_job": Office({ASSIGNED}, "act", arguments=dossier_and(1)),
}

READ_OR_RUN = {state: labels | {"system"} for state, labels in READ.items()}
POWERS = {
    "queue.read": {"": PROCESSORS},
    "dossier.search": {"": PROCESSORS},
    "dossier.read": READ_OR_RUN,
    "document.view": READ_OR_RUN,
    "letter.download": READ_OR_RUN,
    "dossier.state_purpose": {"": {"processor elsewhere", "processor elsewhere, purpose stated"}},
    "dossier.work": IN_HAND,
    "dossier.resolve": IN_HAND,
    "identity_picture.view": IN_HAND,
    "dossier.rearm": {"": {ASSIGNED}},
    "paper.correct": {"": {"supervisor here"}},
    "dossier.export": {"": {ASSIGNED, "supervisor here", "system"}},
    "dossier.stop_automation": STOP,
    "identity.see_picture": {"": PROCESSORS | {"supervisor here", "the citizen"}},
    "identity.review": {"": {ASSIGNED, "processor here", "supervisor here"}},
}


def _identity_check(scene: Scene):
    reference = str(scene.dossier.application.public_id)
    return IdentityCheck.objects.get_or_create(
        subject_ref=reference, defaults={"province_code": "28", "claimed": {}, "number_index": "x"}
    )[0]


SUBJECTS = {"identity.": _identity_check}
