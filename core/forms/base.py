"""The form every room starts from."""

from typing import Any

from django import forms

_PLAIN_REQUIRED = str(forms.Field.default_error_messages["required"])
_WORDS = {
    "max_length": "Es demasiado largo: como mucho %(limit_value)d letras. Tiene %(show_value)d.",
    "min_length": "Es demasiado corto: al menos %(limit_value)d letras. Tiene %(show_value)d.",
    "min_value": "Tiene que ser %(limit_value)s o más.",
    "max_value": "Tiene que ser %(limit_value)s o menos.",
}
_CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.Select)


class Form(forms.Form):
    """A Django form that says what is missing by its name, and the rest in our own words.

    A field with its own ``error_messages={"required": …}`` keeps it.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if str(field.error_messages.get("required", "")) == _PLAIN_REQUIRED:
                field.error_messages["required"] = _missing(field, str(field.label or name))
            field.error_messages = {**_WORDS, **field.error_messages}


def _missing(field: forms.Field, label: str) -> str:
    if label.endswith("?"):
        return f"Responde a «{label}»."
    if isinstance(field.widget, _CHOICES):
        return f"Elige una opción en «{label}»."
    if isinstance(field.widget, forms.CheckboxInput):
        return f"Marca la casilla «{label.rstrip('.')}» para seguir."
    if isinstance(field.widget, forms.FileInput):
        return f"Elige un archivo en «{label}»."
    return f"Rellena «{label}»."
