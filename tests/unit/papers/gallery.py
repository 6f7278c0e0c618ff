"""One of every kind of paper the house issues, about people who do not exist, in the province one asks for."""

import datetime as dt
import uuid
from functools import cache

from applications import letters as citizen_letters
from applications.models import Application, Channel
from applications.models import Document as HandedIn
from applications.types import Address, IdentityState, Person, SubmittedApplication
from core.models import Office
from receipts.electronic_file import prepare
from receipts.services.filing import FiledDocument, FileHead, _index
from receipts.types import Document
from tests.flows.dossiers import submitted
from workflow import letters
from workflow.models import CorrectionRequest, Dossier, Proposal, Resolution

NOW = dt.datetime(2026, 11, 21, 10, 42, 7, tzinfo=dt.UTC)
TODAY = NOW.date()
OFFICES = {
    "28": "Dirección Provincial de Madrid",
    "17": "Dirección Provincial de Girona",
    "46": "Dirección Provincial de Valencia/València",
    "36": "Dirección Provincial de Pontevedra",
    "48": "Dirección Provincial de Bizkaia",
}
HASH = "3f0a91c2" * 8
_REQUIREMENTS = [
    ("residence", "Residencia legal y efectiva", True, "10.1.a", "Vive en España desde hace 9 años y se pide 1.",
     [("meses", "108"), ("meses exigidos", "12")]),
    ("income", "Vulnerabilidad económica: ingresos", True, "11.2", "Los ingresos son menores que el límite.",
     [("ingresos al mes", "210,00 €"), ("umbral", "1.162,57 €")]),
    ("patrimony", "Patrimonio por debajo del límite", True, "11.3", "El patrimonio es menor que el límite.",
     [("patrimonio neto", "1.200,00 €"), ("límite", "36.973,44 €")]),
    ("unit_duration", "Unidad formada seis meses antes", True, "10.3", "Se cumple este requisito.", []),
]  # fmt: skip
_LINES = [
    ("Renta garantizada", "13.2", 111507, "guaranteed_income", "Tabla oficial de 2026"),
    ("Ingresos computables", "20", -21000, "computable_income", "Agencia Tributaria"),
    ("Complemento de ayuda para la infancia", "11.6", 5750, "child_supplement", "Tabla oficial de 2026"),
    ("Total al mes", "13.1", 96257, "monthly_total", "Suma de las líneas"),
]


def content(due: str = "imv_and_child_supplement", denied: bool = False, **changes: object) -> dict[str, object]:
    """What a decision rests on, as it is frozen with its proposal."""
    requirements = [
        {
            "id": code,
            "label": label,
            "met": met and not (denied and code == "income"),
            "word": "No se cumple" if denied and code == "income" else "Se cumple",
            "article": article,
            "sentence": "Los ingresos pasan del límite en 112,40 € al mes." if denied and code == "income" else reason,
            "values": values,
        }
        for code, label, met, article, reason, values in _REQUIREMENTS
    ]
    lines = [
        {"label": label, "article": article, "cents": cents, "rule": rule, "source": source}
        for label, article, cents, rule, source in _LINES
    ]
    facts = [
        ("Personas de la unidad de convivencia", "2", "Solicitud"),
        ("Provincia de residencia", "Madrid", "Padrón municipal"),
        ("Ingresos computables de la unidad en 2025", "2.520,00 €", "Agencia Tributaria"),
        ("Identidad de las personas", "Comprobada", "Policía Nacional"),
    ]
    made = {
        "kind": "denied" if denied else "granted",
        "due": "none" if denied else due,
        "text": f"imv-2026-03-27-{HASH[:16]}",
        "monthly_cents": 0 if denied else 96257,
        "effects_from": "" if denied else "2026-12-01",
        "facts": [{"label": label, "value": value, "source": source} for label, value, source in facts],
        "requirements": requirements,
        "lines": [] if denied else lines,
        "note": "",
    }
    return {**made, **changes}


def dossier(province: str = "28") -> Dossier:
    """A dossier of the province, of nobody."""
    office = Office(code=f"DP{province}", name=OFFICES[province], province_code=province)
    return Dossier(
        number="IMV-2026-000123",
        registry_number="2026-000456",
        registered_on=TODAY - dt.timedelta(days=40),
        office=office,
        competent_office=office,
    )


def application_data(province: str = "28") -> SubmittedApplication:
    """What was submitted, as other rooms see it."""
    applicant = Person(
        "a", "applicant", "Núria", "Àvila", "Ibáñez", "dni", "12345678Z", TODAY, dt.date(1990, 5, 4), "match"
    )
    return SubmittedApplication(
        public_id=uuid.UUID(int=1),
        benefit="imv",
        state="closed",
        registry_number="2026-000456",
        submitted_at=NOW,
        registered_on=TODAY,
        silence_date=TODAY + dt.timedelta(days=181),
        province_code=province,
        address=Address(province, "Móstoles", "Calle Mayor 1", "28931"),
        email="nuria@example.org",
        iban="",
        people=(applicant,),
        case={},
        declared=(),
        documents=(),
        identity=IdentityState("", "verified", "match"),
        assessment_id=1,
        receipt_public_id="",
        content_hash=HASH,
    )


def resolution(due: str = "imv_and_child_supplement", denied: bool = False, approved: bool = False) -> Resolution:
    """A decision as it stands when its letters are written."""
    made = Resolution(
        kind="denied" if denied else "granted",
        monthly_cents=0 if denied else 96257,
        effects_from=None if denied else dt.date(2026, 12, 1),
        content=content(due, denied, note="Enhorabuena.\nConserve esta carta." if approved else ""),
        resolved_at=NOW,
        approved_by_id=7 if approved else None,
    )
    made.proposal = Proposal(assessment_id=41)
    return made


def of_dossier(province: str = "28") -> dict[str, Document]:
    """Every letter of a dossier, by a name of its own."""
    row, data = dossier(province), application_data(province)
    day = TODAY
    annexes = (letters.Annex("Detalle del cálculo", "ABCDEFGHJKLM", HASH),)
    hearing = (letters.HearingFact("Ingresos de 2025", "2.520,00 €", "18.300,00 €", "Agencia Tributaria"),)
    return {
        "granted": letters.resolution_letter(row, resolution(), data, annexes),
        "granted, children only": letters.resolution_letter(row, resolution("child_supplement_only"), data),
        "granted, approved over the limit": letters.resolution_letter(row, resolution("imv", approved=True), data),
        "denied": letters.resolution_letter(row, resolution(denied=True), data, annexes),
        "calculation sheet": letters.calculation_sheet(row, resolution(), data),
        "calculation sheet, denied": letters.calculation_sheet(row, resolution(denied=True), data),
        "easy reading": letters.easy_reading(row, resolution(), data),
        "easy reading, children only": letters.easy_reading(row, resolution("child_supplement_only"), data),
        "easy reading, denied": letters.easy_reading(row, resolution(denied=True), data),
        "correction request": letters.request_letter(
            row,
            CorrectionRequest(
                label="Contrato de alquiler",
                text="El domicilio declarado no es el del padrón.\nHace falta saber desde cuándo vive allí.",
                due_on=day + dt.timedelta(days=90),
                asked_at=NOW,
            ),
            data,
        ),
        "hearing": letters.hearing_letter(
            row, data, hearing, "La prestación se denegaría: los ingresos pasarían del límite.",
            day + dt.timedelta(days=14), day,
        ),
        "inadmission": letters.inadmission_letter(
            row, data, ("Los ingresos declarados pasan del límite (artículo 11.2).",), day
        ),
        "lapse": letters.lapse_letter(
            row, data, "Contrato de alquiler", day - dt.timedelta(days=92), day - dt.timedelta(days=1), day
        ),
        "withdrawal accepted": letters.withdrawal_letter(row, data, day - dt.timedelta(days=1), day),
        "index of the electronic file": _index_of(row),
    }  # fmt: skip


def _index_of(row: Dossier) -> Document:
    papers = tuple(
        FiledDocument(
            identifier=f"{number:032x}",
            title=f"Documento número {number}",
            kind="lease",
            documentary_type="TD99",
            origin="citizen",
            captured_at=NOW,
            media_type="application/pdf",
            sha256=HASH,
            size=1,
            sealed=False,
            read=lambda: b"",
        )
        for number in range(1, 31)
    )
    head = FileHead(row.number, "AMPARO000", 2026, NOW, NOW, True, "imv", ("12345678Z",))
    return _index(prepare(head, papers), row.number, letters.office_name(row))


def submitted_row(province: str = "28", in_person: bool = False) -> Application:
    """A submitted application with one document given and one promised. Needs the database."""
    application = submitted("single_mother", number_suffix=f"{Application.objects.count()}")
    application.province_code, application.submitted_at = province, NOW
    application.silence_date = TODAY + dt.timedelta(days=181)
    application.registry_number = f"2026-{application.pk:06d}"
    if in_person:
        application.channel, application.email = Channel.IN_PERSON, ""
        application.capture_office = Office.objects.create(code=f"CAISS{application.pk}", name="CAISS de Móstoles")
    application.save()
    for label, state, sha256 in (("Libro de familia", "received", HASH), ("Contrato de alquiler", "promised", "")):
        HandedIn.objects.create(
            application=application,
            requirement_code=label,
            label=label,
            state=state,
            file_name="libro_de_familia_escaneado.pdf" if sha256 else "",
            sha256=sha256,
            size=81234,
            received_at=NOW,
        )
    return application


def of_application(province: str = "28") -> dict[str, Document]:
    """Every paper of an application, by a name of its own. Needs the database."""
    row = submitted_row(province)
    recognised = {
        "kind": "granted",
        "due": "imv_and_child_supplement",
        "monthly_cents": 96257,
        "effects_from": "2026-12-01",
        "resolved_on": "2026-11-21",
    }
    deletion = citizen_letters.Deletion(str(row.public_id), province, NOW - dt.timedelta(days=3), NOW, 2, 1, True)
    return {
        "submission receipt": citizen_letters.submission_receipt(row, "code"),
        "submission receipt, in person": citizen_letters.submission_receipt(submitted_row(province, True), "paper"),
        "document receipt": citizen_letters.document_receipt(row, row.documents.first()),
        "withdrawal receipt": citizen_letters.withdrawal_receipt(row, NOW),
        "certificate of the benefit": citizen_letters.certificate(row, recognised, TODAY),
        "certificate of the state": citizen_letters.certificate(row, {}, TODAY),
        "proof of a deleted draft": citizen_letters.deletion_proof(deletion),
    }


@cache
def every_paper(province: str = "28") -> dict[str, Document]:
    """All of them: plain data, made once."""
    return {**of_dossier(province), **of_application(province)}


NAMES = (
    *of_dossier(),
    "submission receipt",
    "submission receipt, in person",
    "document receipt",
    "withdrawal receipt",
    "certificate of the benefit",
    "certificate of the state",
    "proof of a deleted draft",
)
"""What `every_paper` gives, known without a database."""
