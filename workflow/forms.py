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
from receipts.selectors import reasons_to_replace, reasons_to_revoke
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


class PaperCorrectionForm(Form):
    """What to do with a sealed paper, and why. Only what can be done with it is offered."""

    what = ChoiceRadios(label="¿Qué quieres hacer?")
    reason = ChoiceRadios(label="¿Por qué?", help_text="Lo lee la persona interesada y queda en la historia.")
    note = TextAreaField(
        label="Observaciones, corregidas",
        help_text="Lo demás no cambia: es lo que se decidió. Solo cuenta si vuelves a emitirlo.",
        rows=4,
        max_length=800,
        required=False,
    )

    def __init__(self, *args: Any, again: bool, revoke: bool, note: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        again_choice = ("reissue", "Volver a emitirlo", "Sale otro que dice que sustituye a este, y por qué.")
        revoke_choice = ("revoke", "Anularlo", "Quien lo compruebe verá que está anulado. No sale otro.")
        offered = [again_choice] * again + [revoke_choice] * revoke
        self.fields["what"] = ChoiceRadios(label="¿Qué quieres hacer?", choices=offered)
        reasons = {**dict(reasons_to_revoke() if revoke else []), **dict(reasons_to_replace() if again else [])}
        self.fields["reason"].choices = list(reasons.items())  # type: ignore[attr-defined]
        if note is None:
            del self.fields["note"]
        else:
            self.fields["note"].initial = note

    def clean(self) -> dict[str, Any]:
        """Two of the reasons go with issuing again; the others only with withdrawing."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("what") == "reissue" and data.get("reason") and data["reason"] not in dict(reasons_to_replace()):
            words = " o ".join(f"«{word}»" for _, word in reasons_to_replace())
            self.add_error("reason", f"Para volver a emitirlo, el motivo es {words}.")
        return data


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
