"""The ways to ask on the check page: the code pasted whole, the code in its four fields, or the file."""

from typing import Any

from django.core.exceptions import ValidationError

from core.errors import AmparoError
from core.forms import FileField, Form, TextField
from receipts import cea


class PastedCode(Form):
    """The CEA in one box, which is also what the QR's link carries."""

    cea = TextField(
        label="El código entero",
        help_text="Puedes copiar y pegar la línea entera del pie. Los espacios y los guiones no importan.",
        spellcheck=False,
        error_messages={"required": "Escribe el código que está al pie del documento."},
    )

    def clean_cea(self) -> str:
        """Something that reads as a code."""
        typed = str(self.cleaned_data["cea"])
        _require_code(typed)
        return typed

    @property
    def code(self) -> str:
        """The code, once the form is valid."""
        return str(self.cleaned_data["cea"])


class CodeInFields(Form):
    """The CEA as it is printed, field by field."""

    id = TextField(
        label="Id. CEA",
        help_text="12 letras y números.",
        width=20,
        spellcheck=False,
        error_messages={"required": "Escribe el Id. CEA."},
    )
    fecha = TextField(
        label="Fecha",
        help_text="La que va junto al Id. CEA. Por ejemplo, 21/11/2026.",
        width=10,
        spellcheck=False,
        error_messages={"required": "Escribe la fecha que va junto al Id. CEA."},
    )
    codigo = TextField(
        label="Código CEA",
        help_text="30 letras y números en seis grupos.",
        spellcheck=False,
        error_messages={"required": "Escribe el código CEA."},
    )
    pagina = TextField(label="Página", width=3, required=False, inputmode="numeric", spellcheck=False)

    def clean(self) -> dict[str, Any]:
        """The three fields together read as a code; the page adds nothing."""
        typed: dict[str, Any] = super().clean() or {}
        if not self.errors:
            _require_code(self.code)
        return typed

    @property
    def code(self) -> str:
        """The code, once the form is valid."""
        return " ".join(str(self.cleaned_data[name]) for name in ("id", "fecha", "codigo"))


class PaperFile(Form):
    """The file itself."""

    file = FileField(
        label="El PDF que quieres comprobar",
        help_text="El mismo archivo que se descargó, sin abrirlo y volverlo a guardar. Hasta 15 MB. No lo guardamos.",
        accept=".pdf,application/pdf",
        error_messages={"required": "Elige el PDF que quieres comprobar."},
    )


def _require_code(typed: str) -> None:
    if cea.parse(typed) is None:
        problem = AmparoError("receipt.cea_unreadable")
        raise ValidationError(f"{problem.what} {problem.next_step}", code=problem.code)
