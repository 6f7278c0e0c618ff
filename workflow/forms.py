"""Forms of the office."""

from typing import Any

from core.forms import (
    ChoiceChecks,
    ChoiceRadios,
    DateField,
    Form,
    IntegerField,
    SelectField,
    TextAreaField,
    TextField,
    YesNoField,
)
from workflow.fair_share import SKILLS
from workflow.services import PURPOSES


class SearchForm(Form):
    """A number and why it is looked up."""

    query = TextField(
        label="Número de registro o número de documento",
        help_text="Completo. Por ejemplo: 2026-000123 o 12345678Z.",
        width=20,
        spellcheck=False,
        max_length=20,
    )
    purpose = ChoiceRadios(
        label="¿Para qué lo necesitas?",
        help_text="Queda registrado con tu nombre. La persona interesada puede verlo.",
        choices=list(PURPOSES.items()),
    )


class PurposeForm(Form):
    """Why a dossier of another directorate is read."""

    purpose = SearchForm.base_fields["purpose"]


class ReasonForm(Form):
    """A reason that stays written in the dossier."""

    reason = TextAreaField(
        label="Motivo",
        help_text="Queda escrito en el expediente. No escribas aquí datos que no hagan falta.",
        rows=3,
        max_length=600,
    )


class DocumentRequestForm(Form):
    """Which document, and why."""

    requirement = SelectField(label="¿Qué documento?")
    label = TextField(
        label="Nombre del documento en la carta",
        help_text="Solo si eliges «Otro documento».",
        required=False,
        max_length=120,
    )
    text = TextAreaField(
        label="Por qué hace falta",
        help_text="La persona lo leerá tal cual. Frases cortas.",
        rows=4,
        max_length=600,
    )

    def __init__(self, *args: Any, documents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._labels = dict(documents)
        self.fields["requirement"].choices = [("", "Elige…"), *documents, ("other", "Otro documento")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """*Otro documento* needs its name."""
        data: dict[str, Any] = super().clean() or {}
        code = data.get("requirement")
        if code == "other" and not data.get("label", "").strip():
            self.add_error("label", "Escribe cómo se llama el documento.")
        elif code and code != "other":
            data["label"] = self._labels[code]
        return data


class ProposalForm(Form):
    """The only part of the letter the officer writes."""

    note = TextAreaField(
        label="Observaciones en la carta (si quieres)",
        help_text="Es lo único de la carta que puedes escribir. Lo demás sale del cálculo.",
        rows=4,
        max_length=800,
        required=False,
    )


class IdentityReviewForm(ReasonForm):
    """What a person sees in the pictures."""

    accepted = ChoiceRadios(
        label="¿Es la misma persona y el documento es suyo?",
        choices=[
            ("yes", "Sí", "La identidad queda dada por válida."),
            ("no", "No", "No se deniega nada: pide un documento o cita a la persona en una oficina."),
        ],
    )
    field_order = ("accepted", "reason")


class AbsenceForm(Form):
    """First and last day away. Why is not asked."""

    from_on = DateField(label="Primer día", future=True)
    until_on = DateField(label="Último día", help_text="Incluido. Por ejemplo: 31 12 2026.", future=True)


class AutomaticForm(Form):
    """Whether the directorate gives out its dossiers by itself."""

    automatic = YesNoField(
        label="¿Repartir los expedientes nuevos automáticamente?",
        yes="Sí, según la carga y las condiciones de cada persona",
        no="No, los reparto yo",
    )


class TermsForm(Form):
    """What one processor takes."""

    weight = IntegerField(
        label="Reparto (%)",
        help_text="100 es una parte completa; 50, la mitad; 0, ninguno nuevo. Como mucho 200.",
        min_value=0,
        max_value=200,
    )
    cap = IntegerField(
        label="Tope de expedientes en curso",
        help_text="Al llegar a él no recibe más. Vacío: sin tope.",
        min_value=0,
        required=False,
    )
    skills = ChoiceChecks(
        label="Especialidades",
        help_text="Los expedientes que piden una solo van a quien la tiene, si alguien de la oficina la tiene.",
        choices=[
            ("protected", SKILLS["protected"], "Violencia de género, trata o explotación sexual."),
            ("foreign_documents", SKILLS["foreign_documents"], "Personas que se identifican con pasaporte."),
            ("discrepancies", SKILLS["discrepancies"], "Lo declarado y lo que consta difieren en algo importante."),
        ],
        required=False,
    )
