"""Forms of staff sign-in: allauth's, with our words and without placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordKeyForm
from allauth.account.forms import ReauthenticateForm as PasswordAgainForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.cache import cache

# With one step of tolerance a code is good for three periods; allauth remembers a used one for a single period.
REMEMBER_USED_CODES = 120
_APP_HINT = "6 cifras. Las da la aplicación de códigos de tu teléfono."


def _reword(field: forms.Field, label: str, help_text: str = "", missing: str = "") -> None:
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.error_messages["required"] = missing or f"Escribe: {label.lower()}."


def _reword_code(field: forms.Field, help_text: str) -> None:
    _reword(field, "Código", help_text, "Escribe el código.")
    field.widget.attrs.update({"inputmode": "numeric", "class": "govuk-input--width-10", "spellcheck": "false"})


class SignInForm(LoginForm):  # type: ignore[misc]
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["login"], "Usuario", missing="Escribe tu usuario.")
        _reword(self.fields["password"], "Contraseña", missing="Escribe tu contraseña.")
        self.fields["login"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false"})


class SingleUse:
    """A code that was right a moment ago is wrong the second time."""

    user: Any

    def clean_code(self) -> str:
        """allauth's check, then ours."""
        code: str = super().clean_code()  # type: ignore[misc]
        if not cache.add(f"identity.second-factor.{self.user.pk}.{code.strip()}", 1, REMEMBER_USED_CODES):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(SingleUse, AuthenticateForm):  # type: ignore[misc]
    """The code of the application, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword_code(self.fields["code"], _APP_HINT + " También vale un código de reserva.")


class SecondFactorAgainForm(SingleUse, ReauthenticateForm):  # type: ignore[misc]
    """The same, within a session."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword_code(self.fields["code"], _APP_HINT)


class ActivateForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new application."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword_code(self.fields["code"], _APP_HINT)


class PasswordForm(PasswordAgainForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["password"], "Contraseña", missing="Escribe tu contraseña.")


class SetPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """A password, twice, by whoever came with the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["password1"], "Contraseña", missing="Escribe una contraseña.")
        _reword(self.fields["password2"], "La misma otra vez", missing="Escribe otra vez la contraseña.")

    def clean(self) -> dict[str, Any]:
        """Both the same, said in our words."""
        data: dict[str, Any] = super().clean() or {}
        if "password2" in self.errors and data.get("password1"):
            self._errors["password2"] = self.error_class(["No es la misma. Escríbelas otra vez, con calma."])
        return data
