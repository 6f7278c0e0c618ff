"""Forms of central administration."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from core.errors import AmparoError
from core.forms import ChoiceRadios, DateField, EmailField, Form, SelectField, TextAreaField, TextField
from core.models import Office, OfficeKind, Role
from core.provinces import PROVINCES
from core.staffing import PLACES
from core.staffing.offices import read_ranges

_BY_NAME = sorted(PROVINCES.items(), key=lambda pair: pair[1])
CENTRAL = [("00", "Servicios centrales")]


class ReasonForm(Form):
    """Why; kept encrypted, read by whoever confirms and by whoever audits."""

    reason = TextAreaField(
        label="Motivo",
        help_text="Lo lee quien lo confirma y quien lo revise después.",
        rows=3,
        max_length=600,
    )


class RangesField(TextAreaField):
    """One network a line; its value is the list as it will be kept."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(rows=4, **kwargs)
        self.widget.attrs |= {"spellcheck": "false", "autocapitalize": "none", "class": "amparo-code-box"}

    def prepare_value(self, value: Any) -> Any:
        """A list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        """Each line read as a network; the wrong one is named."""
        try:
            return read_ranges(re.split(r"[\n,;]+", str(super().clean(value))))
        except AmparoError as error:
            raise ValidationError(f"{error.what} {error.next_step}", code=error.code) from None


class OfficeForm(ReasonForm):
    """Name and networks of an office."""

    name = TextField(label="Nombre", help_text="Como la conoce la gente.", max_length=120, width=30)
    ranges = RangesField(
        label="Redes desde las que se captura",
        help_text="Una por línea. Por ejemplo: 10.28.3.0/24 o 2001:db8:28::/48. Sin redes, nadie captura aquí.",
    )
    field_order: tuple[str, ...] = ("name", "ranges", "reason")


class NewOfficeForm(OfficeForm):
    """An office that does not exist yet."""

    kind = ChoiceRadios(
        label="Qué es",
        choices=[
            (OfficeKind.CAISS, "CAISS", "Depende de la dirección provincial de su provincia."),
            (OfficeKind.PROVINCIAL_OFFICE, "Dirección provincial", "Cada provincia tiene una sola."),
        ],
    )
    province_code = SelectField(label="Provincia", choices=_BY_NAME)
    field_order = ("kind", "province_code", "name", "ranges", "reason")


class PersonForm(Form):
    """A person of the staff and their account."""

    full_name = TextField(label="Nombre y apellidos", max_length=120, width=30, spellcheck=False)
    employee_number = TextField(label="Número de empleado", max_length=20, width=10, spellcheck=False)
    username = TextField(
        label="Usuario",
        help_text="Con él entrará. Letras sin acento, números, puntos y guiones. Por ejemplo: ana.molina",
        max_length=60,
        width=20,
        spellcheck=False,
    )
    email = EmailField(label="Correo del trabajo", help_text="Ahí le llegará el enlace para elegir su contraseña.")

    def clean_username(self) -> str:
        """Something that can be dictated over a telephone."""
        name: str = self.cleaned_data["username"].strip().lower()
        if not re.fullmatch(r"[a-z0-9][a-z0-9.\-]{2,59}", name):
            raise ValidationError("Usa al menos 3 letras sin acento, números, puntos o guiones. Sin espacios.")
        return name


class EmailForm(Form):
    """A corrected e-mail."""

    email = PersonForm.base_fields["email"]


def _offices_by_kind() -> list[tuple[str, list[tuple[str, str]]]]:
    kinds: dict[str, list[tuple[str, str]]] = {kind.value: [] for kind in OfficeKind}
    for public_id, name, kind in Office.objects.open().values_list("public_id", "name", "kind"):
        kinds[kind].append((str(public_id), name))
    return [(str(OfficeKind(kind).label), sorted(rows, key=lambda row: row[1])) for kind, rows in kinds.items() if rows]


class GrantForm(ReasonForm):
    """A role, where, and from when until when."""

    role = ChoiceRadios(
        label="Puesto",
        choices=[(role.value, str(role.label), f"Solo en: {PLACES[role].label}.") for role in Role],
    )
    office = SelectField(label="Oficina")
    valid_from = DateField(label="Desde", help_text="Ese día incluido.", future=True)
    valid_to = DateField(
        label="Hasta", help_text="Ese día incluido. Déjalo vacío si no se sabe.", required=False, future=True
    )
    field_order = ("role", "office", "valid_from", "valid_to", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"valid_from": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [("", "Elige…"), *_offices_by_kind()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The two dates in order."""
        data: dict[str, Any] = super().clean() or {}
        begins, ends = data.get("valid_from"), data.get("valid_to")
        if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
            self.add_error("valid_to", "El último día no puede ser anterior al primero.")
        return data


class SearchForm(Form):
    """Part of a name, or a number. Sent by POST: names do not belong in addresses."""

    query = TextField(label="Nombre, número o usuario", max_length=60, width=20, spellcheck=False)


class PeopleFilter(Form):
    """What the list of the staff is narrowed to."""

    puesto = SelectField(label="Puesto", choices=[(role.value, str(role.label)) for role in Role], required=False)
    provincia = SelectField(label="Provincia", choices=[*CENTRAL, *_BY_NAME], required=False)


class OfficeFilter(Form):
    """Offices of one province."""

    provincia = PeopleFilter.base_fields["provincia"]
