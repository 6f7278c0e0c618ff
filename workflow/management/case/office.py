"""The office's half of the case: checks, assignment, a document asked for, the decision, its seal and its check."""

from typing import Any

from core import events, mail
from core.actors import Actor, staff_actor
from core.models import AuditEvent
from receipts import services as receipts
from workflow import services
from workflow.clock import reading
from workflow.decision import identity_state, obstacles
from workflow.engine import desk
from workflow.management.case.report import Report, must, settle
from workflow.models import Dossier

REASON = "Comprobado con el documento que ha aportado la persona."


def dossier_of(application_ref: str) -> Dossier:
    """The dossier as it is now."""
    return Dossier.objects.select_related("office", "assignee").get(application__public_id=application_ref)


def processor_of(dossier: Dossier) -> Actor:
    """The person it was assigned to."""
    assert dossier.assignee is not None
    actor = staff_actor(dossier.assignee.user_id)
    assert actor is not None
    return actor


def _again(row: Any) -> Any:
    """The row as it is now, its relations read anew too."""
    return type(row)._default_manager.get(pk=row.pk)


def arrive(report: Report, application_ref: str) -> Dossier:
    """From the registry to a person's queue, with nobody's hands."""
    with report.step("checks of three administrations, cross-check, assignment") as step:
        settle(lambda: Dossier.objects.filter(application__public_id=application_ref, state="assigned").exists())
        dossier = dossier_of(application_ref)
        must(dossier.state == "assigned", dossier.state)
        answered = dossier.checks.exclude(state="pending").count()
        must(answered == dossier.checks.count() > 0, answered)
        step.ends(
            f"{dossier.state}, {answered} checks, {dossier.flags.filter(cleared_at=None).count()} conclusions",
            dossier.number,
        )
    return dossier


def study(report: Report, dossier: Dossier) -> None:
    """The processor opens it, looks at the pictures if a machine could not tell, and settles what differs."""
    from applications import selectors as applications

    who, ref = processor_of(dossier), str(dossier.public_id)
    with report.step("the processor reads and settles what is open") as step:
        services.read_dossier(ref, who)
        application = applications.submitted(dossier.application.public_id)
        looked = identity_state(application) == "review"
        if looked:
            for side in ("front", "back"):
                must(services.open_picture(ref, side, who), side)
            services.review_identity(ref, True, REASON, who)
        for check in dossier.checks.exclude(state__in=("ok", "accepted_by_person")):
            services.accept_check(ref, str(check.public_id), REASON, who)
        must(not obstacles(dossier, application), obstacles(dossier, application))
        step.ends("pictures reviewed" if looked else "nothing open", who.name)


def ask_for_document(report: Report, dossier: Dossier) -> None:
    """A letter goes out and the clock stands still."""
    with report.step("a document is asked for, the clock stops") as step:
        request = services.request_document(
            str(dossier.public_id),
            "family_ties",
            "Libro de familia",
            "Falta ver el parentesco con la menor.",
            processor_of(dossier),
        )
        settle(lambda: _again(request).receipt_public_id)
        request.refresh_from_db()
        dossier.refresh_from_db()
        must(dossier.clock_stopped, dossier.state)
        path = report.keep("request.pdf", receipts.content(request.receipt_public_id, processor_of(dossier)))
        step.ends(dossier.state, path)


def resume(report: Report, dossier: Dossier) -> None:
    """The clock runs again and the dossier is back with its processor."""
    with report.step("the clock runs again") as step:
        settle(lambda: _again(dossier).state == "under_study")
        dossier.refresh_from_db()
        must(dossier.state == "under_study" and not dossier.clock_stopped, dossier.state)
        silence = reading(dossier.clock.all(), dossier.registered_on).silence_date
        step.ends(dossier.state, f"silence date {silence.isoformat()}")


def decide(report: Report, dossier: Dossier) -> tuple[bytes, str]:
    """Proposed on the calculation, resolved by the person, sealed and told by themselves; the letter and its CEA."""
    who, ref = processor_of(dossier), str(dossier.public_id)
    with report.step("proposal") as step:
        proposal = services.propose(ref, "granted", "", who)
        must(not proposal.over_limit, "over the control limit")
        step.ends(f"{proposal.kind}, {proposal.monthly_cents / 100:.2f} EUR a month", proposal.public_id)
    with report.step("resolution, sealed and notified") as step:
        services.resolve(ref, who)
        settle(lambda: desk.finished(dossier))
        dossier.refresh_from_db()
        must(dossier.state == "notified" and desk.finished(dossier), dossier.state)
        resolution = dossier.resolution
        content = receipts.content(resolution.receipt_public_id, who)
        path = report.keep("resolution.pdf", content)
        step.ends(dossier.state, path)
    return content, resolution.cea


def _notice_to(address: str) -> mail.Letter | None:
    return next((one for one in mail.sent() if one.to == address and "respuesta" in one.subject), None)


def told(report: Report, dossier: Dossier, address: str) -> None:
    """The e-mail that says there is an answer, with nothing personal in it."""
    with report.step("e-mail notice, citizen's line") as step:
        settle(lambda: _notice_to(address))
        letters = [letter for letter in mail.sent() if letter.to == address]
        notice = _notice_to(address)
        must(notice is not None, [letter.subject for letter in letters])
        assert notice is not None
        must(dossier.applicant_name.split()[0] not in notice.text, "a name in an e-mail")
        steps = list(dossier.application.progress.values_list("step", flat=True))
        must("resolved" in steps and "notified" in steps, steps)
        step.ends(f"{len(letters)} messages, {len(steps)} points on the line", notice.subject)


def verify(report: Report, content: bytes, cea: str) -> str:
    """Anyone checks the paper: by its code, by its file, and with one byte changed."""
    with report.step("anyone checks it, and a copy with one byte changed") as step:
        by_code, by_file = receipts.check(cea), receipts.check_file(content)
        changed = bytearray(content)
        changed[len(changed) // 2] ^= 1
        altered = receipts.check_file(bytes(changed))
        must((by_code.state, by_file.state, altered.state) == ("authentic", "authentic", "altered"), altered.state)
        step.ends(f"{by_code.state}, {altered.state}", cea)
    with report.step("chain of events") as step:
        faults = list(events.verify())
        must(not faults, faults)
        step.ends("sound", f"{AuditEvent.objects.count()} events")
    return by_code.state
