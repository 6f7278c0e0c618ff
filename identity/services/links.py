"""The link with which a member of staff sets their password: made when it is sent, good once, and for three days."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from core import mail
from core.models import StaffMember


def password_link(user: User) -> str:
    """A fresh link. Setting the password, entering with it or another e-mail on the account makes it worthless."""
    arguments = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return str(settings.PUBLIC_URL) + reverse("account_reset_password_from_key", kwargs=arguments)


def send_password_link(staff_ref: str) -> None:
    """To the work e-mail, without saying whose it is."""
    user = StaffMember.objects.select_related("user").get(public_id=staff_ref).user
    if user.email and user.is_active:
        days = settings.PASSWORD_RESET_TIMEOUT // 86_400
        context = {"link": password_link(user), "username": user.username, "days": days}
        mail.send(user.email, "Tu acceso a la oficina de Amparo", "identity/mail/password_link.txt", context)
