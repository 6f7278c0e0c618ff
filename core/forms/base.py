"""The form every room starts from."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from core.errors import AmparoError

_PLAIN_REQUIRED = forms.Field.default_error_messages["required"]
_WORDS = {
    "max_length": gettext_lazy("Es demasiado largo: como mucho %(limit_value)d letras. Tiene %(show_value)d."),
    "min_length": gettext_lazy("Es demasiado corto: al menos %(limit_value)d letras. Tiene %(show_value)d."),
    "min_value": gettext_lazy("Tiene que ser %(limit_value)s o más."),
    "max_value": gettext_lazy("Tiene que ser %(limit_value)s o menos."),
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
            if str(field.error_messages.get("required", "")) == str(_PLAIN_REQUIRED):
                field.error_messages["required"] = _missing(field, str(field.label or name))
            field.error_messages = {**_WORDS, **field.error_messages}


def _missing(field: forms.Field, label: str) -> str:
    named = {"label": label}
    if label.endswith("?"):
        return gettext("Responde a «%(label)s».") % named
    if isinstance(field.widget, _CHOICES):
        return gettext("Elige una opción en «%(label)s».") % named
    if isinstance(field.widget, forms.CheckboxInput):
        return gettext("Marca la casilla «%(label)s» para seguir.") % {"label": label.rstrip(".")}
    if isinstance(field.widget, forms.FileInput):
        return gettext("Elige un archivo en «%(label)s».") % named
    return gettext("Rellena «%(label)s».") % named


def told(form: forms.Form, error: AmparoError, field: str | None = None) -> None:
    """Show an error of the catalogue at `field`, or over the whole form."""
    form.add_error(field, f"{error.what} {error.next_step}")
