"""The citizen's way through the pages, without a browser: as a person with no JavaScript goes it."""

import re
from datetime import date
from urllib.parse import urlparse

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from applications import services
from applications.models import Application, ApplicationState
from core import outbox
from core.demonstration import DemoHousehold, DemoPerson
from receipts import services as receipts
from tests.answers import date_boxes
from tests.flows.answering import answer_questions
from tests.unit.applications import drafts
from tests.unit.applications.conftest import stand_ins  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]


def url(name: str, *args: object) -> str:
    return reverse(f"applications:{name}", args=args)


def said(response) -> str:
    """Text of a page, tags away."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def begin(client: Client, province: str = "28", email: str = "") -> Application:
    email = email or drafts.new_email()
    assert client.post(url("start"), {"province_code": province}).url == url("start_email")
    assert client.post(url("start_email"), {"email": email}).url == url("start_code")
    answer = client.post(url("start_code"), {"code": drafts.code_sent_to(email)})
    assert answer.url == url("draft")
    return Application.objects.latest("id")


def person_data(person: DemoPerson, ref: str, **changes: str) -> dict[str, str]:
    data = {
        "first_name": person.first_name,
        "first_surname": person.first_surname,
        "second_surname": person.second_surname,
        "document_kind": person.document_kind,
        "document_number": person.document_number,
        **date_boxes("document_expires_on", person.document_expires_on),
        **date_boxes(f"{ref}-birth_date", person.birth_date),
    }
    if person.relation != "applicant":
        data[f"{ref}-relation"] = person.relation
    return {**data, **changes}


def fill_people(client: Client, home: DemoHousehold) -> None:
    assert client.post(url("personal"), person_data(home.applicant, "a")).url == url("draft")
    for position, person in enumerate(home.members[1:], 1):
        ref = chr(ord("a") + position)
        assert client.post(url("member_add"), person_data(person, ref)).url == url("household")
    assert client.post(url("household")).url == url("draft")


def fill_questions(client: Client, home: DemoHousehold) -> None:
    application = Application.objects.latest("id")
    answer_questions(client, application, home.case(date(2026, 11, 2)), lambda *place: url("questions_group", *place))


def to_the_signature(client: Client, key: str = "single_mother") -> Application:
    home = drafts.household(key)
    begin(client, home.province_code)
    fill_people(client, home)
    place = {
        "street": home.applicant.address,
        "postal_code": home.applicant.postal_code,
        "municipality": home.applicant.municipality,
        "province_code": home.province_code,
    }
    assert client.post(url("address"), place).url == url("draft")
    fill_questions(client, home)
    application = Application.objects.latest("id")
    for paper in services.completeness(application).papers:
        if paper.missing:
            assert client.post(url("document", paper.code), {"promise": "1"}).url == url("documents")
    assert client.post(url("account"), {"iban": "ES91 2100 0418 4502 0005 1332"}).url == url("draft")
    Application.objects.filter(pk=application.pk).update(identity_outcome="review", state="identity_review")
    return drafts.fresh(application)


def sign(client: Client, application: Application) -> None:
    assert client.post(url("sign"), {"agree": "on"}).url == url("sign_code")
    answer = client.post(url("sign_code"), {"code": drafts.code_sent_to(application.email)})
    assert answer.url == url("sent")


@pytest.mark.req("S2-55")
def test_the_four_entries(client: Client) -> None:
    page = said(client.get(url("home")))
    for entry in (
        "Nueva solicitud",
        "Continuar un borrador",
        "Gestionar una solicitud presentada",
        "Preguntas frecuentes",
    ):
        assert entry in page


@pytest.mark.req("S2-19", "S2-26", "S2-27", "S2-57", "S2-60", "S2-61", "S2-62")
def test_from_the_first_page_to_the_receipt_and_back(client: Client) -> None:
    application = to_the_signature(client)
    review = said(client.get(url("review")))
    assert "Lucía" in review
    assert "4.800,00" in review
    assert "Cambiar" in review
    sign(client, application)
    sent = said(client.get(url("sent")))
    application.refresh_from_db()
    assert f"Número {application.registry_number}" in sent
    assert "la ley entiende que la respuesta es no" in sent

    paper = client.get(url("letter", application.receipt_public_id))
    assert paper["Content-Type"] == "application/pdf"
    assert receipts.check_file(paper.content).state == "authentic"

    other = Client()
    number = drafts.household("single_mother").applicant.document_number
    data = {"registry_number": application.registry_number, "document_number": number}
    assert other.post(url("follow_up"), data).url == url("follow_up_code")
    assert other.post(url("follow_up_code"), {"code": drafts.code_sent_to(application.email)}).url == url("mine")
    assert "Recibida" in said(other.get(url("mine")))
    assert other.get(url("letter", application.receipt_public_id)).content == paper.content  # the same bytes
    accesses = said(other.get(url("accesses")))
    assert "Entraste con un código" in accesses
    assert "Se descargó un documento" in accesses


@pytest.mark.req("S2-19")
def test_the_six_fields_and_what_is_wrong_with_them(client: Client) -> None:
    begin(client)
    page = said(client.get(url("personal")))
    assert "Todos los campos con asterisco * son obligatorios" in page
    for label in (
        "Nombre *",
        "Primer apellido *",
        "Segundo apellido",
        "Tipo de identificación *",
        "Nº de identificación *",
        "Fecha caducidad DNI/NIE *",
    ):
        assert label in page
    person = drafts.household("single_mother").applicant
    wrong_letter = said(client.post(url("personal"), person_data(person, "a", document_number="99001117A")))
    assert "La letra no corresponde a ese número" in wrong_letter
    impossible = person_data(person, "a") | {"a-birth_date_day": "31", "a-birth_date_month": "2"}
    assert "31 de febrero de 1984 no existe" in said(client.post(url("personal"), impossible))
    expired = person_data(person, "a") | date_boxes("document_expires_on", date(2020, 1, 1))
    assert "Ese documento está caducado" in said(client.post(url("personal"), expired))


@pytest.mark.req("S2-60")
def test_each_identity_is_told_and_never_blocks(client: Client, settings) -> None:
    begin(client)
    person = drafts.household("single_mother").applicant
    client.post(url("personal"), person_data(person, "a", first_surname="Otro"))
    assert "No coincide: revisa el primer apellido" in said(client.get(url("household")))
    client.post(url("personal"), person_data(person, "a"))
    assert "Comprobado" in said(client.get(url("household")))
    settings.STANDIN_URLS = {**settings.STANDIN_URLS, "police": "http://127.0.0.1:9"}
    answer = client.post(url("personal"), person_data(person, "a", second_surname="Otro"))
    assert answer.url == url("draft")
    assert "No hemos podido comprobarlo ahora" in said(client.get(url("household")))


@pytest.mark.req("S2-28")
def test_two_tabs_see_both_versions(client: Client) -> None:
    application = begin(client)
    version = drafts.fresh(application).version
    place = {"street": "Calle Uno 1", "postal_code": "28001", "municipality": "Madrid", "province_code": "28"}
    client.post(url("address"), {**place, "version": version})
    clash = client.post(url("address"), {**place, "street": "Calle Dos 2", "version": version})
    page = clash.content.decode()
    assert "Se ha cambiado en otra ventana" in page
    assert "Calle Uno 1" in page
    assert 'value="Calle Dos 2"' in page
    newer = drafts.fresh(application).version
    assert client.post(url("address"), {**place, "street": "Calle Dos 2", "version": newer}).status_code == 302
    assert drafts.fresh(application).address["street"] == "Calle Dos 2"


@pytest.mark.req("S2-28")
def test_left_and_resumed_on_another_device_by_link_and_by_data(client: Client) -> None:
    application = begin(client)
    person = drafts.household("single_mother").applicant
    client.post(url("personal"), person_data(person, "a"))
    assert "Tu borrador está guardado" in said(client.post(url("save_and_leave")))
    assert client.get(url("draft")).url == url("continue")
    outbox.deliver_due()
    link = urlparse(re.search(r"https?://\S+/continuar/\S+", mail.outbox[-1].body).group()).path  # type: ignore[union-attr]

    phone = Client()
    before = len(mail.outbox)
    assert phone.get(link).status_code == 200
    assert len(mail.outbox) == before  # a mail scanner opens the link and nothing is sent
    assert phone.post(link).url == url("continue_code")
    assert phone.post(url("continue_code"), {"code": drafts.code_sent_to(application.email)}).url == url("draft")
    assert person.first_name in phone.get(url("personal")).content.decode()


def test_what_leads_nowhere_looks_the_same(client: Client) -> None:
    """No oracle: nobody learns by typing whether somebody has applied."""
    _, submission = drafts.submitted()
    right = drafts.household("single_mother").applicant.document_number
    good, bad = Client(), Client()
    before = len(mail.outbox)
    pages = []
    for visitor, number in ((good, right), (bad, "00000000T")):
        data = {"registry_number": submission.registry_number, "document_number": number}
        assert visitor.post(url("follow_up"), data).url == url("follow_up_code")
        pages.append(re.sub(r'value="[^"]+"', "", visitor.get(url("follow_up_code")).content.decode()))
    assert len(mail.outbox) == before + 1
    assert pages[0] == pages[1]
    wrong = "000000" if drafts.code_sent_to(mail.outbox[-1].to[0]) != "000000" else "111111"
    for _ in range(6):
        good_said, bad_said = (said(one.post(url("follow_up_code"), {"code": wrong})) for one in (good, bad))
        assert good_said == bad_said


def test_a_wrong_code_opens_nothing(client: Client) -> None:
    email = drafts.new_email()
    client.post(url("start"), {"province_code": "28"})
    client.post(url("start_email"), {"email": email})
    code = drafts.code_sent_to(email)
    wrong = "000000" if code != "000000" else "111111"
    assert client.post(url("start_code"), {"code": wrong}).status_code == 200
    assert not Application.objects.exists()
    assert client.post(url("start_code"), {"code": code}).url == url("draft")


def test_a_mistyped_address_is_asked_about_once(client: Client) -> None:
    client.post(url("start"), {"province_code": "28"})
    asked = client.post(url("start_email"), {"email": "ana@gmial.com"})
    assert "¿Querías escribir ana@gmail.com?" in said(asked)
    assert len(mail.outbox) == 0
    sure = client.post(url("start_email"), {"email": "ana@gmial.com", "sure": "ana@gmial.com"})
    assert sure.url == url("start_code")


@pytest.mark.req("S2-26")
def test_the_simulation_comes_along(client: Client) -> None:
    session = client.session
    session["simulation_answers"] = {
        "benefit": "imv",
        "on": "2026-11-02",
        "unit": {"annual_income_previous_year": "4800.00"},
        "members": [{"ref": "a", "relation": "applicant", "birth_date": "1984-05-02"}],
    }
    session.save()
    assert client.get(url("from_simulation")).url == url("start")
    assert "Traemos tus respuestas" in said(client.get(url("start")))
    begin(client)
    assert "vienen de tu simulación" in said(client.get(url("draft")))
    page = client.get(url("questions_group", "income", "unidad"))
    assert "Viene de tu simulación: revísalo" in said(page)
    assert 'value="4.800,00"' in page.content.decode()


@pytest.mark.req("S2-28")
def test_deleting_the_draft(client: Client) -> None:
    application = begin(client)
    assert "No se puede deshacer" in said(client.get(url("delete")))
    assert client.post(url("delete")).url == url("deleted")
    assert drafts.fresh(application).state == ApplicationState.DELETED
    assert client.get(url("draft")).status_code == 302


@pytest.mark.req("S2-29", "S2-27")
def test_a_document_asked_for_is_handed_in(client: Client) -> None:
    application = to_the_signature(client)
    sign(client, application)
    document = services.request_document(application, "padron", "Hace falta el histórico.", None, label="Padrón")
    page = said(client.get(url("mine")))
    assert "Te toca a ti: Padrón" in page
    from django.core.files.uploadedfile import SimpleUploadedFile

    give = url("give_document", document.public_id)
    wrong = client.post(give, {"file": SimpleUploadedFile("padron.pdf", b"MZ not a pdf")})
    assert "Ese archivo no es un PDF ni una foto" in said(wrong)
    right = client.post(give, {"file": SimpleUploadedFile("padron.pdf", drafts.PDF)})
    assert right.url == url("mine")
    page = said(client.get(url("mine")))
    assert "Te toca a ti" not in page
    assert "Justificante de entrega" in page


def test_withdrawing(client: Client) -> None:
    application = to_the_signature(client)
    sign(client, application)
    assert client.post(url("withdraw")).url == url("mine")
    assert drafts.fresh(application).state == ApplicationState.WITHDRAWN
    assert "Retiraste esta solicitud" in said(client.get(url("mine")))


def test_somebody_elses_papers_are_not_there(client: Client) -> None:
    other, _ = drafts.submitted("older_couple")
    application = to_the_signature(client)
    sign(client, application)
    assert client.get(url("letter", other.receipt_public_id)).status_code == 404
    document = services.request_document(other, "padron", "", None, label="Padrón")
    assert client.get(url("give_document", document.public_id)).status_code == 404


def test_without_a_session_every_page_leads_to_the_entrance() -> None:
    stranger = Client()
    for name in ("draft", "personal", "address", "household", "documents", "account", "identity", "review", "sign"):
        assert stranger.get(url(name)).url == url("continue")
    for name in ("sent", "mine", "accesses", "withdraw"):
        assert stranger.get(url(name)).url == url("follow_up")


def with_personal_data(client: Client, key: str = "single_mother") -> Application:
    application = begin(client)
    client.post(url("personal"), person_data(drafts.household(key).applicant, "a"))
    return application


def photo(person: DemoPerson, name: str):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from identity.specimens.catalogue import specimen

    return {"picture": SimpleUploadedFile(f"{name}.jpg", specimen(person, name), "image/jpeg")}


def turned(person: DemoPerson, asked: dict[str, str]):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from identity.specimens.turns import turn

    files = zip(("first", "turned", "last"), turn(person, asked["side"]), strict=True)
    return {"nonce": asked["nonce"]} | {name: SimpleUploadedFile("f.jpg", one, "image/jpeg") for name, one in files}


@pytest.mark.req("S2-56")
def test_photos_really_read_lead_to_a_checked_identity(client: Client) -> None:
    application = with_personal_data(client)
    person = drafts.household("single_mother").applicant
    assert client.post(url("identity")).url == url("picture", "front")
    assert client.post(url("picture", "front"), photo(person, "front")).url == url("picture", "back")
    assert client.post(url("picture", "back"), photo(person, "back")).url == url("face_consent")
    assert client.get(url("picture", "selfie")).url == url("identity")  # not before there is leave
    assert "Elige sí o no" in said(client.post(url("face_consent"), {"consent": ""}))
    assert client.post(url("face_consent"), {"consent": "yes"}).url == url("picture", "selfie")
    asked = client.post(url("turn")).json()
    assert client.post(url("picture", "selfie"), turned(person, asked)).url == url("identity_result")
    assert "Identidad comprobada" in said(client.get(url("identity_result")))
    assert drafts.fresh(application).identity_outcome == "verified"
    client.post(url("personal"), person_data(person, "a", first_name="Otra"))
    assert drafts.fresh(application).identity_outcome == ""  # compared with other data: once more


@pytest.mark.req("S2-56")
def test_who_keeps_their_face_is_looked_at_by_a_person(client: Client) -> None:
    application = with_personal_data(client)
    person = drafts.household("single_mother").applicant
    client.post(url("identity"))
    client.post(url("picture", "front"), photo(person, "front"))
    client.post(url("picture", "back"), photo(person, "back"))
    assert client.post(url("face_consent"), {"consent": "no"}).url == url("identity_result")
    assert "Lo mirará una persona" in said(client.get(url("identity_result")))
    assert drafts.fresh(application).identity_outcome == "review"


@pytest.mark.req("S2-56")
def test_bad_photos_are_told_and_the_draft_goes_on(client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    with_personal_data(client)
    home = drafts.household("single_mother")
    other = drafts.household("older_couple").applicant
    client.post(url("identity"))
    text = {"picture": SimpleUploadedFile("dni.jpg", b"not a photo", "image/jpeg")}
    assert "Hay algo que revisar" in said(client.post(url("picture", "front"), text, follow=True))
    client.post(url("picture", "front"), photo(home.applicant, "front"))
    mixed = said(client.post(url("picture", "back"), photo(other, "back"), follow=True))
    assert "documentos distintos" in mixed
    assert "Puedes intentarlo 2 veces más" in mixed
    assert client.post(url("picture", "back"), photo(home.applicant, "back")).url == url("face_consent")


def test_an_expired_document_is_told_with_its_photo_and_again_at_the_end(client: Client) -> None:
    with_personal_data(client)
    someone = drafts.household("single_mother").applicant
    client.post(url("identity"))
    client.post(url("picture", "front"), photo(someone, "front"))
    words = "El documento está caducado. Puedes seguir: una persona lo mirará."
    assert words in said(client.post(url("picture", "back"), photo(someone, "back-expired"), follow=True))
    assert words not in said(client.post(url("picture", "back"), photo(someone, "back-expired"), follow=True)), "once"
    ended = said(client.post(url("face_consent"), {"consent": "no"}, follow=True))
    assert words in ended
    assert "En una oficina" in ended


def test_photos_come_after_the_data_they_are_compared_with(client: Client) -> None:
    begin(client)
    assert "Antes de las fotos faltan tus datos personales" in said(client.post(url("identity")))
    assert client.get(url("picture", "front")).url == url("identity")


def test_the_quick_exit_leaves_nothing_behind(client: Client) -> None:
    application = with_personal_data(client, "address_differs")
    client.post(url("household"))
    patch = {"members": {"a": {"legal_residence_since": "1990-01-01", "independent_since": "never"}}}
    services.save_section(application, "about_you", patch, actor=drafts.actor_of(application))
    assert "Salir de esta página" in said(client.get(url("questions_group", "situation", "a")))
    assert client.get(url("quick_exit")).url.startswith("https://")
    assert client.get(url("questions_group", "situation", "a")).url == url("continue")
    assert drafts.fresh(application).members.get(ref="a").first_name  # saved things stay
