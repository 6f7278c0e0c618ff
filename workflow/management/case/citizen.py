"""The citizen's half of the case: simulate, apply, prove who they are, sign; later, bring a document."""

from typing import Any

from django.utils import timezone

from applications import services
from applications.declaration import declaration_of
from applications.models import Application
from applications.types import PersonDetails, Submission
from core.actors import Actor, citizen
from core.demonstration import DemoHousehold, DemoPerson
from identity import services as identity
from identity.specimens.catalogue import specimen
from identity.specimens.turns import turn
from identity.types import VerifiedCode
from receipts import services as receipts
from rules import services as rules
from workflow.management.case.report import Report, code_mailed_to, must

PAPER = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def fresh(application: Application) -> Application:
    """The row as it is now."""
    return Application.objects.get(pk=application.pk)


def actor_of(application: Application) -> Actor:
    """The citizen behind an application."""
    return citizen(str(application.public_id))


def simulate(report: Report, home: DemoHousehold) -> None:
    """Could they be entitled?"""
    with report.step("simulation") as step:
        outcome = rules.simulate_case(home.case(timezone.localdate()))
        must(outcome["eligible"] is True, outcome["eligible"])
        step.ends(f"{outcome['kind']}, {outcome['monthly']['total']:.2f} EUR a month", outcome["text"][:19])


def apply(report: Report, home: DemoHousehold) -> Application:
    """The draft, whole but for identity and signature."""
    email = home.applicant.email
    case = home.case(timezone.localdate())
    with report.step("draft with the simulator's answers, e-mail code") as step:
        verified = _code("draft", email)
        simulated = {"unit": case["unit"], "members": case["members"]}
        application = services.start_draft(
            email=email, province_code=home.province_code, verified=verified, simulation=simulated
        )
        step.ends(fresh(application).state, application.public_id)
    with report.step("people of the unit, each asked of the police") as step:
        states = [
            _person(application, ref["ref"], person) for ref, person in zip(case["members"], home.members, strict=True)
        ]
        services.confirm_household(application, actor=actor_of(application))
        must(set(states) == {"match"}, states)
        step.ends(f"{len(states)} × match")
    with report.step("address, account, answers, documents promised") as step:
        _fill(application, home, case)
        missing = services.completeness(fresh(application)).missing
        must(missing == ("identity",), missing)
        step.ends(fresh(application).state, f"{fresh(application).documents.count()} documents promised")
    return fresh(application)


def _code(purpose: str, email: str, *, subject_ref: str = "", bound_to: str = "") -> VerifiedCode:
    sent = identity.send_code(purpose=purpose, email=email, subject_ref=subject_ref, bound_to=bound_to)
    return identity.verify_code(sent.challenge_id, code_mailed_to(email), bound_to=bound_to)


def _person(application: Application, ref: str, person: DemoPerson) -> str:
    details = PersonDetails(
        person.first_name,
        person.first_surname,
        person.second_surname,
        person.document_kind,
        person.document_number,
        person.document_expires_on,
    )
    facts = {"relation": person.relation, "birth_date": person.birth_date.isoformat()}
    services.change_member(application, ref, details, facts, actor=actor_of(application))
    return str(services.check_member_identity(application, ref, actor=actor_of(application)).police_state)


def _fill(application: Application, home: DemoHousehold, case: dict[str, Any]) -> None:
    who, actor = home.applicant, actor_of(application)
    address = {
        "province_code": home.province_code,
        "municipality": who.municipality,
        "street": who.address,
        "postal_code": who.postal_code,
    }
    services.save_section(application, "address", address, actor=actor)
    services.save_section(application, "account", {"iban": who.iban}, actor=actor)
    for _ in range(30):
        needed = services.completeness(fresh(application)).form.needed
        if not needed:
            break
        services.save_section(application, "questions", _answers(needed, case), actor=actor)
    for paper in services.completeness(fresh(application)).papers:
        if paper.missing:
            services.promise_document(application, paper.code, actor=actor)


def _answers(needed: tuple[Any, ...], case: dict[str, Any]) -> dict[str, Any]:
    by_ref = {member["ref"]: member for member in case["members"]}
    patch: dict[str, Any] = {"unit": {}, "members": {}}
    for field in needed:
        source = by_ref[field.member_ref] if field.member_ref else case["unit"]
        plain = {"bool": False, "int": 0, "money": "0.00", "date": "2010-01-01"}.get(field.type)
        value = source.get(field.name, plain if field.closed_default is None else field.closed_default)
        owner = patch["members"].setdefault(field.member_ref, {}) if field.member_ref else patch["unit"]
        owner[field.name] = value
    return patch


def prove_identity(report: Report, application: Application, person: DemoPerson) -> None:
    """Photos of the card, really read, and a head that turns, with the separate consent to compare the face."""
    from applications.services.pictures import answer_face_consent

    actor = actor_of(application)
    services.open_identity_check(application, actor=actor)
    answer_face_consent(application, True, actor=actor)
    for side in ("front", "back"):
        with report.step(f"identity, {side}") as step:
            picture = specimen(person, side)
            path = report.keep(f"{side}.jpg", picture)
            result = services.add_picture(application, side, picture, actor=actor)  # type: ignore[arg-type]
            must(result.accepted, [problem.code for problem in result.problems])
            step.ends(f"accepted, {len(result.read)} fields read", path)
    with report.step("identity, a head that turns") as step:
        asked = services.ask_turn(application, actor=actor)
        frames = turn(person, asked.side)
        path = report.keep("selfie.jpg", frames[0])
        result = services.add_turn(application, asked.nonce, frames, actor=actor)
        must(result.accepted, [problem.code for problem in result.problems])
        step.ends(f"to the {asked.side}", path)
    with report.step("identity, conclusion") as step:
        outcome = services.conclude_identity(application, actor=actor)
        must(outcome.outcome in ("verified", "review"), outcome.outcome)
        step.ends(outcome.outcome, ", ".join(reason.code for reason in outcome.reasons))


def sign(report: Report, application: Application) -> Submission:
    """A code bound to the text; one number however often it is pressed; the sealed receipt."""
    with report.step("signature and registry entry") as step:
        declaration = declaration_of(fresh(application))
        verified = _code(
            "signature", application.email, subject_ref=str(application.public_id), bound_to=declaration.hash
        )
        first = services.submit(application, verified, actor=actor_of(application))
        again = services.submit(application, verified, actor=actor_of(application))
        must(first.registry_number == again.registry_number, again.registry_number)
        step.ends(fresh(application).state, first.registry_number)
    with report.step("sealed receipt") as step:
        content = receipts.content(first.receipt_public_id, actor_of(application))
        path = report.keep("receipt.pdf", content)
        checked = receipts.check_file(content)
        must(checked.state == "authentic", checked.state)
        step.ends(checked.state, path)
    return first


def bring_document(report: Report, application: Application) -> None:
    """What the office asked for comes in."""
    with report.step("the citizen brings the document") as step:
        asked = application.documents.get(state="requested")
        document = services.receive_document(
            application, asked.public_id, PAPER, "documento.pdf", actor=actor_of(application)
        )
        step.ends(document.state, document.public_id)
