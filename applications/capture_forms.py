"""Forms of a capturer's pages. What the law asks comes from the rules, as for everybody."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from applications.forms import ACCEPT, DOCUMENT_KINDS, provinces_by_name
from applications.scans import Page
from applications.services.captures import PURPOSES
from core.errors import AmparoError
from core.forms import (
    CheckField,
    ChoiceRadios,
    DateField,
    DocumentNumberField,
    EmailField,
    FilesField,
    Form,
    SelectField,
    TextField,
    told,
)
from core.identifiers import normalize_document_number
from core.models import Office
from identity.types import SeenDocument

BY_EMAIL, ON_PAPER = "email", "paper"


class SeenDocumentForm(Form):
    """The original document, in the hand, and its owner in front. The office is asked of who captures in several."""

    office = SelectField(label="¿En qué oficina estás?")
    document_kind = ChoiceRadios(label="Documento que enseña", choices=DOCUMENT_KINDS, inline=True)
    document_number = DocumentNumberField(label="Número", kinds=(), help_text="Como está en el documento: 12345678Z.")
    document_expires_on = DateField(label="Caduca el", help_text="Si es permanente, escribe 1 1 9999.", earliest=None)
    present = CheckField(
        label="La persona está presente y he visto su documento original.",
        error_messages={"required": "Si la persona no está presente, no se puede capturar su solicitud."},
    )

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = offices
        if len(offices) == 1:
            del self.fields["office"]
        else:
            choices = [(str(office.pk), office.name) for office in offices]
            self.fields["office"].choices = [("", "Elige…"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The number against its kind, and a document still in force."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind, number = cleaned.get("document_kind"), cleaned.get("document_number")
        if kind and number:
            try:
                cleaned["document_number"] = DocumentNumberField.checked(kind, normalize_document_number(number))
            except forms.ValidationError as error:
                self.add_error("document_number", error)
        expires_on = cleaned.get("document_expires_on")
        if isinstance(expires_on, date) and expires_on < timezone.localdate():
            told(self, AmparoError("identity.presence_expired"), "document_expires_on")
        return cleaned

    def seen(self) -> SeenDocument:
        """What was read on the document."""
        data = self.cleaned_data
        return SeenDocument(data["document_kind"], data["document_number"], data["document_expires_on"])

    def office_id(self) -> int:
        """Where the capturer is."""
        return int(self.cleaned_data.get("office") or self.offices[0].pk)


class ContactForm(Form):
    """How the person hears of their application. Nobody is sent away for having no e-mail."""

    notices = ChoiceRadios(
        label="¿Cómo le avisamos?",
        choices=(
            (BY_EMAIL, "Por correo electrónico", "Le llega ahora un código de 6 cifras: te lo lee en voz alta."),
            (ON_PAPER, "No tiene correo, o no puede leerlo ahora", "Los escritos van en papel a su domicilio."),
        ),
    )
    email = EmailField(label="Correo electrónico", required=False)
    phone = TextField(
        label="Teléfono",
        width=20,
        required=False,
        inputmode="tel",
        spellcheck=False,
        max_length=20,
        help_text="Para llamarle si no tiene correo.",
    )

    def clean(self) -> dict[str, Any]:
        """By e-mail needs an address."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("notices") == BY_EMAIL and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", "Escribe el correo, o elige que no tiene.")
        return cleaned

    def clean_phone(self) -> str:
        """Figures, spaces and a plus sign."""
        typed = " ".join(str(self.cleaned_data["phone"]).split())
        figures = typed.replace(" ", "").removeprefix("+")
        if typed and not (figures.isdecimal() and 9 <= len(figures) <= 15):
            raise forms.ValidationError("Escribe un teléfono de 9 cifras. Por ejemplo: 600 123 456.")
        return typed


class NewCaptureForm(SeenDocumentForm, ContactForm):
    """Everything a capture begins with, on one page."""

    purpose = ChoiceRadios(label="¿A qué viene?", choices=list(PURPOSES.items()))
    province_code = SelectField(label="¿En qué provincia vive?", choices=provinces_by_name())
    field_order = (
        "office",
        "document_kind",
        "document_number",
        "document_expires_on",
        "present",
        "purpose",
        "province_code",
        "notices",
        "email",
        "phone",
    )


class PaperSignatureForm(Form):
    """The sheet the person signed, scanned in."""

    sheet_code = TextField(
        label="Código de la hoja firmada",
        width=10,
        spellcheck=False,
        max_length=12,
        help_text="Está debajo de la firma. Dice que la hoja es la de estos datos.",
    )
    file = FilesField(
        label="Hoja firmada y escaneada",
        accept=ACCEPT,
        help_text="PDF, JPG o PNG. Si son varias páginas, elige todas.",
    )
    seen_signing = CheckField(label="He visto a la persona firmar la hoja.")

    def clean_sheet_code(self) -> str:
        """Upper case, with its hyphen."""
        compact = "".join(sign for sign in str(self.cleaned_data["sheet_code"]).upper() if sign.isalnum())
        return f"{compact[:4]}-{compact[4:]}"

    def pages(self) -> list[Page]:
        """What was chosen, in order."""
        return [Page(one.read(), one.name) for one in self.cleaned_data["file"]]


class ScreenSignatureForm(Form):
    """What the person drew, tied to the text they had before them."""

    drawing = forms.CharField(widget=forms.HiddenInput, required=False)
    bound_to = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen_signing = CheckField(label="He visto a la persona firmar en la pantalla.")


class CaptureSearchForm(Form):
    """Something of one of today's captures."""

    query = TextField(
        label="Buscar entre tus capturas de hoy",
        help_text="Número de registro o de documento.",
        width=20,
        spellcheck=False,
        max_length=20,
    )
