"""Forms of the office."""

from typing import Any

from core.forms import ChoiceRadios, Form, SelectField, TextAreaField, TextField
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
