"""A page with every partial and every field, for tests only: no address of the product leads to it."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from core import forms
from core.actors import Actor
from core.forms import NEVER

_TEMPLATES = Path(__file__).parent / "templates"
_MADRID = ZoneInfo("Europe/Madrid")


class GalleryForm(forms.Form):
    """One of each field."""

    name = forms.TextField(label="Nombre", width=20, autocomplete="given-name")
    kind = forms.ChoiceRadios(
        label="¿Qué documento tienes?",
        choices=[("dni", "DNI", "8 cifras y una letra"), ("nie", "NIE", "X, Y o Z, 7 cifras y una letra")],
    )
    number = forms.DocumentNumberField(label="Número del documento", help_text="Por ejemplo, 12345678Z.")
    birth = forms.DateField(label="Fecha de nacimiento", help_text="Por ejemplo, 2 5 1984.", birth=True)
    residence = forms.DateOrNeverField(
        label="¿Desde cuándo vives en España?", never_label="No tengo residencia legal", past=True
    )
    partner = forms.YesNoField(label="¿Vives con tu pareja?")
    income = forms.EurosField(label="Ingresos del año pasado", help_text="De todas las personas que vivís juntas.")
    people = forms.IntegerField(label="¿Cuántas personas vivís en casa?", min_value=1)
    province = forms.SelectField(label="Provincia", choices=[("28", "Madrid"), ("41", "Sevilla")])
    account = forms.IbanField(label="Número de cuenta (IBAN)", help_text="Empieza por ES y tiene 22 cifras.")
    mail = forms.EmailField(label="Correo", help_text="Te enviaremos un código.")
    code = forms.CodeField(label="Código de 6 cifras")
    help_wanted = forms.ChoiceChecks(
        label="¿Cómo quieres que te avisemos?",
        choices=[("mail", "Por correo"), ("phone", "Por teléfono", "Solo si no podemos escribirte.")],
        required=False,
    )
    paper = forms.FileField(label="Certificado de empadronamiento", accept="image/*,application/pdf", required=False)
    why = forms.TextAreaField(label="Cuéntanos más", max_length=200, required=False)
    truth = forms.CheckField(label="Declaro que lo que he escrito es verdad.")


WRONG = {
    "name": "",
    "kind": "",
    "number": "12345678A",
    "birth_day": "31",
    "birth_month": "2",
    "birth_year": "1984",
    "residence_day": "1",
    "residence_month": "1",
    "residence_year": "2020",
    "residence_never": "on",
    "income": "12,345",
    "people": "dos",
    "province": "",
    "account": "ES00 2100 0418 4502 0005 1332",
    "mail": "ana@",
    "code": "12345",
    "why": "a" * 201,
}

_PEOPLE = [
    {
        "name": "Lucía Ferrer Cano",
        "relation": "Solicitante",
        "age": "38 años",
        "known": [("tick", "Identidad comprobada"), ("tick", "Mismo domicilio")],
        "change": "#",
    },
    {
        "name": "Óscar Peña Ruiz",
        "relation": "Pareja",
        "age": "41 años",
        "known": [("clock", "Lo consultamos nosotros"), ("question", "Falta su correo")],
        "change": "#",
        "remove": "#",
    },
    {"name": "Alba Peña Ferrer", "relation": "Hija", "age": "7 años", "known": [("cross", "Falta el documento")]},
]


def _context(form: forms.Form) -> dict[str, object]:
    numbered = Paginator(range(240), 20)
    return {
        "form": form,
        "people": _PEOPLE,
        "page": numbered.page(5),
        "trail": [("Inicio", "/"), ("Solicitud", "/solicitud/"), ("Tu familia", "")],
        "day": date(2026, 10, 15),
        "rows": [
            {"label": "Nombre", "value": "Lucía Ferrer Cano", "change": "#nombre"},
            {"label": "Documento", "value": "****5678Z", "change": "#documento"},
            {"label": "Ingresos del año pasado", "value": "4.800,00 €"},
        ],
        "steps": [
            {"name": "Recibida", "state": "done", "note": "15 de octubre de 2026"},
            {"name": "Comprobaciones", "state": "done", "note": "16 de octubre de 2026"},
            {"name": "En estudio", "state": "current", "note": "La mira una persona"},
            {"name": "Decisión", "state": "future", "note": "Antes del 15 de abril de 2027"},
            {"name": "Primer pago", "state": "future"},
        ],
        "events": [
            {"title": "Estamos estudiando tu solicitud", "at": datetime(2026, 10, 16, 9, 30, tzinfo=_MADRID)},
            {
                "title": "Solicitud recibida",
                "at": date(2026, 10, 15),
                "byline": "por internet",
                "text": "Número 2026-000123.",
                "link": "#",
                "link_text": "Descargar el justificante",
            },
        ],
        "actor": Actor("staff", "x", "Marta Soler Vidal"),
    }


def _draw(request: HttpRequest, template: str, form: forms.Form) -> HttpResponse:
    source = (_TEMPLATES / template).read_text()
    return HttpResponse(engines["django"].from_string(source).render(_context(form), request))


def gallery(request: HttpRequest) -> HttpResponse:
    """Everything, right; with ``?mal`` the form is wrong from top to bottom."""
    messages.success(request, "Hemos guardado tus cambios.")
    form = (
        GalleryForm(WRONG) if "mal" in request.GET else GalleryForm(initial={"residence": NEVER, "income": "4800.00"})
    )
    return _draw(request, "gallery.html", form)


def office(request: HttpRequest) -> HttpResponse:
    """An office page."""
    return _draw(request, "office.html", GalleryForm())


def question(request: HttpRequest) -> HttpResponse:
    """One question a page, its label as the title."""
    return _draw(request, "question.html", GalleryForm({} if "mal" in request.GET else None))


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours."""
    raise RuntimeError("broken on purpose")


urlpatterns = [
    path("galeria/", gallery),
    path("galeria/oficina/", office),
    path("galeria/pregunta/", question),
    path("galeria/rota/", broken),
    path("", include("core.public_urls")),
]
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
