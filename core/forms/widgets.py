"""Widgets that govuk-frontend draws in its own way: choices with hints, euros, dates in three boxes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy


class RadiosWithHints(forms.RadioSelect):
    """Radios whose options may carry a hint."""

    def __init__(self, *args: Any, hints: dict[str, str] | None = None, **kwargs: Any) -> None:
        self.hints = hints or {}
        super().__init__(*args, **kwargs)

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's option, with its hint."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        option["hint"] = self.hints.get(str(option["value"]), "")
        return option


class ChecksWithHints(forms.CheckboxSelectMultiple):
    """Tick boxes whose options may carry a hint."""

    def __init__(self, *args: Any, hints: dict[str, str] | None = None, **kwargs: Any) -> None:
        self.hints = hints or {}
        super().__init__(*args, **kwargs)

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's option, with its hint."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        option["hint"] = self.hints.get(str(option["value"]), "")
        return option


class EurosInput(forms.TextInput):
    """A short box with the euro sign after it."""

    template_name = "core/forms/widgets/euros.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-input--width-10", "inputmode": "decimal", **(attrs or {})})


class DatePartsInput(forms.MultiWidget):
    """Day, month and year in three boxes, each with its own label."""

    template_name = "core/forms/widgets/date.html"
    use_fieldset = True
    parts = (("day", gettext_lazy("Día"), 2), ("month", gettext_lazy("Mes"), 2), ("year", gettext_lazy("Año"), 4))

    def __init__(self, attrs: dict[str, Any] | None = None, *, birth: bool = False) -> None:
        # Positions of the boxes to mark in red; the bound field says which before drawing.
        self.wrong: set[int] = set()
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {}
        for name, _label, width in self.parts:
            box = {"class": f"govuk-input govuk-date-input__input govuk-input--width-{width}", "inputmode": "numeric"}
            if birth:
                box["autocomplete"] = f"bday-{name}"
            boxes[name] = forms.TextInput(attrs=box)
        super().__init__(boxes, attrs)

    def id_for_label(self, id_: str) -> str:
        """None: the legend names the group."""
        return ""

    def decompress(self, value: Any) -> list[Any]:
        """A date, or its ISO form, in three."""
        year, month, day = [*str(value).split("-"), "", "", ""][:3] if value else ("", "", "")
        return [day.lstrip("0"), month.lstrip("0"), year]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each box with its label, and in red where it is wrong."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for position, box in enumerate(context["widget"]["subwidgets"]):
            if position < len(self.parts):
                box["label"] = self.parts[position][1]
            if position in self.wrong:
                box["attrs"]["class"] += " govuk-input--error"
            else:
                box["attrs"].pop("aria-invalid", None)
        return context


class DateOrNeverInput(DatePartsInput):
    """Three boxes and, under them, a tick box that stands for *never*."""

    template_name = "core/forms/widgets/date_or_never.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, never_label: str = "Nunca") -> None:
        super().__init__(attrs)
        self.never_label = never_label
        self.widgets = [*self.widgets, forms.CheckboxInput(attrs={"class": "govuk-checkboxes__input"})]
        self.widgets_names = [*(f"_{name}" for name, *_ in self.parts), "_never"]

    def decompress(self, value: Any) -> list[Any]:
        """A date in three, or the tick."""
        return ["", "", "", True] if value == "never" else [*super().decompress(value), False]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The boxes, and the tick box with its label."""
        context = super().get_context(name, value, attrs)
        *context["widget"]["boxes"], context["widget"]["never"] = context["widget"]["subwidgets"]
        context["widget"]["never"]["label"] = self.never_label
        return context
