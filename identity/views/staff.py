"""Staff sign-in (allauth's views with our templates) and the demonstration's list of accounts."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import demonstration as invented
from core.models import Role
from core.provinces import PROVINCES
from identity.forms import SetPasswordForm
from identity.services import demonstration

sign_in = account.LoginView.as_view(template_name="identity/sign_in/password.html")
sign_out = account.LogoutView.as_view(template_name="identity/sign_in/sign_out.html")
inactive = account.AccountInactiveView.as_view(template_name="identity/sign_in/inactive.html")
set_password = account.PasswordResetFromKeyView.as_view(
    template_name="identity/sign_in/set_password.html", form_class=SetPasswordForm
)
password_set = account.PasswordResetFromKeyDoneView.as_view(template_name="identity/sign_in/password_set.html")
password_again = account.ReauthenticateView.as_view(template_name="identity/sign_in/password_again.html")
code = second_factor.AuthenticateView.as_view(template_name="identity/sign_in/code.html")
code_again = second_factor.ReauthenticateView.as_view(template_name="identity/sign_in/code_again.html")
state = second_factor.IndexView.as_view(template_name="identity/sign_in/second_factor.html")
activate = totp.ActivateTOTPView.as_view(template_name="identity/sign_in/activate.html")
recovery_list = recovery_codes.ViewRecoveryCodesView.as_view(template_name="identity/sign_in/recovery_codes.html")
recovery_new = recovery_codes.GenerateRecoveryCodesView.as_view(template_name="identity/sign_in/recovery_new.html")


@require_safe
def demonstration_accounts(request: HttpRequest) -> HttpResponse:
    """Who can sign in, with which password and which code right now. Exists only in the demonstration."""
    if not settings.DEMONSTRATION:
        raise Http404
    accounts = [
        {
            "account": one,
            "role": Role(one.role).label,
            "place": PROVINCES.get(one.province_code, "Servicios centrales"),
            "code": demonstration.second_factor_code(one),
        }
        for one in invented.staff()
    ]
    context = {"accounts": accounts, "seconds_left": demonstration.seconds_left()}
    return render(request, "identity/demonstration_accounts.html", context)
