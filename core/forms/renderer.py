"""Draws Django forms with govuk-frontend's classes; the settings name it as FORM_RENDERER.

Works for any Django form, ours or a library's: classes, widths and ARIA are added when a field is drawn.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField as DjangoBoundField
from django.forms.renderers import TemplatesSetting
from django.template.loader import get_template
from django.utils.safestring import SafeString

from core.forms.widgets import DatePartsInput

_OWN_WIDGETS = {
    "django/forms/widgets/radio.html": "core/forms/widgets/radios.html",
    "django/forms/widgets/checkbox_select.html": "core/forms/widgets/checkboxes.html",
}

# Order matters: the first class that fits gives the base name.
_WIDGET_CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.RadioSelect, ""),
    (forms.CheckboxSelectMultiple, ""),
    (forms.MultiWidget, ""),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.widgets.Input, "govuk-input"),
]


def base_class(widget: forms.Widget) -> str:
    """govuk-frontend's class for `widget`, or nothing where the widget's own template says it."""
    if widget.is_hidden:
        return ""
    return next((name for kind, name in _WIDGET_CLASSES if isinstance(widget, kind)), "")


class BoundField(DjangoBoundField):
    """A field of a form being drawn, with what the templates of ``core/forms/`` ask for."""

    is_page_heading = False

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes plus the classes; ``required`` is left out, because the server says what is missing."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        name = base_class(widget)
        classes = [name, str(widget.attrs.get("class", "")), str(attrs.get("class", ""))]
        if name and self.errors and not isinstance(widget, forms.CheckboxInput):
            classes.append(f"{name}--error")
        if isinstance(widget, DatePartsInput):
            widget.wrong = (wrong_parts(self) or {0, 1, 2}) if self.errors else set()
        if present := " ".join(one for one in classes if one):
            built["class"] = present
        return built

    def as_page_heading(self) -> SafeString:
        """The field with its label as the page's ``<h1>``, for pages that ask one thing."""
        self.is_page_heading = True
        return self.as_field_group()

    @property
    def label_size(self) -> str:
        """Size of the label: large as the page's title, small and bold otherwise."""
        return "l" if self.is_page_heading else "s"

    @property
    def is_single_checkbox(self) -> bool:
        """A lone tick box is drawn with its label after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def shows_optional(self) -> bool:
        """Optional fields say so; the others need no asterisk."""
        return not self.field.required and not self.is_single_checkbox and not self.is_page_heading

    @property
    def first_input_id(self) -> str:
        """Id of the input that the error summary leads to: of a group, the first wrong one."""
        widget_id = str(self.field.widget.attrs.get("id") or self.auto_id)
        if isinstance(self.field.widget, forms.MultiWidget):
            return f"{widget_id}_{min(wrong_parts(self), default=0)}"
        if isinstance(self.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
            return f"{widget_id}_0"
        return widget_id


def wrong_parts(bound: DjangoBoundField) -> set[int]:
    """Positions of the boxes that are wrong, from the ``parts`` a field put in its ValidationError."""
    errors = bound.form.errors.as_data().get(bound.name, []) if bound.form.is_bound else []
    return {part for error in errors for part in (getattr(error, "params", None) or {}).get("parts", ())}


class GovukRenderer(TemplatesSetting):
    """Form renderer: our templates for forms, fields and groups of choices, Django's for the plain inputs."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"
    bound_field_class = BoundField

    def get_template(self, template_name: str) -> Any:
        """Our own drawing of `template_name` if there is one."""
        return get_template(_OWN_WIDGETS.get(template_name, template_name))


@dataclass(frozen=True)
class SummaryItem:
    """One line of the error summary; `anchor` is empty when the problem is the whole form's."""

    text: str
    anchor: str


def summary_of(form: forms.BaseForm) -> list[SummaryItem]:
    """What is wrong in `form`, in the order of its fields, and remembers that it has been told.

    A form of many like fields says which one by `named_in_summary`, a function of the bound field.
    """
    form.summary_told = True  # type: ignore[attr-defined]
    if not form.is_bound or not form.errors:
        return []
    items = [SummaryItem(str(text), "") for text in form.non_field_errors()]
    named = getattr(form, "named_in_summary", lambda bound: "")
    for bound in form:
        anchor = bound.first_input_id if isinstance(bound, BoundField) else bound.auto_id
        name = named(bound) if bound.errors else ""
        items += [SummaryItem(f"{name}{text}", "" if bound.is_hidden else str(anchor)) for text in bound.errors]
    return items
