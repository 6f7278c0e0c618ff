"""Forms of relocation and of the history."""

from typing import Any

from core import audit_log
from core.forms import DateField, Form, IntegerField, SelectField, TextAreaField, TextField
from core.models import Office, OfficeKind
from core.provinces import FORAL_PROVINCES


def directorates() -> list[tuple[str, str]]:
    """Directorates that may enter a rule, by name."""
    rows = Office.objects.open().filter(kind=OfficeKind.PROVINCIAL_OFFICE).exclude(province_code__in=FORAL_PROVINCES)
    return sorted(((str(ref), name) for ref, name in rows.values_list("public_id", "name")), key=lambda pair: pair[1])


class _WithOffices(Form):
    """Fields that choose a directorate get the list when the form is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Elige…"), *directorates()]
        for name in ("origin", "destination"):
            if name in self.fields:
                self.fields[name].choices = choices  # type: ignore[attr-defined]


class RuleForm(_WithOffices):
    """A share of one directorate's new dossiers for another, between two days."""

    origin = SelectField(label="De los expedientes nuevos de")
    destination = SelectField(label="los tramita")
    share = IntegerField(label="Qué parte, en %", min_value=1, max_value=100, help_text="De cada 100 nuevos, cuántos.")
    from_on = DateField(label="Desde", help_text="Ese día incluido.", future=True)
    until_on = DateField(label="Hasta", help_text="Ese día incluido.", future=True)
    reason = TextAreaField(label="Motivo", help_text="Queda escrito en la regla.", rows=3, max_length=600)


class MoveForm(_WithOffices):
    """One dossier, by its number."""

    number = TextField(
        label="Número de expediente",
        help_text="Por ejemplo: IMV-2026-000123.",
        width=20,
        spellcheck=False,
        max_length=20,
    )
    destination = SelectField(label="Lo tramitará")
    reason = TextAreaField(label="Motivo", help_text="Queda escrito en el expediente.", rows=3, max_length=600)


class HistoryForm(Form):
    """What is looked for in the history of everything."""

    desde = DateField(label="Desde", required=False, past=True)
    hasta = DateField(label="Hasta", required=False)
    asunto = SelectField(label="Asunto", required=False)
    empleado = TextField(
        label="Quién lo hizo", help_text="Su número de empleado.", required=False, width=10, spellcheck=False
    )
    expediente = TextField(
        label="Expediente", help_text="Su número.", required=False, width=20, spellcheck=False, max_length=20
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asunto"].choices = [("", "Cualquiera"), *audit_log.groups()]  # type: ignore[attr-defined]
