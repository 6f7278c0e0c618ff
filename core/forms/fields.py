"""Fields as the forms of a benefit need them; each says what is wrong in plain Spanish and what to write instead."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from core import identifiers, money
from core.errors import AmparoError
from core.forms.widgets import ChecksWithHints, EurosInput, RadiosWithHints

_Said = Any  # a text, or one that Django translates when it is shown
_YES, _NO = gettext_lazy("Sí"), gettext_lazy("No")
Choices = Sequence[tuple[str, str] | tuple[str, str, str]]


def _attributes(width: int | None, **others: object) -> dict[str, object]:
    """HTML attributes of an input; `width` is govuk-frontend's (2, 3, 4, 5, 10, 20, 30 letters)."""
    attrs: dict[str, object] = {name: value for name, value in others.items() if value not in (None, "")}
    if width:
        attrs["class"] = f"govuk-input--width-{width}"
    return attrs


def _plain(choices: Choices) -> list[tuple[str, str]]:
    return [(choice[0], choice[1]) for choice in choices]


def _hints(choices: Choices) -> dict[str, str]:
    return {choice[0]: choice[2] for choice in choices if len(choice) == 3}


def _told(error: AmparoError) -> ValidationError:
    return ValidationError(f"{error.what} {error.next_step}", code=error.code)


class TextField(forms.CharField):
    """One line of text. `width` in letters, `autocomplete` as in HTML's list of purposes."""

    def __init__(
        self,
        *,
        width: int | None = None,
        autocomplete: str = "",
        inputmode: str = "",
        spellcheck: bool = True,
        **kwargs: Any,
    ) -> None:
        attrs = _attributes(width, autocomplete=autocomplete, inputmode=inputmode)
        if not spellcheck:
            attrs |= {"spellcheck": "false", "autocapitalize": "none", "autocorrect": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)


class TextAreaField(forms.CharField):
    """Several lines; with `max_length`, says how many letters are left."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "cols": None}))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No ``maxlength``: a text pasted in is shortened by its author, never cut by the browser."""
        return {"class": "govuk-js-character-count"} if self.max_length else {}


class EmailField(forms.EmailField):
    """An e-mail address."""

    default_error_messages = {"invalid": "Escribe un correo completo, como nombre@ejemplo.es."}

    def __init__(self, **kwargs: Any) -> None:
        attrs = _attributes(30, autocomplete="email", spellcheck="false", autocapitalize="none")
        kwargs.setdefault("widget", forms.EmailInput(attrs=attrs))
        super().__init__(**kwargs)


class IntegerField(forms.IntegerField):
    """A whole number, in a plain text box with the digits' keyboard."""

    default_error_messages = {"invalid": gettext_lazy("Escribe un número entero, solo con cifras. Por ejemplo: 3.")}

    def __init__(self, *, width: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs=_attributes(width, inputmode="numeric")))
        super().__init__(**kwargs)


class EurosField(forms.Field):
    """An amount in euros, read as people write it. Its value is the contract's string: ``"1234.50"``.

    Takes ``1.234,50``, ``1234.50``, ``1234`` and ``1 234,5 €``; a dot before three figures groups thousands.
    """

    default_error_messages = {
        "invalid": gettext_lazy("Escribe la cantidad solo con cifras. Por ejemplo: 1.234,50."),
        "precision": gettext_lazy("Escribe como mucho dos decimales. Por ejemplo: 1.234,50."),
        "negative": gettext_lazy("La cantidad no puede ser negativa. Si no hay nada, escribe 0."),
        "too_much": gettext_lazy("La cantidad es demasiado alta. Revisa los puntos y las comas."),
    }
    widget = EurosInput
    _MAX_CENTS = 100_000_000_000

    def prepare_value(self, value: Any) -> Any:
        """``"1234.50"`` as ``1.234,50``; anything else is shown back as it was typed."""
        if isinstance(value, str) and re.fullmatch(r"\d+\.\d{2}", value):
            return money.euros(money.parse_cents(value)).removesuffix("\u00a0€")
        return value

    def to_python(self, value: Any) -> str | None:
        """The amount as the contract writes it."""
        typed = re.sub(r"[\s\u00a0€]|euros?", "", str(value or "").lower())
        if not typed:
            return None
        if typed.startswith(("-", "\u2212")):
            raise ValidationError(self.error_messages["negative"], code="negative")
        if re.fullmatch(r"[\d.]*\d,\d{3,}|\d+\.\d{4,}|(?:\d{4,}|0)\.\d{3}", typed):
            raise ValidationError(self.error_messages["precision"], code="precision")
        try:
            cents = money.parse_cents(typed)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if cents > self._MAX_CENTS:
            raise ValidationError(self.error_messages["too_much"], code="too_much")
        return f"{cents // 100}.{cents % 100:02d}"


class ChoiceRadios(forms.ChoiceField):
    """One of a few answers, all in sight. A choice may carry a third text, its hint."""

    default_error_messages = {"invalid_choice": gettext_lazy("Elige una de las respuestas de la lista.")}

    def __init__(self, *, choices: Choices = (), inline: bool = False, **kwargs: Any) -> None:
        attrs = {"class": "govuk-radios--inline"} if inline else {}
        kwargs.setdefault("widget", RadiosWithHints(attrs=attrs, hints=_hints(choices)))
        super().__init__(choices=_plain(choices), **kwargs)


class ChoiceChecks(forms.MultipleChoiceField):
    """Any number of answers. A choice may carry a third text, its hint."""

    default_error_messages = {"invalid_choice": gettext_lazy("Elige entre las respuestas de la lista.")}

    def __init__(self, *, choices: Choices = (), **kwargs: Any) -> None:
        kwargs.setdefault("widget", ChecksWithHints(hints=_hints(choices)))
        super().__init__(choices=_plain(choices), **kwargs)


class SelectField(forms.ChoiceField):
    """One of many (provinces, countries); for a few use `ChoiceRadios`. Adds *Elige…* as first line."""

    default_error_messages = {"invalid_choice": gettext_lazy("Elige una opción de la lista.")}

    def __init__(self, *, choices: Iterable[tuple[str, str]] = (), autocomplete: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Select(attrs=_attributes(None, autocomplete=autocomplete)))
        super().__init__(choices=[("", gettext_lazy("Elige…")), *choices], **kwargs)


class YesNoField(forms.TypedChoiceField):
    """A question answered yes or no; True, False, or None where it may be left out."""

    default_error_messages = {"invalid_choice": gettext_lazy("Responde sí o no.")}

    def __init__(self, *, yes: _Said = _YES, no: _Said = _NO, **kwargs: Any) -> None:
        kwargs.setdefault("widget", RadiosWithHints(attrs={"class": "govuk-radios--inline"}))
        super().__init__(
            choices=[("yes", yes), ("no", no)], coerce=lambda value: value == "yes", empty_value=None, **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        """True and False as the answers they are."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares answers, not their spelling."""
        return super().has_changed(self.prepare_value(initial), data)


class CheckField(forms.BooleanField):
    """A declaration to tick; required unless said otherwise."""

    widget = forms.CheckboxInput


class DocumentNumberField(TextField):
    """Number of an identity document. Its value is normalised: upper case, no spaces, dots or hyphens.

    `kinds` are those admitted: with one the number is checked as such; with several the kind is told by its shape.
    When another field of the form says the kind, leave `kinds` empty and call `checked` from the form's ``clean``.
    """

    def __init__(self, *, kinds: Sequence[str] = ("dni", "nie"), **kwargs: Any) -> None:
        self.kinds = tuple(kinds)
        super().__init__(width=10, spellcheck=False, **(({"max_length": 20}) | kwargs))

    def clean(self, value: Any) -> str:
        """The normalised number."""
        number = identifiers.normalize_document_number(str(super().clean(value)))
        return self.checked(self._kind_of(number), number) if number and self.kinds else number

    def _kind_of(self, number: str) -> str:
        if len(self.kinds) == 1:
            return self.kinds[0]
        if re.match(r"[XYZ]\d{4}", number) and "nie" in self.kinds:
            return "nie"
        if "passport" in self.kinds and not re.fullmatch(r"\d{8}[A-Z]?", number):
            return "passport"
        return "dni" if "dni" in self.kinds else self.kinds[0]

    @staticmethod
    def checked(kind: str, number: str) -> str:
        """`number` checked as a document of `kind`; a ValidationError in the catalogue's words otherwise."""
        try:
            return identifiers.validate_document(kind, number)
        except AmparoError as error:
            raise _told(error) from None


class IbanField(TextField):
    """A Spanish account. Its value is compact; it is shown in groups of four."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(width=30, spellcheck=False, **({"max_length": 40} | kwargs))

    def prepare_value(self, value: Any) -> Any:
        """Groups of four, as banks print it."""
        if isinstance(value, str) and re.fullmatch(r"ES\d{22}", value):
            return " ".join(value[start : start + 4] for start in range(0, len(value), 4))
        return value

    def clean(self, value: Any) -> str:
        """The compact IBAN."""
        typed = str(super().clean(value))
        try:
            return identifiers.validate_iban(typed) if typed else ""
        except AmparoError as error:
            raise _told(error) from None


class CodeField(TextField):
    """The six figures of a one-time code; spaces are taken away and phones offer the code just received."""

    default_error_messages = {"invalid": "Escribe las 6 cifras del código."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(width=10, autocomplete="one-time-code", inputmode="numeric", spellcheck=False, **kwargs)
        self.widget.attrs["class"] += " govuk-input--extra-letter-spacing"

    def clean(self, value: Any) -> str:
        """Six figures."""
        code = re.sub(r"[\s\-]", "", str(super().clean(value)))
        if code and not re.fullmatch(r"[0-9]{6}", code):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return code


class FileField(forms.FileField):
    """A file or, on a phone, a photo. `accept` is the input's list of media types; the room checks the content."""

    default_error_messages = {
        "empty": "El archivo está vacío. Elige otro.",
        "missing": "El archivo no ha llegado. Vuelve a elegirlo.",
        "invalid": "El archivo no ha llegado. Vuelve a elegirlo.",
    }

    def __init__(self, *, accept: str = "", capture: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs=_attributes(None, accept=accept, capture=capture)))
        super().__init__(**kwargs)


class FilesInput(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Every file chosen, in order."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(FileField):
    """One file or several of one paper (the pages of a scan). Its value is their list, in the order chosen."""

    def __init__(self, *, accept: str = "", **kwargs: Any) -> None:
        super().__init__(widget=FilesInput(attrs=_attributes(None, accept=accept)), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file as one of its own."""
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not files:
            super().clean(None, initial)
        return [super(FilesField, self).clean(one, initial) for one in files]
