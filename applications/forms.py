"""Forms of the citizen's pages. What the law asks comes from the rules; here is who, where, and the way in."""

from __future__ import annotations

from typing import Any

from django import forms

from applications.scans import Page
from core.errors import AmparoError
from core.forms import (
    CheckField,
    ChoiceRadios,
    CodeField,
    DateField,
    DocumentNumberField,
    EmailField,
    FileField,
    FilesField,
    Form,
    IbanField,
    SelectField,
    TextAreaField,
    TextField,
    told,
)
from core.identifiers import normalize_document_number
from core.provinces import PROVINCES
from identity.services import suspicious_address

ACCEPT = "application/pdf,image/jpeg,image/png,.pdf,.jpg,.jpeg,.png"
PICTURES = "image/jpeg,image/png"
DOCUMENT_KINDS = (("dni", "DNI"), ("nie", "NIE"), ("passport", "Pasaporte"))


def provinces_by_name() -> list[tuple[str, str]]:
    """The 52 provinces in the order of the alphabet."""
    plain = str.maketrans("ÁÉÍÓÚáéíóú", "AEIOUaeiou")
    return sorted(PROVINCES.items(), key=lambda item: item[1].translate(plain))


class ProvinceForm(Form):
    """Where the person lives."""

    province_code = SelectField(label="¿En qué provincia vives?", choices=provinces_by_name())


class EmailForm(Form):
    """Where the codes go. An address that looks mistyped is asked about once, never refused.

    `sure` holds one that looked so and was kept as it was.
    """

    email = EmailField(
        label="¿Cuál es tu correo electrónico?",
        help_text="Te mandaremos un código para comprobar que es tuyo, y los avisos de tu solicitud.",
    )
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def typed(self) -> str:
        """The address as it came."""
        return str(self.data.get("email", "")) if self.is_bound else ""

    @property
    def suggestion(self) -> str:
        """The address that was probably meant; empty where this one looks right, or is wrong otherwise."""
        return (suspicious_address(self.cleaned_data["email"]) or "") if self.is_bound and self.is_valid() else ""

    @property
    def settled(self) -> bool:
        """Whether the address is to be used: it is one, and looks right or was asked about already."""
        return self.is_valid() and (self.cleaned_data["sure"] == self.cleaned_data["email"] or not self.suggestion)


class CohabitantEmailForm(EmailForm):
    """Where another adult reads their mail."""

    email = EmailField(
        label="Su correo electrónico",
        help_text="El suyo, no el tuyo. Le mandaremos un enlace para que lea lo que confirma.",
    )


class OneTimeCodeForm(Form):
    """The six figures."""

    code = CodeField(label="Código", help_text="Seis cifras. Vale 10 minutos.")


class ContinueForm(Form):
    """What finds a draft on another device."""

    email = EmailField(label="Correo electrónico", help_text="El que pusiste al empezar.")
    document_number = DocumentNumberField(
        label="Número de tu documento",
        kinds=(),
        help_text="El DNI, NIE o pasaporte que escribiste en la solicitud.",
    )


class FollowUpForm(Form):
    """What finds a submitted application."""

    registry_number = TextField(
        label="Número de la solicitud",
        width=20,
        spellcheck=False,
        help_text="Está en el justificante. Por ejemplo: 2026-000123.",
    )
    document_number = DocumentNumberField(
        label="Número de tu documento", kinds=(), help_text="El DNI, NIE o pasaporte de quien hizo la solicitud."
    )

    def clean_registry_number(self) -> str:
        """Without spaces."""
        return "".join(str(self.cleaned_data["registry_number"]).split())


class PersonForm(Form):
    """The six fields that say who somebody is."""

    first_name = TextField(label="Nombre *", width=20, autocomplete="given-name", max_length=60)
    first_surname = TextField(label="Primer apellido *", width=20, autocomplete="family-name", max_length=60)
    second_surname = TextField(label="Segundo apellido", width=20, required=False, max_length=60)
    document_kind = ChoiceRadios(label="Tipo de identificación *", choices=DOCUMENT_KINDS, inline=True)
    document_number = DocumentNumberField(
        label="Nº de identificación *", kinds=(), help_text="Como está en el documento. Por ejemplo: 12345678Z."
    )
    document_expires_on = DateField(
        label="Fecha caducidad DNI/NIE *",
        help_text="Está en la parte de delante. Si es permanente, escribe 1 1 9999. En el pasaporte, la suya.",
        earliest=None,
    )

    def __init__(self, *args: Any, whose: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if whose != "applicant":
            # Browsers fill in the data of who types, not those of the others at home.
            for name in ("first_name", "first_surname"):
                self.fields[name].widget.attrs["autocomplete"] = "off"
        for field in self.fields.values():
            label = str(field.label).removesuffix(" *")
            field.error_messages["required"] = f"Rellena «{label}»."

    def clean(self) -> dict[str, Any]:
        """The number against its kind."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind, number = cleaned.get("document_kind"), cleaned.get("document_number")
        if kind and number:
            try:
                cleaned["document_number"] = DocumentNumberField.checked(kind, normalize_document_number(number))
            except forms.ValidationError as error:
                self.add_error("document_number", error)
        return cleaned


class AddressForm(Form):
    """Where the unit lives."""

    street = TextField(
        label="Calle, número, piso y puerta",
        autocomplete="street-address",
        max_length=120,
        help_text="Calle Mayor 3, 2.º A",
    )
    postal_code = TextField(
        label="Código postal", width=5, inputmode="numeric", autocomplete="postal-code", spellcheck=False
    )
    municipality = TextField(label="Municipio", autocomplete="address-level2", max_length=80)
    province_code = SelectField(label="Provincia", choices=provinces_by_name())

    def clean_postal_code(self) -> str:
        """Five figures."""
        value = "".join(str(self.cleaned_data["postal_code"]).split())
        if len(value) != 5 or not value.isdecimal():
            raise forms.ValidationError("El código postal tiene 5 cifras. Por ejemplo: 28013.")
        return value

    def clean(self) -> dict[str, Any]:
        """The postal code against the province."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        province, postal_code = cleaned.get("province_code"), cleaned.get("postal_code")
        if province and postal_code and postal_code[:2] != province:
            told(self, AmparoError("address.postal_code_province", prefix=province), "postal_code")
        return cleaned


class AccountForm(Form):
    """Where the money goes."""

    iban = IbanField(
        label="¿En qué cuenta quieres cobrar?",
        help_text="El IBAN: ES y 22 cifras. Tienes que ser titular de la cuenta.",
    )


class UploadForm(Form):
    """One paper: a file, or the pictures of its pages."""

    file = FilesField(
        label="Elige el archivo o haz una foto",
        accept=ACCEPT,
        help_text="PDF, JPG o PNG. Hasta 15 MB. Si son varias páginas, elige todas las fotos: las unimos en un PDF.",
    )

    def pages(self) -> list[Page]:
        """What was chosen, in order; empty where nothing was."""
        return [Page(one.read(), one.name) for one in self.cleaned_data["file"] or ()]


class HearingForm(UploadForm):
    """What the person has to say before a decision, or that they have nothing to."""

    answer = ChoiceRadios(
        label="¿Quieres decir algo antes de que decidamos?",
        choices=(
            ("yes", "Sí, quiero decir algo"),
            ("no", "No tengo nada que decir", "Se decidirá con los datos que ves aquí."),
        ),
    )
    statement = TextAreaField(
        label="Lo que quieres decir",
        help_text="Con tus palabras. Por ejemplo: por qué un dato no es correcto o ha cambiado.",
        rows=8,
        max_length=4000,
        required=False,
    )
    file = FilesField(
        label="Un documento que lo demuestre (si tienes)",
        accept=ACCEPT,
        help_text="PDF, JPG o PNG. Hasta 15 MB. Si son varias páginas, elige todas las fotos.",
        required=False,
    )
    field_order = ("answer", "statement", "file")

    def clean(self) -> dict[str, Any]:
        """*Sí* needs words or a paper."""
        data: dict[str, Any] = super().clean() or {}
        silent = not str(data.get("statement", "")).strip() and not data.get("file")
        if data.get("answer") == "yes" and silent and "file" not in self.errors:
            self.add_error("statement", "Escribe lo que quieres decir, o añade un documento.")
        return data


class PictureForm(Form):
    """One photo, taken now or chosen."""

    picture = FileField(label="Foto", accept=f"{PICTURES},image/webp", help_text="JPG, PNG o WEBP. Hasta 15 MB.")

    def __init__(self, *args: Any, side: str = "front", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if side == "selfie":  # of a face, one taken now; of a card, one already taken is as good
            self.fields["picture"].widget.attrs["capture"] = "user"


class FaceConsentForm(Form):
    """Leave to compare the face, given or not; neither answer is ticked beforehand."""

    consent = ChoiceRadios(
        label="¿Nos das permiso para comparar tu cara con la foto del documento?",
        choices=(
            ("yes", "Sí, doy mi permiso", "Harás una foto de tu cara."),
            ("no", "No", "Lo mirará una persona. Puedes firmar y presentar igual."),
        ),
        error_messages={"required": "Elige sí o no. Las dos respuestas valen."},
    )


class SignForm(Form):
    """The declaration, before the code goes out."""

    agree = CheckField(label="He leído la declaración y estoy de acuerdo.")


class ConfirmForm(Form):
    """Nothing to fill in: a button that does something that cannot be undone."""
