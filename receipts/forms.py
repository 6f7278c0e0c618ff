"""The two ways to ask on the check page: the code, whole or in its four fields, or the file."""

from typing import Any

from django.core.exceptions import ValidationError

from core.errors import AmparoError
from core.forms import FileField, Form, TextField
from receipts import cea

_FIELDS = ("id", "fecha", "codigo")


class CodeForm(Form):
    """The CEA: pasted whole in one box (`cea`, which is also what the QR's link carries) or field by field."""

    cea = TextField(
        label="El código entero",
        help_text="Puedes copiar y pegar las dos líneas del pie. Espacios y guiones no importan.",
        required=False,
        spellcheck=False,
        max_length=400,
    )
    id = TextField(label="Id. CEA", help_text="12 letras y números", width=20, required=False, spellcheck=False)
    fecha = TextField(label="Fecha", help_text="Por ejemplo, 21/11/2026", width=10, required=False, spellcheck=False)
    codigo = TextField(
        label="Código CEA", help_text="30 letras y números en seis grupos", required=False, spellcheck=False
    )
    pagina = TextField(label="Página", width=3, required=False, inputmode="numeric", spellcheck=False)

    def clean(self) -> dict[str, Any]:
        """Leave the whole code in `code`."""
        typed: dict[str, Any] = super().clean() or {}
        whole = typed.get("cea") or ""
        parts = "" if whole else " ".join(str(typed.get(name) or "") for name in _FIELDS)
        if not whole.strip() and not parts.strip():
            raise ValidationError({"cea": "Escribe el código que está al pie del documento."}, code="required")
        if cea.parse(whole or parts) is None:
            problem = AmparoError("receipt.cea_unreadable")
            raise ValidationError(
                {"cea" if whole else "codigo": f"{problem.what} {problem.next_step}"}, code=problem.code
            )
        typed["code"] = whole or parts
        return typed

    @property
    def in_parts(self) -> bool:
        """Whether the four fields are in use, so that they are shown open."""
        return any(self.data.get(name) for name in _FIELDS)


class FilePlace(Form):
    """The file itself."""

    file = FileField(
        label="El PDF que quieres comprobar",
        help_text="El mismo archivo que se descargó, sin abrirlo y volverlo a guardar. Hasta 15 MB. No lo guardamos.",
        accept=".pdf,application/pdf",
        error_messages={"required": "Elige el PDF que quieres comprobar."},
    )
