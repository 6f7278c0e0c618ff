"""Forms as Amparo draws and reads them; every room builds its forms from these fields.

A form is a `Form`; ``{{ form }}`` draws it whole, ``{{ form.field.as_field_group }}`` one field, and
``{{ form.field.as_page_heading }}`` one field whose question is the title of the page. Put ``novalidate`` on the
``<form>`` and ``{% error_summary form %}`` at the top of the content.
"""

from core.forms.base import Form, told
from core.forms.dates import NEVER, DateField, DateOrNeverField
from core.forms.fields import (
    CheckField,
    ChoiceChecks,
    ChoiceRadios,
    CodeField,
    DocumentNumberField,
    EmailField,
    EurosField,
    FileField,
    FilesField,
    IbanField,
    IntegerField,
    SelectField,
    TextAreaField,
    TextField,
    YesNoField,
)
from core.forms.renderer import BoundField, GovukRenderer

__all__ = [
    "NEVER",
    "BoundField",
    "CheckField",
    "ChoiceChecks",
    "ChoiceRadios",
    "CodeField",
    "DateField",
    "DateOrNeverField",
    "DocumentNumberField",
    "EmailField",
    "EurosField",
    "FileField",
    "FilesField",
    "Form",
    "GovukRenderer",
    "IbanField",
    "IntegerField",
    "SelectField",
    "TextAreaField",
    "TextField",
    "YesNoField",
    "told",
]
