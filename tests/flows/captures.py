"""What the tests of capture in person share: a capturer at a desk, a person with their document, a whole capture."""

import base64
import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from applications import services
from applications.declaration import declaration_of
from applications.models import Application
from core.demonstration import DemoHousehold, DemoPerson
from core.models import StaffMember
from tests.answers import date_boxes
from tests.flows.answering import answer_questions
from tests.flows.dossiers import staff
from tests.rights.cast import signed_in
from tests.unit.applications import drafts


def url(name: str, *args: object) -> str:
    return reverse(f"captures:{name}", args=args)


def said(response) -> str:
    """Text of a page, tags away."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def at_a_desk(name: str = "ivan", province: str = "28") -> tuple[StaffMember, Client]:
    """A capturer of the province's CAISS, signed in with both steps."""
    member = staff(name, "capturer", province)
    return member, signed_in(member)


def seen(person: DemoPerson, **changes: str) -> dict[str, str]:
    """The document of a person, as it is typed with it in the hand."""
    data = {
        "document_kind": person.document_kind,
        "document_number": person.document_number,
        **date_boxes("document_expires_on", person.document_expires_on),
        "present": "on",
    }
    return {name: value for name, value in {**data, **changes}.items() if value}


def begin(browser: Client, person: DemoPerson, **changes: str) -> Application:
    data = seen(person, **({"purpose": "first", "province_code": "28", "notices": "paper"} | changes))
    answer = browser.post(url("start"), data)
    assert answer.status_code == 302, said(answer)
    return Application.objects.latest("id")


def fill(browser: Client, application: Application, home: DemoHousehold) -> None:
    """Every section, each page leading to the next as it does for the capturer."""
    one = application.public_id
    for position, person in enumerate(home.members):
        ref = chr(ord("a") + position)
        data = seen(person, present="") | {
            "first_name": person.first_name,
            "first_surname": person.first_surname,
            "second_surname": person.second_surname,
            **date_boxes(f"{ref}-birth_date", person.birth_date),
        }
        if position:
            data[f"{ref}-relation"] = person.relation
        answer = browser.post(url("member_add" if position else "personal", one), data)
        assert answer.status_code == 302, said(answer)
    applicant = home.applicant
    place = {
        "street": applicant.address,
        "postal_code": applicant.postal_code,
        "municipality": applicant.municipality,
        "province_code": home.province_code,
    }
    assert browser.post(url("address", one), place).status_code == 302
    assert browser.post(url("household", one)).status_code == 302
    case = home.case(timezone.localdate())
    answer_questions(browser, application, case, lambda section, ref: url("questions_group", one, section, ref))
    for paper in services.completeness(drafts.fresh(application)).papers:
        if paper.missing:
            assert browser.post(url("document", one, paper.code), {"promise": "1"}).status_code == 302
    assert browser.post(url("account", one), {"iban": "ES91 2100 0418 4502 0005 1332"}).url == url("draft", one)


def ready(browser: Client, key: str = "single_mother", **changes: str) -> Application:
    """A capture that only lacks the signature."""
    home = drafts.household(key)
    application = begin(browser, home.applicant, **changes)
    fill(browser, application, home)
    return drafts.fresh(application)


def scan(pages: int = 1, name: str = "hoja") -> list[SimpleUploadedFile]:
    """Photographs of pages, as a telephone or a scanner gives them."""
    files = []
    for number in range(pages):
        buffer = io.BytesIO()
        Image.new("RGB", (600, 800), (250 - number, 250, 250)).save(buffer, "JPEG")
        files.append(SimpleUploadedFile(f"{name}-{number + 1}.jpg", buffer.getvalue(), "image/jpeg"))
    return files


def signed_sheet(application: Application, pages: int = 1) -> dict[str, object]:
    """The form of the paper way, filled in."""
    code = declaration_of(drafts.fresh(application)).sheet_code
    return {"sheet_code": code.lower(), "file": scan(pages), "seen_signing": "on"}


def drawn() -> str:
    """A signature as the canvas sends it."""
    picture = Image.new("RGBA", (900, 300), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(100, 200), (200, 80), (300, 220), (450, 100), (600, 190)], (22, 33, 43, 255), 4)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def submitted(browser: Client, key: str = "single_mother", **changes: str) -> Application:
    """A capture signed on paper and registered."""
    application = ready(browser, key, **changes)
    answer = browser.post(url("sign", application.public_id), signed_sheet(application))
    assert answer.status_code == 302, said(answer)
    return drafts.fresh(application)
