"""Drafts of the synthetic households, filled in through the room's own verbs."""

import re
from datetime import date
from itertools import count
from typing import Any

from django.core import mail

from applications import services
from applications.case import APPLICANT_REF
from applications.declaration import declaration_of
from applications.models import Application
from applications.types import PersonDetails, Submission
from core.actors import Actor, citizen
from core.demonstration import DemoHousehold, DemoPerson, households
from identity import services as identity
from identity.types import VerifiedCode

_emails = count(1)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def household(key: str) -> DemoHousehold:
    """A synthetic household by its key."""
    return next(one for one in households() if one.key == key)


def new_email() -> str:
    """An address nobody used yet: codes to one address wait a minute."""
    return f"persona{next(_emails)}@example.org"


def code_sent_to(email: str) -> str:
    """The six figures of the last message to an address."""
    message = next(one for one in reversed(mail.outbox) if one.to == [email] and "código" in one.subject.lower())
    return re.search(r"\b(\d{3}) ?(\d{3})\b", message.body).expand(r"\1\2")  # type: ignore[union-attr]


def verified(purpose: str, email: str, *, subject_ref: str = "", bound_to: str = "") -> VerifiedCode:
    """A code really sent, read in the mailbox, and taken."""
    sent = identity.send_code(purpose=purpose, email=email, bound_to=bound_to, subject_ref=subject_ref)
    return identity.verify_code(sent.challenge_id, code_sent_to(email), bound_to=bound_to)


def actor_of(application: Application) -> Actor:
    """The citizen behind an application."""
    return citizen(str(application.public_id))


def started(province_code: str = "28", simulation: dict[str, Any] | None = None) -> Application:
    """A draft just begun."""
    email = new_email()
    return services.start_draft(
        email=email, province_code=province_code, verified=verified("draft", email), simulation=simulation
    )


def details(person: DemoPerson, **changes: Any) -> PersonDetails:
    """A synthetic person as the six fields."""
    values = {
        "first_name": person.first_name,
        "first_surname": person.first_surname,
        "second_surname": person.second_surname,
        "document_kind": person.document_kind,
        "document_number": person.document_number,
        "document_expires_on": person.document_expires_on,
    }
    return PersonDetails(**{**values, **changes})


def filled(key: str = "single_mother") -> Application:
    """A draft with everything but the identity: people, address, answers, documents promised, account."""
    home = household(key)
    application = started(home.province_code)
    actor = actor_of(application)
    for position, person in enumerate(home.members):
        facts = {"relation": person.relation, "birth_date": person.birth_date.isoformat()}
        if position == 0:
            services.change_member(application, APPLICANT_REF, details(person), facts, actor=actor)
        else:
            services.add_member(application, details(person), facts, actor=actor)
    services.confirm_household(application, actor=actor)
    address = {
        "province_code": home.province_code,
        "municipality": home.applicant.municipality,
        "street": home.applicant.address,
        "postal_code": home.applicant.postal_code,
    }
    services.save_section(application, "address", address, actor=actor)
    services.save_section(application, "account", {"iban": "ES9121000418450200051332"}, actor=actor)
    answer_questions(application, home)
    for paper in services.completeness(fresh(application)).papers:
        if paper.missing:
            services.promise_document(application, paper.code, actor=actor)
    return fresh(application)


def answer_questions(application: Application, home: DemoHousehold) -> None:
    """Answer what the rules ask with the household's own case, and *no* to what it does not say."""
    case = home.case(date(2026, 11, 2))
    by_ref = {member["ref"]: member for member in case["members"]}
    for _ in range(30):
        needed = services.completeness(fresh(application)).form.needed
        if not needed:
            return
        patch: dict[str, Any] = {"unit": {}, "members": {}}
        for field in needed:
            source = by_ref[field.member_ref] if field.member_ref else case["unit"]
            value = source.get(field.name, _no(field))
            owner = patch["members"].setdefault(field.member_ref, {}) if field.member_ref else patch["unit"]
            owner[field.name] = value
        services.save_section(application, "questions", patch, actor=actor_of(application))
    raise AssertionError("the form never ends")


def _no(field: Any) -> Any:
    if field.closed_default is not None:
        return field.closed_default
    return {"bool": False, "int": 0, "money": "0.00", "date": "2010-01-01"}[field.type]


def fresh(application: Application) -> Application:
    """The row as it is now."""
    return Application.objects.get(pk=application.pk)


def ready(key: str = "single_mother") -> Application:
    """A draft that only lacks the signature; as if its photos waited for a person's eye.

    Real photos take seconds to read: the flow tests take them, here only their outcome is written.
    """
    application = filled(key)
    Application.objects.filter(pk=application.pk).update(identity_outcome="review", state="identity_review")
    return fresh(application)


def signature(application: Application) -> VerifiedCode:
    """A code tied to the declaration as it is now."""
    return verified(
        "signature",
        application.email,
        subject_ref=str(application.public_id),
        bound_to=declaration_of(application).hash,
    )


def submitted(key: str = "single_mother") -> tuple[Application, Submission]:
    """An application signed and registered."""
    application = ready(key)
    submission = services.submit(application, signature(application), actor=actor_of(application))
    return fresh(application), submission
