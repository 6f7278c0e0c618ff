"""How django-allauth behaves here: no sign-up, plain Spanish, second-factor secrets encrypted and never removable."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import password_validation as passwords
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from core.demonstration.accounts import EMPLOYEE_PREFIX
from core.encryption import decrypt_text, encrypt_text
from core.models import StaffMember

_TOTP_PURPOSE = "mfa.authenticator.secret"
_TOO_MANY = "Demasiados intentos seguidos. Espera 5 minutos y vuelve a probar."

_PASSWORD_RULES: tuple[tuple[Any, str], ...] = (
    (passwords.MinimumLengthValidator(12), "Es demasiado corta: escribe al menos 12 letras."),
    (passwords.CommonPasswordValidator(), "Es de las que primero prueba quien quiere entrar. Elige otra."),
    (passwords.NumericPasswordValidator(), "No puede tener solo números."),
    (passwords.UserAttributeSimilarityValidator(), "Se parece demasiado a tu usuario o a tu correo."),
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "El usuario o la contraseña no son correctos. Revísalos y prueba otra vez.",
        "incorrect_password": "La contraseña no es correcta. Prueba otra vez.",
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """Long, not a known one, and nothing of the person's own data."""
        for validator, words in _PASSWORD_RULES:
            try:
                validator.validate(password, user)
            except ValidationError:
                raise ValidationError(words) from None
        return password

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened; allauth's notices would say it twice, and by name."""

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """Demonstration accounts, whose passwords everybody knows, do not work anywhere else."""
        refused = not settings.DEMONSTRATION and is_demonstration_account(user)
        response: HttpResponse | None = (
            self.respond_user_inactive(request, user) if refused else super().pre_login(request, user, **kwargs)
        )
        return response


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps secrets encrypted, as allauth leaves to its users."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Ese código no es, o ya se usó. Espera al siguiente y escríbelo.",
    }

    def encrypt(self, text: str) -> str:
        """The stored form of a secret."""
        return encrypt_text(text, _TOTP_PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret behind its stored form."""
        return decrypt_text(encrypted_text, _TOTP_PURPOSE)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Nobody works in an office without a second factor, so nobody takes their own away."""
        return False


def is_demonstration_account(user: AbstractBaseUser) -> bool:
    """Whether the account is one of `core.demonstration.accounts`."""
    return StaffMember.objects.filter(user_id=user.pk, employee_number__startswith=EMPLOYEE_PREFIX).exists()
