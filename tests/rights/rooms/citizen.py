"""The citizen's own pages, and the actions on an application."""

from django.utils import timezone

from identity.models import Consent
from tests.rights.cast import EVERY_STAFF
from tests.rights.rows import Citizen, Public


def _document(application):
    return [application.documents.first().public_id]


def _letter(application):
    return [application.letters.first().receipt_public_id]


def _hearing(application):
    now = timezone.now()
    row, _ = application.hearings.get_or_create(closed_at=None, defaults={"due_on": now.date(), "opened_at": now})
    return [row.public_id]


ENTRANCE = "way in: nothing is shown before a code sent to the person's e-mail"
CONFIRMING = "another adult of the unit: nothing is shown without the link of their own, nothing signed without a code"
ADDRESSES = {
    "applications:home": Public("the four entries"),
    "applications:from_simulation": Public("carries the simulator's answers in the visitor's own session"),
    "applications:start": Public(ENTRANCE),
    "applications:start_email": Public(ENTRANCE),
    "applications:start_code": Public(ENTRANCE),
    "applications:send_again": Public(ENTRANCE, "post"),
    "applications:continue": Public(ENTRANCE),
    "applications:continue_code": Public(ENTRANCE),
    "applications:continue_link": Public(ENTRANCE, arguments=("no-such-token",)),
    "applications:leave": Public("closes the visitor's own session", "post"),
    "applications:quick_exit": Public("leaves at once; a link on purpose, so that it works without JavaScript"),
    "applications:follow_up": Public(ENTRANCE),
    "applications:follow_up_code": Public(ENTRANCE),
    "applications:draft": Citizen("draft", "page"),
    "applications:save_and_leave": Citizen("draft", "act"),
    "applications:delete": Citizen("draft"),
    "applications:change_email": Citizen("draft"),
    "applications:change_email_code": Citizen("draft"),
    "applications:personal": Citizen("draft"),
    "applications:confirmations": Citizen("draft", "page"),
    "applications:ask_confirmation": Citizen("draft", arguments=lambda _: ["b"]),
    "applications:filed_confirmations": Citizen("filed", "page"),
    "applications:filed_ask_confirmation": Citizen("filed", arguments=lambda _: ["zz"]),
    "applications:signature_evidence": Citizen("filed", "act"),
    "applications:cohabitant_link": Public(CONFIRMING, arguments=("no-such-token",)),
    "applications:cohabitant_code": Public(CONFIRMING),
    "applications:cohabitant": Public(CONFIRMING),
    "applications:cohabitant_sheet": Public(CONFIRMING),
    "applications:cohabitant_take_back": Public(CONFIRMING, "post"),
    "applications:cohabitant_declined": Public("says that nothing follows"),
    "applications:address": Citizen("draft"),
    "applications:household": Citizen("draft"),
    "applications:member_add": Citizen("draft"),
    "applications:member": Citizen("draft", arguments=lambda _: ["b"]),
    "applications:member_remove": Citizen("draft", arguments=lambda _: ["b"]),
    "applications:questions": Citizen("draft", arguments=lambda _: ["residence"]),
    "applications:questions_group": Citizen("draft", arguments=lambda _: ["residence", "b"]),
    "applications:documents": Citizen("draft"),
    "applications:document": Citizen("draft", arguments=lambda _: ["family_ties"]),
    "applications:account": Citizen("draft"),
    "applications:identity": Citizen("draft"),
    "applications:face_consent": Citizen("draft"),
    "applications:picture": Citizen("draft", arguments=lambda _: ["front"]),
    "applications:turn": Citizen("draft", "act"),
    "applications:ask_person": Citizen("draft", "act"),
    "applications:photos_after_all": Citizen("draft", "act"),
    "applications:phone": Citizen("draft", "act"),
    "applications:phone_state": Citizen("draft", "page"),
    "applications:phone_open": Public("the link itself opens it, once", arguments=("no-such-token",)),
    "applications:identity_result": Citizen("draft"),
    "applications:review": Citizen("draft"),
    "applications:sign": Citizen("draft"),
    "applications:sign_code": Citizen("draft"),
    "applications:sent": Citizen("filed", "page"),
    "applications:mine": Citizen("filed", "page"),
    "applications:give_document": Citizen("filed", arguments=_document),
    "applications:hearing": Citizen("filed", arguments=_hearing),
    "applications:letter": Citizen("filed", "page", arguments=_letter),
    "applications:accesses": Citizen("filed", "page"),
    "applications:withdraw": Citizen("filed"),
    "applications:withdraw_face": Citizen("filed"),
    "applications:certificate": Citizen("filed", "act"),
    "applications:deleted": Public("shows only what the visitor's own session has just deleted"),
    "applications:deletion_proof": Public("gives only the proof of what the visitor's own session has just deleted"),
}
POWERS = {
    "application.start": {"": {"the citizen", "another citizen", "anyone"}},
    "application.read": {"": {"the citizen", "system"}},
    "application.edit": {"": {"the citizen"}},
    "application.submit": {"": {"the citizen"}},
    "application.withdraw": {"": {"the citizen"}},
    "application.withdraw_face": {"": {"the citizen"}},
    "application.certificate": {"": {"the citizen"}},
    "application.ask_confirmation": {"": {"the citizen"}},
    "consent.revoke": {"": {"the citizen"}},
    "application.delete": {"": {"the citizen", "system"}},
    "application.give_document": {"": {"the citizen"}},
    # Only rooms that have asked their own policy call this one.
    "application.tell_progress": {"": set(EVERY_STAFF) | {"system"}},
}


def _consent(scene):
    return Consent(subject_ref=str(scene.dossier.application.public_id), purpose="face")


SUBJECTS = {"application.": lambda scene: scene.dossier.application, "consent.": _consent}
